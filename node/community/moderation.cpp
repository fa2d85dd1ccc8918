#include "node/community/moderation.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/relay.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostId;
using storage::PostRecord;
using storage::PostState;

/// What a moderator does.
struct Act {
    ActorId by;
    PostId post;
    std::string reason;
    bool removes{true};
};

Viewer viewer_of(storage::Txn const& txn, storage::Tables const& tables, ActorId actor) {
    auto const record = tables.actors.view(txn, actor);
    return !record || (*record)->host() == 0
               ? Viewer::member(actor)
               : Viewer::remote_actor(actor, storage::HostId((*record)->host()));
}

/// The post, when it may be acted upon and is in a state for it.
Result<PostRecord> load_moderated(
    storage::Txn const& txn, Services const& services, Act const& act
) {
    auto post = load_post_for(
        txn, services.store, viewer_of(txn, services.store, act.by), act.post, Action::moderate
    );
    if (!post) {
        return post;
    }
    bool const fits = act.removes
                          ? post->state == PostState::normal || post->state == PostState::pending
                          : post->state == PostState::removed;
    if (!fits) {
        return refused(
            ErrorCode::conflict,
            act.removes ? "The post is removed already." : "The post is not removed."
        );
    }
    return post;
}

PostRecord acted_upon(PostRecord post, Act const& act) {
    post.state = act.removes ? PostState::removed : PostState::normal;
    post.removed_by = act.removes ? act.by.value() : 0;
    post.removed_reason = act.removes ? act.reason : std::string();
    return post;
}

storage::AuditRecord audit_of(
    Services& services, PostRecord const& post, Act const& act, std::int64_t now
) {
    storage::AuditRecord record;
    record.id = services.store.ids().next();
    record.actor = act.by.value();
    record.action = act.removes ? "remove_post" : "restore_post";
    record.target = post.id;
    record.group = post.group;
    record.reason = act.reason;
    record.created = now;
    record.in_modlog = post.group != 0;
    return record;
}

/// What the group's followers are told.
Result<News> news_of(
    storage::Txn const& txn,
    Services const& services,
    PostRecord const& post,
    Act const& act,
    Origin const& origin
) {
    News news;
    if (origin.remote()) {
        auto relay =
            plan_post_relay(txn, services, post, act.by, storage::OutgoingKind::moderation, origin);
        if (!relay) {
            return std::unexpected(relay.error());
        }
        news.relay = std::move(*relay);
    } else if (act.removes) {
        auto rows = services.publisher.post_removed(txn, post, act.by, act.reason);
        if (!rows) {
            return std::unexpected(rows.error());
        }
        news.rows = std::move(*rows);
    }
    return news;
}

awaitable<Result<void>> act_once(Services& services, Act act, Origin origin) {
    auto const now = milliseconds_now(services);
    PostRecord before;
    News news;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto post = load_moderated(*txn, services, act);
        if (!post) {
            co_return std::unexpected(post.error());
        }
        before = std::move(*post);
        auto built = news_of(*txn, services, before, act, origin);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        news = std::move(*built);
    }
    auto const audit = audit_of(services, before, act, now);
    auto closure = [&services, act, origin, news, audit, now](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto& store = services.store;
        auto const post = load_moderated(txn, services, act);
        if (!post) {
            return std::unexpected(post.error());
        }
        auto const kind =
            act.removes ? storage::ChangeKind::post_deleted : storage::ChangeKind::post_restored;
        return in_order(
            [&] { return mark_seen(store, txn, origin, now); },
            [&] { return store.posts.update(txn, acted_upon(*post, act)); },
            [&] { return store.audit.append(txn, audit); },
            [&] { return note_post(store, txn, kind, *post, now); },
            [&] { return append(store, txn, news.rows); },
            [&] { return store_relay(store, txn, news.relay); }
        );
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<void>> remove_post(
    Services& services, ActorId by, PostId post, std::string reason, Origin origin
) {
    co_return co_await act_once(services, {by, post, std::move(reason), true}, std::move(origin));
}

awaitable<Result<void>> restore_post(
    Services& services, ActorId by, PostId post, std::string reason, Origin origin
) {
    co_return co_await act_once(services, {by, post, std::move(reason), false}, std::move(origin));
}

}  // namespace folkmoot::node
