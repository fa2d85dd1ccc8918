#include "node/community/received_posts.hpp"

#include "activitypub/html/text.hpp"
#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/compose.hpp"
#include "node/community/post_rows.hpp"
#include "node/community/received_contents.hpp"
#include "node/community/relay.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorRecord;
using storage::HostId;
using storage::PostId;
using storage::PostRecord;
using storage::PostState;
using storage::Visibility;

/// A received post in its place.
struct Placed {
    NewPost fresh;
    Relay relay;
    std::optional<PostRecord> known;  ///< it is stored already
};

Result<std::optional<PostRecord>> find_known(
    storage::Txn const& txn, storage::Tables const& tables, std::string const& iri
) {
    auto post = tables.posts.by_iri(txn, iri);
    if (post) {
        if (post->state == PostState::deleted) {
            return refused(ErrorCode::gone, "This post was deleted.");
        }
        return std::move(*post);
    }
    if (post.error().code != storage::ErrorCode::not_found) {
        return failed(post.error());
    }
    if (tables.tombstones.find(txn, iri)) {
        return refused(ErrorCode::gone, "This post was deleted before it came.");
    }
    return std::nullopt;
}

/// Whether the place takes the post. A remote group judges for itself.
Result<void> check_place(
    storage::Txn const& txn, storage::Tables const& tables, PostRecord const& post
) {
    auto const viewer = Viewer::remote_actor(ActorId(post.author), HostId(post.host));
    std::optional<ActorRecord> group;
    if (post.group != 0) {
        auto loaded = tables.actors.load(txn, ActorId(post.group));
        if (!loaded) {
            return failed(loaded.error());
        }
        group = std::move(*loaded);
    }
    if (group && group->host != 0) {
        return {};
    }
    if (post.in_reply_to != 0) {
        return detail::as_done(
            load_post_for(txn, tables, viewer, PostId(post.in_reply_to), Action::reply)
        );
    }
    return group ? can(txn, tables, viewer, Action::post, *group) : Result<void>{};
}

/// Gives a post the group of its parent. What is for few does not stand among what everybody reads:
/// a private answer to a post of a group stands by itself.
Result<void> settle_group(
    storage::Txn const& txn, storage::Tables const& tables, PostRecord& post, Site const& site
) {
    bool const open = post.visibility <= Visibility::unlisted;
    post.root = post.id;
    if (post.in_reply_to != 0) {
        auto const parent = tables.posts.load(txn, PostId(post.in_reply_to));
        if (!parent) {
            return failed(parent.error());
        }
        if (parent->group != 0 && !open) {
            post.in_reply_to = 0;
            post.in_reply_to_iri = parent->local ? site.object(parent->id) : parent->iri;
            post.group = 0;
            return {};
        }
        post.group = parent->group;
        post.root = parent->root;
    }
    if (post.group != 0 && !open) {
        return refused(ErrorCode::unprocessable, "What is sent to a group is public.");
    }
    return {};
}

/// A topic of a local group has a title, if only its first line (reference: federation, section
/// 3.7).
void settle_title(storage::Txn const& txn, Services const& services, NewPost& fresh) {
    auto& post = fresh.post;
    auto const group = services.store.actors.load(txn, ActorId(post.group));
    if (!group || group->host != 0 || post.in_reply_to != 0 || !post.title.empty()) {
        return;
    }
    auto const full = group->username + "@" + services.site.domain();
    std::vector<std::string> const names{
        "@" + group->username, "!" + group->username, "@" + full, "!" + full
    };
    std::vector<std::string_view> const views(names.begin(), names.end());
    auto title =
        activitypub::title_from_first_line(activitypub::Html::trusted(fresh.body.html), views);
    post.title = title.empty() ? "(untitled)" : cut_to(title, services.limits.title_length);
    post.slug = slug_of(post.title);
}

/// Puts a post that is new to us in its place.
Result<NewPost> place_new(
    storage::Txn const& txn,
    Services& services,
    ReceivedPost const& received,
    std::vector<std::uint64_t> const& tags,
    std::int64_t now
) {
    NewPost fresh{received.post, received.body, {}};
    auto& post = fresh.post;
    auto const author = services.store.actors.load(txn, ActorId(post.author));
    if (!author) {
        return failed(author.error());
    }
    if (author->host == 0 || post.iri.empty()) {
        return refused(ErrorCode::invalid_input, "A received post has a remote author and an id.");
    }
    post.id = services.store.ids().next();
    post.host = author->host;
    post.local = false;
    post.state = PostState::normal;
    post.backfilled = received.backfilled;
    post.received = now;
    post.created = post.created == 0 ? now : std::min(post.created, now);
    post.tags = tags;
    fresh.body.version = 1;
    auto const settled = in_order(
        [&] { return settle_group(txn, services.store, post, services.site); },
        [&] { return check_place(txn, services.store, post); }
    );
    if (!settled) {
        return std::unexpected(settled.error());
    }
    settle_title(txn, services, fresh);
    post.bytes = size_of_contents(post, fresh.body);
    if (post.group != 0 && post.in_reply_to == 0) {
        auto const group = services.store.actors.load(txn, ActorId(post.group));
        if (group && (group->host == 0 || !received.announce_iri.empty())) {
            fresh.topic_entry = storage::EntryId(services.store.ids().next());
        }
    }
    return fresh;
}

Result<Placed> plan_post(
    storage::Txn const& txn,
    Services& services,
    ReceivedPost const& received,
    std::vector<std::uint64_t> const& tags,
    Origin const& origin,
    std::int64_t now
) {
    Placed placed;
    auto known = find_known(txn, services.store, received.post.iri);
    if (!known) {
        return std::unexpected(known.error());
    }
    placed.known = std::move(*known);
    if (placed.known) {
        placed.fresh.topic_entry = storage::EntryId(services.store.ids().next());
        return placed;
    }
    auto fresh = place_new(txn, services, received, tags, now);
    if (!fresh) {
        return std::unexpected(fresh.error());
    }
    placed.fresh = std::move(*fresh);
    if (received.backfilled) {
        return placed;
    }
    auto& post = placed.fresh.post;
    auto relay = plan_relay(
        txn,
        services,
        {.group = ActorId(post.group),
         .sender = ActorId(post.author),
         .kind = storage::OutgoingKind::creation,
         .post = PostId(post.id),
         .topic_iri = post.in_reply_to == 0 ? post.iri : std::string(),
         .topic_entry = placed.fresh.topic_entry},
        origin
    );
    if (!relay) {
        return std::unexpected(relay.error());
    }
    placed.relay = std::move(*relay);
    post.raw_activity = placed.relay.facts.id;
    return placed;
}

/// An id in the order of publication, for what was fetched after the fact.
Result<NewPost> with_backfill_id(
    storage::Store& store, storage::WriteTxn const& txn, NewPost fresh
) {
    auto& post = fresh.post;
    auto const seed = storage::hash_128(post.iri).bytes;
    auto const id = store.ids().backfill_id(
        storage::Timestamp(std::chrono::milliseconds(post.created)),
        [&](std::uint64_t taken) -> storage::Result<bool> {
            auto const exists = store.posts.exists(txn, PostId(taken));
            if (!exists || *exists) {
                return exists;
            }
            return store.entries.load(txn, storage::EntryId(taken)).has_value();
        },
        static_cast<std::uint16_t>(seed[0] << 8U | seed[1])
    );
    if (!id) {
        return failed(id.error());
    }
    post.root = post.root == post.id ? *id : post.root;
    post.id = *id;
    return fresh;
}

/// A group's Announce of what is stored already puts a topic in its place.
Result<void> confirm_known(
    Services& services,
    storage::WriteTxn& txn,
    Placed const& placed,
    ReceivedPost const& received,
    std::int64_t now
) {
    auto& store = services.store;
    auto const post = store.posts.load(txn, PostId(placed.known->id));
    if (!post || received.announce_iri.empty() || post->group != received.post.group) {
        return post ? Result<void>{} : failed(post.error());
    }
    return put_topic_entry(store, txn, *post, placed.fresh.topic_entry, received.announce_iri, now);
}

Result<PostId> store_fresh(
    Services& services,
    storage::WriteTxn& txn,
    Placed const& placed,
    ReceivedPost const& received,
    Origin const& origin,
    std::int64_t now
) {
    auto& store = services.store;
    auto fresh = received.backfilled ? with_backfill_id(store, txn, placed.fresh)
                                     : Result<NewPost>(placed.fresh);
    if (!fresh) {
        return std::unexpected(fresh.error());
    }
    auto const& post = fresh->post;
    auto const done = in_order(
        [&] { return check_place(txn, store, post); },
        [&] { return charge_host(services, txn, post, post.bytes, 1); },
        [&] { return mark_seen(store, txn, origin, now); },
        [&] { return insert_post(store, txn, *fresh, now); },
        [&] { return store_relay(store, txn, placed.relay); }
    );
    return done ? Result<PostId>(PostId(post.id)) : std::unexpected(done.error());
}

awaitable<Result<PostId>> store_once(
    Services& services, ReceivedPost received, std::vector<std::uint64_t> tags, Origin origin
) {
    auto const now = milliseconds_now(services);
    Placed placed;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto plan = plan_post(*txn, services, received, tags, origin, now);
        if (!plan) {
            co_return std::unexpected(plan.error());
        }
        placed = std::move(*plan);
    }
    auto closure = [&services, received, origin, placed, now](storage::WriteTxn& txn
                   ) -> Result<PostId> {
        auto& store = services.store;
        auto const known = find_known(txn, store, received.post.iri);
        if (!known) {
            return std::unexpected(known.error());
        }
        if (known->has_value() != placed.known.has_value()) {
            return stale();
        }
        if (!*known) {
            return store_fresh(services, txn, placed, received, origin, now);
        }
        auto const done = in_order(
            [&] { return mark_seen(store, txn, origin, now); },
            [&] { return confirm_known(services, txn, placed, received, now); }
        );
        return done ? Result<PostId>(PostId((*known)->id)) : std::unexpected(done.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<PostId>> store_received_post(
    Services& services, ReceivedPost received, Origin origin
) {
    auto const tags = co_await ensure_tags(services, received.hashtags, origin.write_class);
    if (!tags) {
        co_return std::unexpected(tags.error());
    }
    co_return co_await with_retries([&] { return store_once(services, received, *tags, origin); });
}

}  // namespace folkmoot::node
