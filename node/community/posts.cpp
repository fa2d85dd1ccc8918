#include "node/community/posts.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/draft.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostId;

/// The post that an earlier request with the same key made.
Result<std::optional<PostId>> earlier_post(
    storage::Txn const& txn,
    storage::Tables const& tables,
    CreatePost const& command,
    std::int64_t now
) {
    if (command.idempotency_key.empty()) {
        return std::nullopt;
    }
    auto const found = tables.idempotency.find(txn, command.author, command.idempotency_key, now);
    if (found) {
        return *found;
    }
    if (found.error().code == storage::ErrorCode::not_found) {
        return std::nullopt;
    }
    return failed(found.error());
}

/// Whether the author may still write there: rights, parent, group and files may have changed since
/// the snapshot.
Result<void> check_again(
    storage::Txn const& txn,
    storage::Tables const& tables,
    CreatePost const& command,
    NewPost const& draft
) {
    auto const viewer = Viewer::member(command.author);
    return in_order(
        [&] { return load_actor_for(txn, tables, viewer, command.author, Action::edit); },
        [&]() -> Result<void> {
            if (!command.in_reply_to) {
                return {};
            }
            return detail::as_done(
                load_post_for(txn, tables, viewer, command.in_reply_to, Action::reply)
            );
        },
        [&]() -> Result<void> {
            if (command.in_reply_to || draft.post.group == 0) {
                return {};
            }
            return detail::as_done(
                load_actor_for(txn, tables, viewer, ActorId(draft.post.group), Action::post)
            );
        },
        [&] { return attachments_of(txn, tables, command.author, command.media, 0); }
    );
}

awaitable<Result<PostId>> store_draft(
    Services& services, CreatePost command, NewPost draft, OutgoingRows rows
) {
    auto const now = draft.post.created;
    auto const expires = now + services.limits.idempotency_ms;
    auto closure = [&services, command, draft, rows, now, expires](storage::WriteTxn& txn
                   ) -> Result<PostId> {
        auto& store = services.store;
        PostId const id(draft.post.id);
        auto const earlier = earlier_post(txn, store, command, now);
        if (!earlier || *earlier) {
            return earlier ? Result<PostId>(**earlier) : std::unexpected(earlier.error());
        }
        auto const done = in_order(
            [&] { return check_again(txn, store, command, draft); },
            [&] { return insert_post(store, txn, draft, now); },
            [&] {
                return command.idempotency_key.empty()
                           ? storage::Result<void>{}
                           : store.idempotency.insert(
                                 txn, command.author, command.idempotency_key, id, now, expires
                             );
            },
            [&] { return append(store, txn, rows); }
        );
        return done ? Result<PostId>(id) : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace

awaitable<Result<PostId>> create_post(Services& services, CreatePost command) {
    auto const tags = co_await prepare_texts(services, command);
    if (!tags) {
        co_return std::unexpected(tags.error());
    }
    NewPost draft;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto const earlier =
            earlier_post(*txn, services.store, command, milliseconds_now(services));
        if (!earlier || *earlier) {
            co_return earlier ? Result<PostId>(**earlier) : std::unexpected(earlier.error());
        }
        auto made = draft_post(*txn, services, command, *tags);
        if (!made) {
            co_return std::unexpected(made.error());
        }
        draft = std::move(*made);
        auto built =
            services.publisher.post_created(*txn, draft.post, draft.body, draft.topic_entry);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    co_return co_await store_draft(services, std::move(command), std::move(draft), std::move(rows));
}

}  // namespace folkmoot::node
