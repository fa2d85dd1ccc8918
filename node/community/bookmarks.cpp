#include "node/community/bookmarks.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"

namespace folkmoot::node {

using boost::asio::awaitable;

awaitable<Result<void>> add_bookmark(
    Services& services, storage::ActorId member, storage::PostId post
) {
    storage::BookmarkRecord bookmark;
    bookmark.id = services.store.ids().next();
    bookmark.member = member.value();
    bookmark.post = post.value();
    auto closure = [&services, bookmark, member, post](storage::WriteTxn& txn) -> Result<void> {
        auto const seen = load_post_for(txn, services.store, Viewer::member(member), post);
        if (!seen) {
            return std::unexpected(seen.error());
        }
        auto const kept = services.store.bookmarks.exists(txn, member, post);
        if (!kept || *kept) {
            return kept ? Result<void>{} : failed(kept.error());
        }
        return in_order([&] { return services.store.bookmarks.insert(txn, bookmark); });
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

awaitable<Result<void>> remove_bookmark(
    Services& services, storage::ActorId member, storage::PostId post
) {
    auto closure = [&services, member, post](storage::WriteTxn& txn) {
        return in_order([&] { return services.store.bookmarks.erase(txn, member, post); });
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
