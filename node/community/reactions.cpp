#include "node/community/reactions.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/notifications.hpp"
#include "node/community/relay.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostId;
using storage::PostRecord;
using storage::ReactionId;
using storage::ReactionKind;
using storage::ReactionRecord;

constexpr std::size_t max_emoji = 64;

/// A reaction's surroundings in one transaction.
struct Scene {
    bool local{false};  ///< the actor is
    PostRecord post;
    std::optional<ReactionRecord> present;   ///< the same one
    std::optional<ReactionRecord> opposite;  ///< a dislike for a like, a like for a dislike

    bool same_as(Scene const& other) const {
        return present == other.present && opposite == other.opposite &&
               post.group == other.post.group;
    }
};

Result<std::optional<ReactionRecord>> find_reaction(
    storage::Txn const& txn, storage::Tables const& tables, React const& command, ReactionKind kind
) {
    auto const& emoji = kind == ReactionKind::emoji ? command.emoji : std::string();
    auto found = tables.reactions.of(txn, command.actor, command.post, kind, emoji);
    if (found) {
        return std::move(*found);
    }
    if (found.error().code == storage::ErrorCode::not_found) {
        return std::nullopt;
    }
    return failed(found.error());
}

Result<Scene> load_scene(
    storage::Txn const& txn, Services const& services, React const& command, Action action
) {
    auto const& tables = services.store;
    auto const actor = tables.actors.load(txn, command.actor);
    if (!actor) {
        return failed(actor.error());
    }
    auto const viewer = actor->host == 0
                            ? Viewer::member(command.actor)
                            : Viewer::remote_actor(command.actor, storage::HostId(actor->host));
    // A remote group answers for the votes that it passes on.
    auto post = command.via_group ? folded(tables.posts.load(txn, command.post))
                                  : load_post_for(txn, tables, viewer, command.post, action);
    auto present = find_reaction(txn, tables, command, command.kind);
    if (!post || !present) {
        return std::unexpected(post ? present.error() : post.error());
    }
    Scene scene{actor->host == 0, std::move(*post), std::move(*present), std::nullopt};
    if (command.kind != ReactionKind::emoji) {
        auto const other =
            command.kind == ReactionKind::like ? ReactionKind::dislike : ReactionKind::like;
        auto opposite = find_reaction(txn, tables, command, other);
        if (!opposite) {
            return std::unexpected(opposite.error());
        }
        scene.opposite = std::move(*opposite);
    }
    return scene;
}

/// What goes out because of a reaction or its end.
Result<News> news_of(
    storage::Txn const& txn,
    Services const& services,
    Scene const& scene,
    ReactionRecord const& reaction,
    bool added,
    Origin const& origin
) {
    News news;
    if (scene.local) {
        auto rows = added ? services.publisher.reaction_added(txn, reaction, scene.post)
                          : services.publisher.reaction_removed(txn, reaction, scene.post);
        if (!rows) {
            return std::unexpected(rows.error());
        }
        news.rows = std::move(*rows);
        return news;
    }
    auto const settings = services.store.group_settings.load(txn, ActorId(scene.post.group));
    if (settings && settings->hide_votes) {
        return news;
    }
    auto relay = plan_post_relay(
        txn, services, scene.post, ActorId(reaction.actor), storage::OutgoingKind::vote, origin
    );
    if (!relay) {
        return std::unexpected(relay.error());
    }
    news.relay = std::move(*relay);
    return news;
}

ReactionRecord new_reaction(
    Services& services, React const& command, Origin const& origin, std::int64_t now
) {
    ReactionRecord reaction;
    reaction.id = services.store.ids().next();
    reaction.post = command.post.value();
    reaction.actor = command.actor.value();
    reaction.kind = command.kind;
    reaction.emoji = command.kind == ReactionKind::emoji ? command.emoji : std::string();
    reaction.via_group = command.via_group.value();
    reaction.activity_iri = origin.activity_iri;
    reaction.created = now;
    return reaction;
}

storage::Result<void> note_reaction(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    ReactionRecord const& reaction,
    PostRecord const& post,
    std::int64_t now
) {
    return note_change(
        tables,
        txn,
        {.kind = storage::ChangeKind::reaction_changed,
         .subject = post.id,
         .actor = reaction.actor,
         .group = post.group,
         .visibility = post.visibility},
        now
    );
}

/// Stores a reaction that was not there.
Result<void> store_reaction(
    Services& services,
    storage::WriteTxn& txn,
    Scene const& scene,
    ReactionRecord const& reaction,
    std::int64_t now
) {
    auto& store = services.store;
    return in_order(
        [&] {
            return scene.opposite ? store.reactions.erase(txn, ReactionId(scene.opposite->id))
                                  : storage::Result<void>{};
        },
        [&] { return store.reactions.insert(txn, reaction); },
        [&] {
            return reaction.kind == ReactionKind::like
                       ? notify(
                             store,
                             txn,
                             {.member = ActorId(scene.post.author),
                              .kind = storage::NotificationKind::favourite,
                              .from = ActorId(reaction.actor),
                              .post = PostId(scene.post.id),
                              .group = ActorId(scene.post.group)},
                             now
                         )
                       : storage::Result<void>{};
        },
        [&] { return note_reaction(store, txn, reaction, scene.post, now); }
    );
}

/// The reaction that is there, with the actor's own word in place of a group's.
Result<ReactionRecord> keep_reaction(
    Services& services,
    storage::WriteTxn& txn,
    Scene const& scene,
    React const& command,
    Origin const& origin
) {
    auto reaction = *scene.present;
    if (reaction.via_group == 0 || command.via_group) {
        return reaction;
    }
    reaction.via_group = 0;
    reaction.activity_iri = origin.activity_iri;
    auto const stored = services.store.reactions.update(txn, reaction);
    return stored ? Result<ReactionRecord>(reaction) : failed(stored.error());
}

awaitable<Result<ReactionRecord>> add_once(Services& services, React command, Origin origin) {
    auto const now = milliseconds_now(services);
    auto const reaction = new_reaction(services, command, origin, now);
    Scene planned;
    News news;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto scene = load_scene(*txn, services, command, Action::react);
        if (!scene) {
            co_return std::unexpected(scene.error());
        }
        planned = std::move(*scene);
        if (!planned.present) {
            auto built = news_of(*txn, services, planned, reaction, true, origin);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            news = std::move(*built);
        } else if (!origin.remote()) {
            co_return *planned.present;
        }
    }
    auto closure = [&services, command, origin, planned, reaction, news, now](storage::WriteTxn& txn
                   ) -> Result<ReactionRecord> {
        auto const scene = load_scene(txn, services, command, Action::react);
        if (!scene) {
            return std::unexpected(scene.error());
        }
        if (!scene->same_as(planned)) {
            return stale();
        }
        if (auto seen = mark_seen(services.store, txn, origin, now); !seen) {
            return failed(seen.error());
        }
        if (scene->present) {
            return keep_reaction(services, txn, *scene, command, origin);
        }
        auto const done = in_order(
            [&] { return store_reaction(services, txn, *scene, reaction, now); },
            [&] { return append(services.store, txn, news.rows); },
            [&] { return store_relay(services.store, txn, news.relay); }
        );
        return done ? Result<ReactionRecord>(reaction) : std::unexpected(done.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

awaitable<Result<void>> remove_once(Services& services, React command, Origin origin) {
    auto const now = milliseconds_now(services);
    Scene planned;
    News news;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto scene = load_scene(*txn, services, command, Action::read);
        if (!scene) {
            co_return std::unexpected(scene.error());
        }
        planned = std::move(*scene);
        if (!planned.present && !origin.remote()) {
            co_return Result<void>{};
        }
        if (planned.present) {
            auto built = news_of(*txn, services, planned, *planned.present, false, origin);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            news = std::move(*built);
        }
    }
    auto closure = [&services, command, origin, planned, news, now](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto const scene = load_scene(txn, services, command, Action::read);
        if (!scene) {
            return std::unexpected(scene.error());
        }
        if (!scene->same_as(planned)) {
            return stale();
        }
        auto& store = services.store;
        if (!scene->present) {
            return in_order([&] { return mark_seen(store, txn, origin, now); });
        }
        return in_order(
            [&] { return mark_seen(store, txn, origin, now); },
            [&] { return store.reactions.erase(txn, ReactionId(scene->present->id)); },
            [&] { return note_reaction(store, txn, *scene->present, scene->post, now); },
            [&] { return append(store, txn, news.rows); },
            [&] { return store_relay(store, txn, news.relay); }
        );
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<ReactionRecord>> add_reaction(Services& services, React command, Origin origin) {
    if (command.kind == ReactionKind::emoji &&
        (command.emoji.empty() || command.emoji.size() > max_emoji)) {
        co_return refused(ErrorCode::unprocessable, "This is not an emoji.");
    }
    co_return co_await with_retries([&] { return add_once(services, command, origin); });
}

awaitable<Result<void>> remove_reaction(Services& services, React command, Origin origin) {
    co_return co_await with_retries([&] { return remove_once(services, command, origin); });
}

}  // namespace folkmoot::node
