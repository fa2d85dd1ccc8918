#include "node/publish/publisher.hpp"

#include "node/fold_errors.hpp"
#include "node/publish/activities.hpp"
#include "node/publish/documents/actor_document.hpp"
#include "node/publish/documents/post_document.hpp"
#include "node/publish/names.hpp"
#include "node/publish/recipients.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Activity;
using activitypub::ActivityType;
using activitypub::Audience;
using activitypub::Reference;
using storage::OutgoingKind;

/// Which classes of hosts get a body.
struct Classes {
    bool threadiverse{false};
    bool microblog{false};
    bool unknown{false};
};

constexpr Classes everybody{true, true, true};
constexpr Classes wrapped_readers{.threadiverse = true, .microblog = false, .unknown = true};
constexpr Classes boost_readers{.threadiverse = false, .microblog = true, .unknown = true};

storage::OutgoingBodyRecord body_of(
    storage::ActorRecord const& signer, std::string json, Classes classes
) {
    storage::OutgoingBodyRecord body;
    body.signer = signer.id;
    body.json = std::move(json);
    body.threadiverse = classes.threadiverse;
    body.microblog = classes.microblog;
    body.unknown = classes.unknown;
    return body;
}

/// Rows in the making; the first failure to write an activity is the result.
class Rows {
public:
    Rows(OutgoingKind kind, std::uint64_t object, Time now)
        : kind_(kind), object_(object), created_(now.time_since_epoch().count()) {}

    /// Begins a row.
    Rows& row(storage::Channel channel, std::vector<federation::ExplicitRecipient> also = {}) {
        OutgoingRow fresh;
        fresh.channel = channel;
        fresh.also = std::move(also);
        fresh.record.kind = kind_;
        fresh.record.object = object_;
        fresh.record.created = created_;
        rows_.push_back(std::move(fresh));
        return *this;
    }

    /// Adds a form of the event to the row begun last.
    Rows& form(storage::ActorRecord const& signer, Result<std::string> json, Classes classes) {
        if (!json) {
            failure_ = failure_ ? failure_ : std::optional(json.error());
        } else {
            rows_.back().record.bodies.push_back(body_of(signer, std::move(*json), classes));
        }
        return *this;
    }

    /// The rows, without those that nobody would get.
    Result<OutgoingRows> take() {
        if (failure_) {
            return std::unexpected(*failure_);
        }
        std::erase_if(rows_, [](OutgoingRow const& row) {
            return row.channel == storage::direct_channel && row.also.empty();
        });
        return std::move(rows_);
    }

private:
    OutgoingKind kind_;
    std::uint64_t object_;
    std::int64_t created_;
    OutgoingRows rows_;
    std::optional<Error> failure_;
};

/// What every event needs: the actor who acts and, inside groups, the group.
struct Scene {
    storage::ActorRecord actor;
    std::optional<storage::ActorRecord> group;

    bool in_local_group() const { return group && group->host == 0; }

    storage::Channel group_channel() const { return storage::Channel(group->id); }
};

Result<Scene> scene_of(DocumentSource const& source, std::uint64_t actor, std::uint64_t group) {
    auto loaded = source.actor(actor);
    if (!loaded) {
        return std::unexpected(loaded.error());
    }
    Scene scene{std::move(*loaded), std::nullopt};
    if (group != 0) {
        auto loaded_group = source.actor(group);
        if (!loaded_group) {
            return std::unexpected(loaded_group.error());
        }
        scene.group = std::move(*loaded_group);
    }
    return scene;
}

bool has_followers_channel(storage::PostRecord const& post) {
    return post.visibility != storage::Visibility::direct;
}

storage::Channel author_channel(storage::PostRecord const& post) {
    return has_followers_channel(post) ? storage::Channel(post.author) : storage::direct_channel;
}

/// Hosts that must hear of an author's post beside the channels.
std::vector<federation::ExplicitRecipient> beside_channels(
    DocumentSource const& source, storage::PostRecord const& post, Scene const& scene
) {
    Recipients recipients(source);
    if (scene.group && scene.group->host != 0) {
        recipients.add(scene.group->id);
    }
    recipients.add_named(post);
    if (scene.in_local_group()) {
        recipients.drop_covered(scene.group_channel());
    }
    return recipients.take();
}

/// An author's activity about a post of theirs: wrapped by a local group, bare to everybody else.
/// @param bare_in_group  whether microblog hosts that follow the group get the bare form
void author_rows(
    Rows& rows,
    DocumentSource const& source,
    ActivityWriter const& writer,
    storage::PostRecord const& post,
    Scene const& scene,
    std::string const& announce_id,
    Result<std::string> const& text,
    bool bare_in_group
) {
    if (scene.in_local_group() && text) {
        rows.row(scene.group_channel())
            .form(*scene.group, writer.wrapped(*scene.group, announce_id, *text), wrapped_readers);
        if (bare_in_group) {
            rows.form(scene.actor, text, boost_readers);
        }
    }
    rows.row(author_channel(post), beside_channels(source, post, scene))
        .form(scene.actor, text, everybody);
}

Activity like_of(
    ActivityWriter const& writer,
    Scene const& scene,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post
) {
    auto const& site = writer.source().site;
    Audience audience;
    if (scene.group) {
        auto const group = known_iri(actor_iri(site, *scene.group));
        audience.to.push_back(group);
        audience.to.push_back(activitypub::public_iri());
        audience.groups.push_back(group);
    } else if (auto const author = writer.source().actor(post.author)) {
        audience.to.push_back(known_iri(actor_iri(site, *author)));
    }
    auto const type = reaction.kind == storage::ReactionKind::dislike ? ActivityType::dislike
                                                                      : ActivityType::like;
    return writer.make(
        type,
        scene.actor,
        site.activity(reaction.id),
        Reference::to(known_iri(post_iri(site, post))),
        std::move(audience)
    );
}

/// A vote: announced by a local group, told to the author's host and to a remote group's.
Result<OutgoingRows> reaction_rows(
    DocumentSource const& source,
    ActivityWriter const& writer,
    Scene const& scene,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post,
    Result<std::string> text,
    std::string const& announce_id,
    Time now
) {
    Rows rows(OutgoingKind::vote, reaction.id, now);
    bool hidden = false;
    if (scene.in_local_group()) {
        auto const settings =
            source.tables.group_settings.load(source.txn, storage::ActorId(scene.group->id));
        hidden = settings && settings->hide_votes;
        if (!hidden && text) {
            rows.row(scene.group_channel())
                .form(
                    *scene.group, writer.wrapped(*scene.group, announce_id, *text), wrapped_readers
                );
        }
    }
    Recipients recipients(source);
    recipients.add(post.author);
    if (scene.group && scene.group->host != 0) {
        recipients.add(scene.group->id);
    } else if (scene.in_local_group() && !hidden) {
        recipients.drop_covered(scene.group_channel());
    }
    rows.row(storage::direct_channel, recipients.take())
        .form(scene.actor, std::move(text), everybody);
    return rows.take();
}

Activity follow_of(
    ActivityWriter const& writer,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed,
    std::string const& id
) {
    auto const target = known_iri(actor_iri(writer.source().site, followed));
    return writer.make(
        ActivityType::follow,
        follower,
        id,
        Reference::to(target),
        {.to = {target}, .cc = {}, .groups = {}}
    );
}

/// A follow or its end, told to the host of the followed.
/// @param type  ActivityType::follow, or undo for its end
Result<OutgoingRows> follow_told(
    DocumentSource const& source,
    ActivityWriter const& writer,
    storage::FollowRecord const& follow,
    ActivityType type,
    Time now
) {
    auto const follower = source.actor(follow.follower);
    auto const followed = source.actor(follow.followed);
    if (!follower || !followed) {
        return std::unexpected((follower ? followed : follower).error());
    }
    auto const activity = follow_of(writer, *follower, *followed, source.site.activity(follow.id));
    auto text = type == ActivityType::undo ? writer.undo(*follower, activity)
                                           : writer.text(*follower, activity);
    Recipients recipients(source);
    recipients.add(follow.followed);
    Rows rows(OutgoingKind::follow, follow.id, now);
    rows.row(storage::direct_channel, recipients.take())
        .form(*follower, std::move(text), everybody);
    return rows.take();
}

/// The remote Follow that is being answered, as its sender wrote it: id, actor, object.
Activity follow_answered(
    ActivityWriter const& writer,
    storage::FollowRecord const& follow,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed
) {
    auto activity = follow_of(writer, follower, followed, follow.activity_iri);
    if (follow.activity_iri.empty()) {
        activity.id.reset();
    }
    activity.audience = {};
    activity.published.reset();
    return activity;
}

Result<OutgoingRows> follow_answer(
    DocumentSource const& source,
    ActivityWriter const& writer,
    storage::FollowRecord const& follow,
    ActivityType type,
    char const* what,
    Time now
) {
    auto const follower = source.actor(follow.follower);
    auto const followed = source.actor(follow.followed);
    if (!follower || !followed) {
        return std::unexpected((follower ? followed : follower).error());
    }
    auto const answer = writer.make(
        type,
        *followed,
        source.site.activity(follow.id, what),
        Reference::of(follow_answered(writer, follow, *follower, *followed)),
        {.to = {known_iri(follower->iri)}, .cc = {}, .groups = {}}
    );
    Recipients recipients(source);
    recipients.add(follow.follower);
    Rows rows(OutgoingKind::follow, follow.id, now);
    rows.row(storage::direct_channel, recipients.take())
        .form(*followed, writer.text(*followed, answer), everybody);
    return rows.take();
}

}  // namespace

Publisher::Publisher(storage::Store& store, Site const& site, KeyVault& vault, Clock now)
    : store_(store), site_(site), vault_(vault), now_(std::move(now)) {}

Result<OutgoingRows> Publisher::post_created(
    storage::Txn const& txn,
    storage::PostRecord const& post,
    storage::PostBodyRecord const& body,
    storage::EntryId topic_entry
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const scene = scene_of(source, post.author, post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    auto const text = writer.post_text(scene->actor, post, body, 0);
    Rows rows(OutgoingKind::creation, post.id, now_());
    author_rows(
        rows, source, writer, post, *scene, site_.activity(post.id, "announce"), text, false
    );
    auto result = rows.take();
    if (result && scene->in_local_group() && topic_entry) {
        auto boost =
            writer.boost(*scene->group, site_.activity(topic_entry.value()), site_.object(post.id));
        if (!boost) {
            return std::unexpected(boost.error());
        }
        result->front().record.bodies.push_back(
            body_of(*scene->group, std::move(*boost), boost_readers)
        );
    }
    return result;
}

Result<OutgoingRows> Publisher::post_edited(
    storage::Txn const& txn, storage::PostRecord const& post, storage::PostBodyRecord const& body
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const scene = scene_of(source, post.author, post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    auto const text = writer.post_text(scene->actor, post, body, body.version);
    Rows rows(OutgoingKind::update, post.id, now_());
    auto const what = "update/" + std::to_string(body.version) + "/announce";
    author_rows(
        rows,
        source,
        writer,
        post,
        *scene,
        site_.activity(post.id, what),
        text,
        post.in_reply_to == 0
    );
    return rows.take();
}

Result<OutgoingRows> Publisher::post_deleted(
    storage::Txn const& txn, storage::PostRecord const& post
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const scene = scene_of(source, post.author, post.group);
    auto audience = audience_of(source, post);
    if (!scene || !audience) {
        return std::unexpected(scene ? audience.error() : scene.error());
    }
    auto gone = tombstone_document(site_, post);
    gone.deleted = std::chrono::floor<std::chrono::seconds>(now_());
    auto const deletion = writer.make(
        ActivityType::delete_,
        scene->actor,
        site_.activity(post.id, "delete"),
        Reference::of(std::move(gone)),
        std::move(*audience)
    );
    Rows rows(OutgoingKind::removal, post.id, now_());
    author_rows(
        rows,
        source,
        writer,
        post,
        *scene,
        site_.activity(post.id, "delete/announce"),
        writer.text(scene->actor, deletion),
        true
    );
    return rows.take();
}

Result<OutgoingRows> Publisher::post_removed(
    storage::Txn const& txn,
    storage::PostRecord const& post,
    storage::ActorId moderator,
    std::string_view reason
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const scene = scene_of(source, moderator.value(), post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    if (!scene->in_local_group()) {
        return OutgoingRows{};
    }
    auto const group_iri = known_iri(actor_iri(site_, *scene->group));
    auto removal = writer.make(
        ActivityType::delete_,
        scene->actor,
        site_.activity(post.id, "remove"),
        Reference::to(known_iri(post_iri(site_, post))),
        {.to = {activitypub::public_iri()}, .cc = {group_iri}, .groups = {group_iri}}
    );
    removal.has_summary = true;
    removal.summary = reason.empty() ? "No reason given" : std::string(reason);
    auto const text = writer.text(scene->actor, removal);
    if (!text) {
        return std::unexpected(text.error());
    }
    Rows rows(OutgoingKind::moderation, post.id, now_());
    rows.row(scene->group_channel())
        .form(
            *scene->group,
            writer.wrapped(*scene->group, site_.activity(post.id, "remove/announce"), *text),
            wrapped_readers
        );
    auto const entry =
        store_.entries.boost_of(txn, storage::ActorId(scene->group->id), storage::PostId(post.id));
    if (entry) {
        auto const boost = writer.make(
            ActivityType::announce,
            *scene->group,
            site_.activity(entry->value()),
            Reference::to(known_iri(post_iri(site_, post))),
            writer.to_everybody(*scene->group)
        );
        rows.form(*scene->group, writer.undo(*scene->group, boost), boost_readers);
    }
    return rows.take();
}

Result<OutgoingRows> Publisher::reaction_added(
    storage::Txn const& txn,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const scene = scene_of(source, reaction.actor, post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    return reaction_rows(
        source,
        writer,
        *scene,
        reaction,
        post,
        writer.text(scene->actor, like_of(writer, *scene, reaction, post)),
        site_.activity(reaction.id, "announce"),
        now_()
    );
}

Result<OutgoingRows> Publisher::reaction_removed(
    storage::Txn const& txn,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const scene = scene_of(source, reaction.actor, post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    return reaction_rows(
        source,
        writer,
        *scene,
        reaction,
        post,
        writer.undo(scene->actor, like_of(writer, *scene, reaction, post)),
        site_.activity(reaction.id, "undo/announce"),
        now_()
    );
}

Result<OutgoingRows> Publisher::boosted(
    storage::Txn const& txn, storage::LogEntryRecord const& entry, storage::PostRecord const& post
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const actor = source.actor(entry.actor);
    auto const author = source.actor(post.author);
    if (!actor || !author) {
        return std::unexpected((actor ? author : actor).error());
    }
    Recipients recipients(source);
    recipients.add(post.author);
    Rows rows(OutgoingKind::creation, entry.id, now_());
    rows.row(storage::Channel(actor->id), recipients.take())
        .form(
            *actor,
            writer.boost(
                *actor,
                site_.activity(entry.id),
                post_iri(site_, post),
                {known_iri(actor_iri(site_, *author))}
            ),
            everybody
        );
    return rows.take();
}

Result<OutgoingRows> Publisher::boost_removed(
    storage::Txn const& txn, storage::LogEntryRecord const& entry, storage::PostRecord const& post
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const actor = source.actor(entry.actor);
    if (!actor) {
        return std::unexpected(actor.error());
    }
    Recipients recipients(source);
    recipients.add(post.author);
    auto const boost = writer.make(
        ActivityType::announce,
        *actor,
        site_.activity(entry.id),
        Reference::to(known_iri(post_iri(site_, post))),
        writer.to_everybody(*actor)
    );
    Rows rows(OutgoingKind::removal, entry.id, now_());
    rows.row(storage::Channel(actor->id), recipients.take())
        .form(*actor, writer.undo(*actor, boost), everybody);
    return rows.take();
}

Result<OutgoingRows> Publisher::follow_requested(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    return follow_told(source, writer, follow, ActivityType::follow, now_());
}

Result<OutgoingRows> Publisher::follow_undone(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    return follow_told(source, writer, follow, ActivityType::undo, now_());
}

Result<OutgoingRows> Publisher::follow_accepted(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    return follow_answer(source, writer, follow, ActivityType::accept, "accept", now_());
}

Result<OutgoingRows> Publisher::follow_rejected(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    return follow_answer(source, writer, follow, ActivityType::reject, "reject", now_());
}

Result<OutgoingRows> Publisher::actor_updated(
    storage::Txn const& txn, storage::ActorRecord const& actor
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto document = actor_document(source, actor);
    if (!document) {
        return std::unexpected(document.error());
    }
    auto const id = actor_iri(site_, actor) + "#updates/" + std::to_string(actor.updated);
    auto const text = writer.text(
        actor,
        writer.make(
            ActivityType::update,
            actor,
            id,
            Reference::of(std::move(*document)),
            writer.to_everybody(actor)
        )
    );
    if (!text) {
        return std::unexpected(text.error());
    }
    Rows rows(OutgoingKind::update, actor.id, now_());
    rows.row(storage::Channel(actor.id));
    if (actor.kind == storage::ActorKind::group) {
        rows.form(actor, writer.wrapped(actor, id + "/announce", *text), wrapped_readers)
            .form(actor, text, boost_readers);
    } else {
        rows.form(actor, text, everybody);
    }
    return rows.take();
}

Result<OutgoingRows> Publisher::actor_deleted(
    storage::Txn const& txn, storage::ActorRecord const& actor
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto const iri = actor_iri(site_, actor);
    Rows rows(OutgoingKind::removal, actor.id, now_());
    rows.row(storage::Channel(actor.id))
        .form(
            actor,
            writer.text(
                actor,
                writer.make(
                    ActivityType::delete_,
                    actor,
                    iri + "#delete",
                    Reference::to(known_iri(iri)),
                    writer.to_everybody(actor)
                )
            ),
            everybody
        );
    return rows.take();
}

Result<OutgoingRows> Publisher::relayed(
    storage::Txn const& txn, storage::ActorRecord const& group, RelayedActivity const& activity
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    Rows rows(activity.kind, activity.object.value(), now_());
    rows.row(storage::Channel(group.id))
        .form(
            group,
            writer.wrapped(group, site_.activity(activity.id.value()), activity.raw),
            wrapped_readers
        );
    if (!activity.object_iri.empty() && activity.topic_entry) {
        rows.form(
            group,
            writer.boost(group, site_.activity(activity.topic_entry.value()), activity.object_iri),
            boost_readers
        );
    }
    return rows.take();
}

Result<OutgoingRows> Publisher::activity_refused(
    storage::Txn const& txn,
    storage::ActorRecord const& group,
    storage::ActorRecord const& sender,
    std::string_view activity_iri,
    std::string_view reason
) const {
    DocumentSource const source{store_, txn, site_};
    ActivityWriter const writer(source, vault_, now_());
    auto rejection = writer.make(
        ActivityType::reject,
        group,
        actor_iri(site_, group) + "#refusals/" + std::to_string(store_.ids().next()),
        Reference::to(known_iri(std::string(activity_iri))),
        {.to = {known_iri(actor_iri(site_, sender))}, .cc = {}, .groups = {}}
    );
    rejection.has_summary = true;
    rejection.summary = std::string(reason);
    Recipients recipients(source);
    recipients.add(sender.id);
    Rows rows(OutgoingKind::other, 0, now_());
    rows.row(storage::direct_channel, recipients.take())
        .form(group, writer.text(group, rejection), everybody);
    return rows.take();
}

}  // namespace folkmoot::node
