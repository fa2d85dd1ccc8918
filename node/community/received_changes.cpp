#include "node/community/commit.hpp"
#include "node/community/post_rows.hpp"
#include "node/community/received_contents.hpp"
#include "node/community/received_posts.hpp"
#include "node/community/relay.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostId;
using storage::PostRecord;
using storage::PostState;
using storage::PostWithBody;

/// The remote post that somebody may edit.
Result<PostWithBody> load_edited(
    storage::Txn const& txn, storage::Tables const& tables, ReceivedEdit const& edit
) {
    auto stored = tables.posts.load_whole(txn, PostId(edit.post.id));
    if (!stored) {
        return failed(stored.error());
    }
    if (stored->post.state == PostState::deleted) {
        return not_found("deleted");
    }
    if (stored->post.local || stored->post.author != edit.by.value()) {
        return refused(ErrorCode::forbidden, "This action is not allowed");
    }
    return std::move(*stored);
}

/// When the stored contents were written.
std::int64_t written_at(PostRecord const& post) {
    return post.edited != 0 ? post.edited : post.created;
}

/// The stored post with the contents of an edit.
NewPost with_contents(
    PostWithBody const& before,
    ReceivedEdit const& edit,
    std::vector<std::uint64_t> const& tags,
    std::int64_t now
) {
    NewPost after{before.post, edit.body, {}};
    auto& post = after.post;
    auto const& given = edit.post;
    post.title = given.title.empty() ? before.post.title : given.title;
    post.language = given.language;
    post.sensitive = given.sensitive;
    post.attachments = given.attachments;
    post.mentions = given.mentions;
    post.to = given.to;
    post.cc = given.cc;
    post.emojis = given.emojis;
    post.tags = tags;
    post.quote = given.quote;
    post.quote_iri = given.quote_iri;
    post.edited = given.edited == 0 ? now : std::min(given.edited, now);
    post.bytes = size_of_contents(post, after.body);
    after.body.version = before.body.version;
    return after;
}

bool says_the_same(PostWithBody const& before, NewPost after) {
    after.post.edited = before.post.edited;
    after.post.bytes = before.post.bytes;
    return after.post == before.post && after.body == before.body;
}

awaitable<Result<bool>> edit_once(
    Services& services, ReceivedEdit edit, std::vector<std::uint64_t> tags, Origin origin
) {
    auto const now = milliseconds_now(services);
    PostWithBody before;
    NewPost after;
    Relay relay;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto stored = load_edited(*txn, services.store, edit);
        if (!stored) {
            co_return std::unexpected(stored.error());
        }
        before = std::move(*stored);
        after = with_contents(before, edit, tags, now);
        if (after.post.edited <= written_at(before.post) || says_the_same(before, after)) {
            co_return false;
        }
        auto planned = plan_post_relay(
            *txn, services, before.post, edit.by, storage::OutgoingKind::update, origin
        );
        if (!planned) {
            co_return std::unexpected(planned.error());
        }
        relay = std::move(*planned);
    }
    auto closure = [&services, edit, origin, before, after, relay, now](storage::WriteTxn& txn
                   ) -> Result<bool> {
        auto const stored = load_edited(txn, services.store, edit);
        if (!stored) {
            return std::unexpected(stored.error());
        }
        if (stored->post != before.post || stored->body != before.body) {
            return stale();
        }
        auto const growth = static_cast<std::int64_t>(after.post.bytes) -
                            static_cast<std::int64_t>(before.post.bytes);
        auto const done = in_order(
            [&] { return charge_host(services, txn, after.post, growth, 0); },
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&] { return replace_contents(services.store, txn, before, after, edit.by, now); },
            [&] { return store_relay(services.store, txn, relay); }
        );
        return done ? Result<bool>(true) : std::unexpected(done.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

/// The post that somebody deletes; nothing when it is not known or gone already.
Result<std::optional<PostRecord>> find_deleted(
    storage::Txn const& txn, storage::Tables const& tables, ReceivedDelete const& deletion
) {
    auto post = tables.posts.by_iri(txn, deletion.object_iri);
    if (!post) {
        return post.error().code == storage::ErrorCode::not_found
                   ? Result<std::optional<PostRecord>>(std::nullopt)
                   : failed(post.error());
    }
    if (post->state == PostState::deleted) {
        return std::nullopt;
    }
    if (!deletion.by_moderator && post->author != deletion.by.value()) {
        return refused(ErrorCode::forbidden, "This action is not allowed");
    }
    return std::move(*post);
}

/// Remembers that something is gone, when its own host says so.
Result<void> note_gone(
    Services& services,
    storage::WriteTxn& txn,
    ReceivedDelete const& deletion,
    Origin const& origin,
    std::int64_t now
) {
    auto& store = services.store;
    auto const host = store.hosts.load(txn, origin.host);
    if (!host || deletion.object_iri.find("://" + host->name + "/") == std::string::npos) {
        return {};
    }
    storage::TombstoneRecord tombstone;
    tombstone.id = store.ids().next();
    tombstone.iri = deletion.object_iri;
    tombstone.host = host->id;
    tombstone.actor = deletion.by.value();
    tombstone.deleted_at = now;
    return in_order([&] { return store.tombstones.insert(txn, tombstone); });
}

Result<void> remove_by_moderator(
    Services& services,
    storage::WriteTxn& txn,
    PostRecord post,
    ReceivedDelete const& deletion,
    std::int64_t now
) {
    auto& store = services.store;
    post.state = PostState::removed;
    post.removed_by = deletion.by.value();
    post.removed_reason = deletion.reason;
    return in_order(
        [&] { return store.posts.update(txn, post); },
        [&] { return note_post(store, txn, storage::ChangeKind::post_deleted, post, now); }
    );
}

/// Erases a remote post; its host is no longer charged for the text.
Result<std::vector<storage::Sha256>> erase_remote(
    Services& services, storage::WriteTxn& txn, PostRecord const& post, std::int64_t now
) {
    auto& store = services.store;
    auto hashes = erase_post(store, txn, post, true, now);
    if (!hashes) {
        return hashes;
    }
    auto const done = in_order(
        [&]() -> storage::Result<void> {
            auto bare = store.posts.load(txn, PostId(post.id));
            if (!bare) {
                return std::unexpected(bare.error());
            }
            bare->bytes = 0;
            return store.posts.update(txn, *bare);
        },
        [&] { return charge_host(services, txn, post, -static_cast<std::int64_t>(post.bytes), 0); }
    );
    return done ? std::move(hashes) : std::unexpected(done.error());
}

/// What a deletion left to do after the commit.
struct Erased {
    bool changed{false};
    std::vector<storage::Sha256> hashes;
};

awaitable<Result<Erased>> delete_once(Services& services, ReceivedDelete deletion, Origin origin) {
    auto const now = milliseconds_now(services);
    std::optional<PostRecord> planned;
    Relay relay;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto post = find_deleted(*txn, services.store, deletion);
        if (!post) {
            co_return std::unexpected(post.error());
        }
        planned = std::move(*post);
        if (planned) {
            auto built = plan_post_relay(
                *txn, services, *planned, deletion.by, storage::OutgoingKind::removal, origin
            );
            if (!built) {
                co_return std::unexpected(built.error());
            }
            relay = std::move(*built);
        }
    }
    auto closure = [&services, deletion, origin, planned, relay, now](storage::WriteTxn& txn
                   ) -> Result<Erased> {
        auto const post = find_deleted(txn, services.store, deletion);
        if (!post) {
            return std::unexpected(post.error());
        }
        if (post->has_value() != planned.has_value()) {
            return stale();
        }
        Erased erased{.changed = post->has_value(), .hashes = {}};
        auto const done = in_order(
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&]() -> Result<void> {
                if (!*post) {
                    return note_gone(services, txn, deletion, origin, now);
                }
                if (deletion.by_moderator) {
                    return remove_by_moderator(services, txn, **post, deletion, now);
                }
                auto hashes = erase_remote(services, txn, **post, now);
                if (!hashes) {
                    return std::unexpected(hashes.error());
                }
                erased.hashes = std::move(*hashes);
                return {};
            },
            [&] { return store_relay(services.store, txn, relay); }
        );
        return done ? Result<Erased>(std::move(erased)) : std::unexpected(done.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<bool>> apply_received_edit(
    Services& services, ReceivedEdit received, Origin origin
) {
    auto const tags = co_await ensure_tags(services, received.hashtags, origin.write_class);
    if (!tags) {
        co_return std::unexpected(tags.error());
    }
    co_return co_await with_retries([&] { return edit_once(services, received, *tags, origin); });
}

awaitable<Result<bool>> apply_received_delete(
    Services& services, ReceivedDelete received, Origin origin
) {
    auto const erased =
        co_await with_retries([&] { return delete_once(services, received, origin); });
    if (!erased) {
        co_return std::unexpected(erased.error());
    }
    erase_files(services.store, erased->hashes);
    co_return erased->changed;
}

}  // namespace folkmoot::node
