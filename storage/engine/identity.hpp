// Which store a directory holds. The identity file `store.id` lies beside data.mdb and must match a
// record inside it, so that an empty or foreign data file is never taken for a store (threats.md
// R07). Internal to the engine.
//
// A store is made in this order, so that a crash at any point leaves either a store or something
// that is known never to have held anything: `store.id.new`, data.mdb with the identity record,
// rename to `store.id`.
#pragma once

#include "storage/error.hpp"

#include <filesystem>
#include <string>

namespace folkmoot::storage::detail {

/// What lies in a directory.
enum class Found {
    nothing,     ///< no store; one may be made
    unfinished,  ///< a store whose making was interrupted; it never held anything
    store,       ///< an identity file
};

/// What `look_for_store` found.
struct StoreFound {
    Found found;
    std::string id;  ///< of `store`
};

/// Looks at the identity files. `foreign_store` when there is a data file without one, or one that
/// is not ours.
Result<StoreFound> look_for_store(std::filesystem::path const& directory);

/// Begins the making of a store: chooses an id, writes `store.id.new`, removes what an interrupted
/// attempt left.
Result<std::string> begin_identity(std::filesystem::path const& directory);

/// Ends the making of a store.
Result<void> finish_identity(std::filesystem::path const& directory);

/// Writes the identity file of a copy of a store.
Result<void> write_identity(std::filesystem::path const& directory, std::string const& id);

}  // namespace folkmoot::storage::detail
