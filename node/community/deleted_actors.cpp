#include "node/community/deleted_actors.hpp"

#include "node/community/commit.hpp"
#include "node/community/received_posts.hpp"
#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

Result<storage::Page<storage::PostRecord>> posts_of(
    Services const& services, storage::ActorId actor, std::uint64_t below, std::size_t limit
) {
    auto const txn = services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    storage::PageRequest request;
    request.max_id = below;
    request.limit = limit;
    return folded(services.store.posts.by_author(*txn, actor, request));
}

}  // namespace

boost::asio::awaitable<Result<ErasedPosts>> erase_posts_of(
    Services& services, storage::ActorId actor, std::uint64_t below, std::size_t limit
) {
    auto const page = posts_of(services, actor, below, limit);
    if (!page) {
        co_return std::unexpected(page.error());
    }
    ErasedPosts step{.resume = page->resume, .more = page->more};
    for (auto const& post : page->items) {
        if (post.state == storage::PostState::deleted) {
            continue;
        }
        ReceivedDelete deletion;
        deletion.by = actor;
        deletion.object_iri = post.iri;
        Origin origin;
        origin.write_class = storage::WriteClass::maintenance;
        origin.host = storage::HostId(post.host);
        if (auto const done = co_await apply_received_delete(services, deletion, std::move(origin));
            !done) {
            co_return std::unexpected(done.error());
        }
        ++step.erased;
    }
    co_return step;
}

}  // namespace folkmoot::node
