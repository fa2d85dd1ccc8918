// Digests of what a store holds, to compare a restored store with the one that was backed up, or
// two nodes' stores in tests.
#pragma once

#include "node/error.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace folkmoot::node {

/// One table.
struct TableDigest {
    std::string table;
    std::uint64_t entries{0};
    std::string sha256;  ///< hex, over every key and value in order

    friend bool operator==(TableDigest const&, TableDigest const&) = default;
};

/// Digests of all tables in the order of their names, but those that change while nothing happens
/// to the community: ids of seen activities, cursors, and rows about other servers.
Result<std::vector<TableDigest>> digest_tables(storage::Store const& store);

}  // namespace folkmoot::node
