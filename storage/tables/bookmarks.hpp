// Posts that members keep for themselves.
#pragma once

#include "storage/schema/relations.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table. A member keeps a post once.
class BookmarkTable {
public:
    explicit BookmarkTable(Catalog& catalog);

    /// Adds a bookmark. Errors: already_exists for the id or the pair; invalid without id, member
    /// or post.
    Result<void> insert(WriteTxn& txn, BookmarkRecord const& bookmark);

    /// Removes a bookmark; false when there was none.
    Result<bool> erase(WriteTxn& txn, ActorId member, PostId post);

    /// Removes up to `limit` bookmarks of a post that is gone; how many.
    Result<std::size_t> erase_of_post(WriteTxn& txn, PostId post, std::size_t limit);

    /// Whether a member keeps a post.
    Result<bool> exists(Txn const& txn, ActorId member, PostId post) const;

    /// A member's bookmarks, newest first.
    Result<Page<BookmarkRecord>> of_member(
        Txn const& txn, ActorId member, PageRequest const& request
    ) const;

private:
    Table<BookmarkId, Bookmark> bookmarks_;
    UniqueIndex<std::pair<ActorId, PostId>, Table<BookmarkId, Bookmark>> by_pair_;
    MultiIndex<ActorId, Table<BookmarkId, Bookmark>> by_member_;
    MultiIndex<PostId, Table<BookmarkId, Bookmark>> by_post_;
};

}  // namespace folkmoot::storage
