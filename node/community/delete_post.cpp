#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/post_rows.hpp"
#include "node/community/posts.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostId;
using storage::PostWithBody;
using Hashes = std::vector<storage::Sha256>;

Result<PostWithBody> load_own(
    storage::Txn const& txn, Services const& services, ActorId author, PostId post
) {
    auto const own =
        load_post_for(txn, services.store, Viewer::member(author), post, Action::erase);
    if (!own) {
        return std::unexpected(own.error());
    }
    return folded(services.store.posts.load_whole(txn, post));
}

}  // namespace

awaitable<Result<PostWithBody>> delete_post(
    Services& services, ActorId author, PostId post, bool delete_media
) {
    auto const now = milliseconds_now(services);
    PostWithBody before;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto own = load_own(*txn, services, author, post);
        if (!own) {
            co_return own;
        }
        before = std::move(*own);
        auto built = services.publisher.post_deleted(*txn, before.post);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    auto closure = [&services, author, post, delete_media, rows, now](storage::WriteTxn& txn
                   ) -> Result<Hashes> {
        auto const own = load_own(txn, services, author, post);
        if (!own) {
            return std::unexpected(own.error());
        }
        auto hashes = erase_post(services.store, txn, own->post, delete_media, now);
        if (!hashes) {
            return hashes;
        }
        auto const told = append(services.store, txn, rows);
        return told ? std::move(hashes) : failed(told.error());
    };
    auto const hashes = co_await commit(services, storage::WriteClass::local, std::move(closure));
    if (!hashes) {
        co_return std::unexpected(hashes.error());
    }
    erase_files(services.store, *hashes);
    co_return before;
}

}  // namespace folkmoot::node
