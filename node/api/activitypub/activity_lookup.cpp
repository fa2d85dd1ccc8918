#include "node/api/activitypub/activity_lookup.hpp"

#include "node/access/can.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/activities.hpp"
#include "node/publish/documents/post_document.hpp"
#include "node/publish/names.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::ActivityType;
using activitypub::Reference;

/// A post's own activities: Create, Update, Delete.
Result<std::string> post_activity(
    DocumentSource const& source,
    ActivityWriter const& writer,
    Viewer const& viewer,
    storage::PostRecord const& post,
    std::string_view what
) {
    auto const author = source.actor(post.author);
    if (!author || !post.local) {
        return not_found("activity of a post");
    }
    bool const deleted = post.state == storage::PostState::deleted;
    if (what == "delete" && deleted) {
        auto audience = audience_of(source, post);
        return audience ? writer.text(
                              *author,
                              writer.make(
                                  ActivityType::delete_,
                                  *author,
                                  source.site.activity(post.id, "delete"),
                                  Reference::of(tombstone_document(source.site, post)),
                                  std::move(*audience)
                              )
                          )
                        : std::unexpected(audience.error());
    }
    if (auto const allowed = can(source.txn, source.tables, viewer, Action::read, post); !allowed) {
        return deleted ? refused(ErrorCode::gone, "This post is gone.")
                       : Result<std::string>(std::unexpected(allowed.error()));
    }
    auto const body = source.tables.posts.load_body(source.txn, storage::PostId(post.id));
    if (!body) {
        return failed(body.error());
    }
    if (what.empty()) {
        return writer.post_text(*author, post, *body, 0);
    }
    if (what.starts_with("update/")) {
        return writer.post_text(*author, post, *body, body->version);
    }
    return not_found("activity of a post");
}

Result<std::string> reaction_activity(
    DocumentSource const& source,
    ActivityWriter const& writer,
    Viewer const& viewer,
    storage::ReactionRecord const& reaction
) {
    auto const actor = source.actor(reaction.actor);
    auto const post =
        load_post_for(source.txn, source.tables, viewer, storage::PostId(reaction.post));
    if (!actor || !post || actor->host != 0) {
        return not_found("reaction");
    }
    auto const type = reaction.kind == storage::ReactionKind::dislike ? ActivityType::dislike
                                                                      : ActivityType::like;
    return writer.text(
        *actor,
        writer.make(
            type,
            *actor,
            source.site.activity(reaction.id),
            Reference::to(known_iri(post_iri(source.site, *post))),
            {.to = {activitypub::public_iri()}, .cc = {}, .groups = {}}
        )
    );
}

Result<std::string> boost_activity(
    DocumentSource const& source,
    ActivityWriter const& writer,
    Viewer const& viewer,
    storage::LogEntryRecord const& entry
) {
    auto const actor = source.actor(entry.actor);
    auto const post =
        load_post_for(source.txn, source.tables, viewer, storage::PostId(entry.object));
    if (!actor || !post || actor->host != 0) {
        return not_found("boost");
    }
    return writer.boost(*actor, source.site.activity(entry.id), post_iri(source.site, *post));
}

/// A follow is between its two sides: it is told to the server of either only.
Result<std::string> follow_activity(
    DocumentSource const& source,
    ActivityWriter const& writer,
    Viewer const& viewer,
    storage::FollowRecord const& follow
) {
    auto const follower = source.actor(follow.follower);
    auto const followed = source.actor(follow.followed);
    if (!follower || !followed || follower->host != 0 || !viewer.remote() ||
        viewer.host.value() != followed->host) {
        return not_found("follow");
    }
    auto const target = known_iri(actor_iri(source.site, *followed));
    return writer.text(
        *follower,
        writer.make(
            ActivityType::follow,
            *follower,
            source.site.activity(follow.id),
            Reference::to(target),
            {.to = {target}, .cc = {}, .groups = {}}
        )
    );
}

/// What a group announces: a post of its own members, or what it received.
Result<std::string> announced(
    DocumentSource const& source,
    ActivityWriter const& writer,
    storage::PostRecord const& post,
    Result<std::string> const& inner,
    std::string const& id
) {
    if (!inner) {
        return std::unexpected(inner.error());
    }
    auto const group = source.actor(post.group);
    if (!group || group->host != 0) {
        return not_found("announce");
    }
    return writer.wrapped(*group, id, *inner);
}

}  // namespace

Result<std::string> activity_text(
    App& app,
    DocumentSource const& source,
    Viewer const& viewer,
    std::uint64_t id,
    std::string_view what
) {
    ActivityWriter const writer(source, app.key_vault(), app.now());
    auto const& tables = source.tables;
    if (auto const post = tables.posts.load(source.txn, storage::PostId(id))) {
        constexpr std::string_view announce = "announce";
        if (what.ends_with(announce)) {
            auto inner = what.substr(0, what.size() - announce.size());
            inner = inner.ends_with('/') ? inner.substr(0, inner.size() - 1) : inner;
            return announced(
                source,
                writer,
                *post,
                post_activity(source, writer, viewer, *post, inner),
                source.site.activity(id, what)
            );
        }
        return post_activity(source, writer, viewer, *post, what);
    }
    if (!what.empty()) {
        return not_found("derived activity");
    }
    if (auto const entry = tables.entries.load(source.txn, storage::EntryId(id))) {
        return boost_activity(source, writer, viewer, *entry);
    }
    if (auto const reaction = tables.reactions.load(source.txn, storage::ReactionId(id))) {
        return reaction_activity(source, writer, viewer, *reaction);
    }
    if (auto const follow = tables.follows.load(source.txn, storage::FollowId(id))) {
        return follow_activity(source, writer, viewer, *follow);
    }
    return not_found("activity");
}

}  // namespace folkmoot::node
