#include "node/cli/table_digests.hpp"

#include "node/fold_errors.hpp"
#include "storage/digest.hpp"
#include "storage/engine/cursor.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace folkmoot::node {
namespace {

constexpr std::array<std::string_view, 4> left_out{
    "consumer_cursors", "host_deliveries", "host_usage", "hosts"
};

bool is_compared(std::string_view table) {
    return !table.starts_with("seen_") && std::ranges::find(left_out, table) == left_out.end();
}

/// Length before content, so that a byte cannot move from a key to its value unnoticed.
void add(storage::Sha256Stream& digest, std::string_view bytes) {
    digest.update(std::to_string(bytes.size()) + ":");
    digest.update(bytes);
}

storage::Result<TableDigest> digest_of(
    storage::Txn const& txn, std::string const& table, storage::DbHandle database
) {
    TableDigest result{table};
    storage::Sha256Stream digest;
    auto const walked = storage::for_each(
        txn,
        database,
        storage::KeyRange{},
        storage::Direction::forward,
        [&](std::string_view key, std::string_view value) {
            add(digest, key);
            add(digest, value);
            ++result.entries;
            return true;
        }
    );
    if (!walked) {
        return std::unexpected(walked.error());
    }
    result.sha256 = storage::to_hex(digest.finish());
    return result;
}

}  // namespace

Result<std::vector<TableDigest>> digest_tables(storage::Store const& store) {
    auto const txn = store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const& databases = store.catalog.database_names();
    std::vector<TableDigest> digests;
    for (auto const& entry : store.catalog.entries()) {
        auto const database = std::ranges::find(databases, entry.name);
        if (!is_compared(entry.name) || database == databases.end()) {
            continue;
        }
        auto const index = static_cast<std::uint16_t>(database - databases.begin());
        auto digest = digest_of(*txn, entry.name, storage::DbHandle{index});
        if (!digest) {
            return failed(digest.error());
        }
        digests.push_back(std::move(*digest));
    }
    std::ranges::sort(digests, {}, &TableDigest::table);
    return digests;
}

}  // namespace folkmoot::node
