// Earlier texts of edited posts (decision 28), oldest first.
#pragma once

#include "storage/schema/posts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class RevisionTable {
public:
    /// Most revisions kept of one post; the oldest goes first.
    static constexpr std::size_t max_per_post = 100;

    explicit RevisionTable(Catalog& catalog);

    /// Keeps a text that is about to be replaced.
    Result<void> append(WriteTxn& txn, PostId post, RevisionRecord const& revision);

    /// Revisions of a post, oldest first.
    Result<std::vector<RevisionRecord>> of_post(Txn const& txn, PostId post) const;

    /// Forgets the revisions of a deleted post (P11).
    Result<void> erase_of_post(WriteTxn& txn, PostId post);

private:
    Table<std::pair<PostId, std::uint32_t>, Revision> revisions_;
};

}  // namespace folkmoot::storage
