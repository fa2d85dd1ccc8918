#include "storage/tables/bookmarks.hpp"

namespace folkmoot::storage {

BookmarkTable::BookmarkTable(Catalog& catalog)
    : bookmarks_(catalog, table_spec("bookmarks", TableTag::bookmarks, Insertion::appended)),
      by_pair_(
          bookmarks_,
          "by_pair",
          [](auto const&, Bookmark const& row, auto& keys) {
              keys.emplace_back(ActorId(row.member()), PostId(row.post()));
          }
      ),
      by_member_(
          bookmarks_,
          "by_member",
          [](auto const&, Bookmark const& row, auto& keys) { keys.emplace_back(row.member()); }
      ),
      by_post_(bookmarks_, "by_post", [](auto const&, Bookmark const& row, auto& keys) {
          keys.emplace_back(row.post());
      }) {}

Result<void> BookmarkTable::insert(WriteTxn& txn, BookmarkRecord const& bookmark) {
    if (bookmark.id == 0 || bookmark.member == 0 || bookmark.post == 0) {
        return refuse("a bookmark needs an id, a member and a post");
    }
    return bookmarks_.insert(txn, BookmarkId(bookmark.id), bookmark);
}

Result<bool> BookmarkTable::erase(WriteTxn& txn, ActorId member, PostId post) {
    auto const id = by_pair_.find(txn, {member, post});
    if (!id) {
        return is_absent(id) ? Result<bool>(false) : std::unexpected(id.error());
    }
    auto const erased = bookmarks_.erase(txn, *id);
    return erased ? Result<bool>(true) : std::unexpected(erased.error());
}

Result<std::size_t> BookmarkTable::erase_of_post(WriteTxn& txn, PostId post, std::size_t limit) {
    return erase_all(
        txn, bookmarks_, by_post_.keys(txn, KeyRange::with_prefix(post), Direction::forward, limit)
    );
}

Result<bool> BookmarkTable::exists(Txn const& txn, ActorId member, PostId post) const {
    return by_pair_.exists(txn, {member, post});
}

Result<Page<BookmarkRecord>> BookmarkTable::of_member(
    Txn const& txn, ActorId member, PageRequest const& request
) const {
    return page_of_records(txn, bookmarks_, by_member_, encode_key(member), request);
}

}  // namespace folkmoot::storage
