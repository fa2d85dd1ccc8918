// Files that hang on posts. For use inside write closures. Inside this folder only.
#pragma once

#include "storage/store.hpp"

#include <cstdint>
#include <vector>

namespace folkmoot::node {

/// Hangs the stored files of `after` on the post and frees those that only `before` had.
storage::Result<void> attach_media(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::PostRecord const& before,
    storage::PostRecord const& after
);

/// Frees the files of a deleted post or, with `erase`, removes their records.
/// @return hashes of files that no record names any more
storage::Result<std::vector<storage::Sha256>> release_media(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::PostId post,
    bool erase,
    std::int64_t now
);

/// Erases files from the media store that no record names any more, after the commit.
void erase_files(storage::Store& store, std::vector<storage::Sha256> const& hashes);

}  // namespace folkmoot::node
