#include "node/community/post_rows.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/notifications.hpp"
#include "node/community/post_media.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::LogKind;
using storage::PostId;
using storage::PostRecord;
using storage::TagId;
using storage::Visibility;

/// Rows of one kind that one transaction removes; what is left of a post with more is invisible and
/// does no harm.
constexpr std::size_t max_erased = 10'000;

void add_log(storage::LogEntryRecord& entry, LogKind kind, std::uint64_t owner = 0) {
    storage::LogRefRecord log;
    log.kind = kind;
    log.owner = owner;
    entry.logs.push_back(log);
}

/// A post's own entry: public topics and untitled posts stand in the logs of the whole node.
storage::LogEntryRecord own_entry(PostRecord const& post) {
    storage::LogEntryRecord entry;
    entry.id = post.id;
    entry.kind = storage::EntryKind::post;
    entry.actor = post.author;
    entry.object = post.id;
    entry.group = post.group;
    entry.visibility = post.visibility;
    entry.created = post.created;
    bool const begins_thread = post.in_reply_to == 0 && post.in_reply_to_iri.empty();
    if (begins_thread && post.visibility == Visibility::public_) {
        add_log(entry, LogKind::federated);
        if (post.local) {
            add_log(entry, LogKind::local);
        }
    }
    return entry;
}

bool is_addressed(PostRecord const& post, std::uint64_t actor) {
    auto const is_actor = [actor](storage::RecipientRecord const& recipient) {
        return recipient.actor == actor;
    };
    return post.local || std::ranges::any_of(post.to, is_actor) ||
           std::ranges::any_of(post.cc, is_actor);
}

/// Local members whom a post concerns: the author of what it answers, then those whom it mentions
/// and addresses (reference: federation, section 5.1).
storage::Result<std::vector<ActorId>> concerned(
    storage::Store& store, storage::WriteTxn& txn, PostRecord const& post
) {
    std::vector<ActorId> members;
    auto const add = [&](std::uint64_t actor) {
        ActorId const id(actor);
        if (id && std::ranges::find(members, id) == members.end() &&
            members.size() < CommunityLimits{}.notified_mentions) {
            members.push_back(id);
        }
    };
    if (post.in_reply_to != 0) {
        auto const parent = store.posts.view(txn, PostId(post.in_reply_to));
        if (!parent) {
            return std::unexpected(parent.error());
        }
        add((*parent)->author());
    }
    for (auto const& mention : post.mentions) {
        if (is_addressed(post, mention.actor)) {
            add(mention.actor);
        }
    }
    return members;
}

/// Tells members of a post, those only who may see it.
/// @param known  whom an earlier text has told already
Result<void> tell_members(
    storage::Store& store,
    storage::WriteTxn& txn,
    PostRecord const& post,
    std::vector<ActorId> const& known,
    std::int64_t now
) {
    auto const members = concerned(store, txn, post);
    if (!members) {
        return failed(members.error());
    }
    for (auto const member : *members) {
        if (std::ranges::find(known, member) != known.end()) {
            continue;
        }
        auto const seen = may_see(txn, store, Viewer::member(member), post);
        if (!seen) {
            return std::unexpected(seen.error());
        }
        if (!*seen) {
            continue;
        }
        auto const told = notify(
            store,
            txn,
            {.member = member,
             .kind = storage::NotificationKind::mention,
             .from = ActorId(post.author),
             .post = PostId(post.id),
             .group = ActorId(post.group)},
            now
        );
        if (!told) {
            return failed(told.error());
        }
    }
    return {};
}

storage::Result<void> mark_tags(
    storage::Store& store, storage::WriteTxn& txn, PostRecord const& post
) {
    for (auto const tag : post.tags) {
        if (auto marked = store.tags.mark(txn, TagId(tag), PostId(post.id)); !marked) {
            return marked;
        }
    }
    return {};
}

storage::Result<void> unmark_tags(
    storage::Store& store, storage::WriteTxn& txn, PostRecord const& post
) {
    for (auto const tag : post.tags) {
        if (auto unmarked = store.tags.unmark(txn, TagId(tag), PostId(post.id)); !unmarked) {
            return unmarked;
        }
    }
    return {};
}

storage::RevisionRecord revision_of(storage::PostWithBody const& before, ActorId editor) {
    storage::RevisionRecord revision;
    revision.title = before.post.title;
    revision.summary = before.body.summary;
    revision.source = before.body.source;
    revision.source_type = before.body.source_type;
    revision.html = before.body.html;
    revision.sensitive = before.post.sensitive;
    revision.written = before.post.edited != 0 ? before.post.edited : before.post.created;
    revision.editor = editor.value();
    return revision;
}

}  // namespace

Result<void> put_topic_entry(
    storage::Store& store,
    storage::WriteTxn& txn,
    PostRecord const& post,
    storage::EntryId entry_id,
    std::string const& announce_iri,
    std::int64_t now
) {
    if (!entry_id || post.group == 0 || post.in_reply_to != 0) {
        return {};
    }
    auto const known = store.entries.boost_of(txn, ActorId(post.group), PostId(post.id));
    if (known || known.error().code != storage::ErrorCode::not_found) {
        return known ? Result<void>{} : failed(known.error());
    }
    storage::LogEntryRecord entry;
    entry.id = entry_id.value();
    entry.kind = storage::EntryKind::boost;
    entry.actor = post.group;
    entry.object = post.id;
    entry.group = post.group;
    entry.visibility = post.visibility;
    entry.created = now;
    entry.iri = announce_iri;
    add_log(entry, LogKind::group, post.group);
    return in_order(
        [&] { return store.entries.append(txn, entry); },
        [&] {
            return post.backfilled ? storage::Result<void>{}
                                   : note_change(
                                         store,
                                         txn,
                                         {.kind = storage::ChangeKind::entry_created,
                                          .subject = entry.id,
                                          .actor = entry.actor,
                                          .group = entry.group,
                                          .other = entry.object,
                                          .visibility = entry.visibility},
                                         now
                                     );
        }
    );
}

Result<void> insert_post(
    storage::Store& store, storage::WriteTxn& txn, NewPost const& fresh, std::int64_t now
) {
    auto const& post = fresh.post;
    return in_order(
        [&] { return store.posts.insert(txn, post, fresh.body); },
        [&] { return store.entries.append(txn, own_entry(post)); },
        [&] { return mark_tags(store, txn, post); },
        [&] { return attach_media(store, txn, {}, post); },
        [&] {
            return post.backfilled
                       ? storage::Result<void>{}
                       : note_post(store, txn, storage::ChangeKind::post_created, post, now);
        },
        [&] { return put_topic_entry(store, txn, post, fresh.topic_entry, {}, now); },
        [&] { return post.backfilled ? Result<void>{} : tell_members(store, txn, post, {}, now); }
    );
}

Result<void> replace_contents(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::PostWithBody const& before,
    NewPost const& after,
    ActorId editor,
    std::int64_t now
) {
    auto const& post = after.post;
    PostId const id(post.id);
    auto const known = concerned(store, txn, before.post);
    if (!known) {
        return failed(known.error());
    }
    return in_order(
        [&] { return store.revisions.append(txn, id, revision_of(before, editor)); },
        [&] { return unmark_tags(store, txn, before.post); },
        [&] { return store.posts.update(txn, post); },
        [&] { return store.posts.update_body(txn, id, after.body); },
        [&] { return mark_tags(store, txn, post); },
        [&] { return attach_media(store, txn, before.post, post); },
        [&] { return note_post(store, txn, storage::ChangeKind::post_edited, post, now); },
        [&] { return tell_members(store, txn, post, *known, now); }
    );
}

Result<std::vector<storage::Sha256>> erase_post(
    storage::Store& store,
    storage::WriteTxn& txn,
    PostRecord const& post,
    bool delete_media,
    std::int64_t now
) {
    PostId const id(post.id);
    std::vector<storage::Sha256> unnamed;
    auto const done = in_order(
        [&] { return unmark_tags(store, txn, post); },
        [&] { return store.entries.erase_of_object(txn, id); },
        [&] { return store.reactions.erase_of_post(txn, id, max_erased); },
        [&] { return store.bookmarks.erase_of_post(txn, id, max_erased); },
        [&] { return store.notifications.erase_of_post(txn, id, max_erased); },
        [&] { return store.revisions.erase_of_post(txn, id); },
        [&]() -> storage::Result<void> {
            auto hashes = release_media(store, txn, id, delete_media, now);
            if (!hashes) {
                return std::unexpected(hashes.error());
            }
            unnamed = std::move(*hashes);
            return {};
        },
        [&] { return store.posts.erase_content(txn, id, now); },
        [&] { return note_post(store, txn, storage::ChangeKind::post_deleted, post, now); }
    );
    return done ? Result<std::vector<storage::Sha256>>(std::move(unnamed))
                : std::unexpected(done.error());
}

}  // namespace folkmoot::node
