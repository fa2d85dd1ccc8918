#include "node/access/can.hpp"

#include "node/access/facts.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::ActorKind;
using storage::MembershipState;
using storage::NodeRole;
using storage::PostState;
using storage::Visibility;

bool is_open(Visibility visibility) {
    return visibility == Visibility::public_ || visibility == Visibility::unlisted;
}

Verdict allow_if(bool allowed, Verdict otherwise) {
    return allowed ? Verdict::allow : otherwise;
}

/// Whether a group's own visibility lets the viewer in.
bool group_lets_in(AccessFacts& facts, storage::ActorRecord const& group) {
    return !group.suspended && group.deleted_at == 0 &&
           (is_open(group.visibility) || facts.belongs_to(group));
}

/// Whether a post is meant for the viewer, whatever its state.
bool is_meant_for(AccessFacts& facts, storage::PostRecord const& post) {
    auto const* const author = facts.actor(post.author);
    if (!author || author->suspended || facts.from_suspended_host()) {
        return false;
    }
    if (facts.is_self(post.author)) {
        return true;
    }
    if (facts.blocks_viewer(post.author)) {
        return false;
    }
    auto const* const group = facts.actor(post.group);
    if (post.group != 0 && (!group || !group_lets_in(facts, *group))) {
        return false;
    }
    switch (post.visibility) {
        case Visibility::public_:
        case Visibility::unlisted:
            return true;
        case Visibility::followers:
            return facts.is_named_in(post) || facts.follows(post.author);
        case Visibility::direct:
            return facts.is_named_in(post);
        case Visibility::members:
        case Visibility::hidden:
            return group && facts.belongs_to(*group);
    }
    return false;
}

bool may_read(AccessFacts& facts, storage::PostRecord const& post) {
    if (post.state == PostState::deleted || !is_meant_for(facts, post)) {
        return false;
    }
    return post.state == PostState::normal || facts.is_self(post.author) ||
           facts.moderates(post.group);
}

/// Whether a group keeps the viewer from writing.
bool is_silenced_in(AccessFacts& facts, std::uint64_t group) {
    auto const row = facts.membership(group);
    return row &&
           (row->state == MembershipState::muted || row->state == MembershipState::suspended ||
            row->state == MembershipState::banned);
}

bool may_reply(AccessFacts& facts, storage::PostRecord const& post) {
    if (post.state != PostState::normal || !facts.may_act() ||
        facts.blocked_by_viewer(post.author)) {
        return false;
    }
    auto const root =
        post.root == post.id || post.root == 0 ? std::optional(post) : facts.post(post.root);
    if (root && root->locked && !facts.moderates(post.group)) {
        return false;
    }
    return post.group == 0 || !is_silenced_in(facts, post.group);
}

bool may_react(AccessFacts& facts, storage::PostRecord const& post) {
    if (post.state != PostState::normal || !facts.may_act()) {
        return false;
    }
    auto const row = post.group == 0 ? std::nullopt : facts.membership(post.group);
    return !row ||
           (row->state != MembershipState::banned && row->state != MembershipState::suspended);
}

bool may_boost(AccessFacts& facts, storage::PostRecord const& post) {
    auto const* const group = facts.actor(post.group);
    return post.state == PostState::normal && is_open(post.visibility) &&
           (!group || is_open(group->visibility)) && facts.may_act();
}

Verdict judge_post(AccessFacts& facts, Action action, storage::PostRecord const& post) {
    if (action == Action::know) {
        return allow_if(is_meant_for(facts, post), Verdict::hide);
    }
    if (!may_read(facts, post)) {
        return Verdict::hide;
    }
    switch (action) {
        case Action::read:
        case Action::know:
            return Verdict::allow;
        case Action::reply:
            return allow_if(may_reply(facts, post), Verdict::refuse);
        case Action::react:
            return allow_if(may_react(facts, post), Verdict::refuse);
        case Action::boost:
            return allow_if(may_boost(facts, post), Verdict::refuse);
        case Action::edit:
            return allow_if(
                facts.is_self(post.author) && post.state != PostState::removed && facts.may_act(),
                Verdict::refuse
            );
        case Action::erase:
            return allow_if(facts.is_self(post.author), Verdict::refuse);
        case Action::moderate:
            return allow_if(
                (facts.moderates(post.group) || facts.has_role(NodeRole::moderator)) &&
                    facts.may_act(),
                Verdict::refuse
            );
        case Action::post:
        case Action::follow:
            break;
    }
    return Verdict::refuse;
}

/// Whether a group's posting policy lets the viewer start a topic.
bool may_post_in(AccessFacts& facts, storage::ActorRecord const& group) {
    if (group.kind != ActorKind::group || !facts.may_act() || is_silenced_in(facts, group.id) ||
        facts.blocks_viewer(group.id)) {
        return false;
    }
    auto const settings = facts.settings(group.id);
    if (!settings) {
        return !group.posting_restricted_to_mods;
    }
    switch (settings->posting_policy) {
        case storage::PostingPolicy::anyone:
            return true;
        case storage::PostingPolicy::followers:
            return facts.belongs_to(group) || facts.follows(group.id) || facts.moderates(group.id);
        case storage::PostingPolicy::members:
            return facts.belongs_to(group) || facts.moderates(group.id);
        case storage::PostingPolicy::moderators:
            return facts.moderates(group.id);
    }
    return false;
}

bool may_follow(AccessFacts& facts, storage::ActorRecord const& actor) {
    if (!facts.may_act() || facts.blocks_viewer(actor.id) || facts.blocked_by_viewer(actor.id) ||
        facts.is_self(actor.id)) {
        return false;
    }
    auto const row = facts.membership(actor.id);
    return !row ||
           (row->state != MembershipState::banned && row->state != MembershipState::suspended);
}

/// Whether an actor is there for the viewer at all.
bool is_shown(AccessFacts& facts, storage::ActorRecord const& actor) {
    if (facts.from_suspended_host()) {
        return false;
    }
    return actor.kind != ActorKind::group || actor.visibility != Visibility::hidden ||
           facts.belongs_to(actor);
}

Verdict judge_actor(AccessFacts& facts, Action action, storage::ActorRecord const& actor) {
    bool const is_group = actor.kind == ActorKind::group;
    if (!is_shown(facts, actor)) {
        return Verdict::hide;
    }
    if (action == Action::know) {
        return Verdict::allow;
    }
    if (action == Action::moderate) {
        bool const moderates = is_group && facts.moderates(actor.id);
        return allow_if(moderates || facts.has_role(NodeRole::moderator), Verdict::refuse);
    }
    if (actor.suspended || actor.deleted_at != 0) {
        return Verdict::hide;
    }
    switch (action) {
        case Action::read:
            return Verdict::allow;
        case Action::follow:
            return allow_if(may_follow(facts, actor), Verdict::refuse);
        case Action::post:
            return allow_if(may_post_in(facts, actor), Verdict::refuse);
        case Action::edit:
            return allow_if(
                (facts.is_self(actor.id) || (is_group && facts.moderates(actor.id))) &&
                    facts.may_act(),
                Verdict::refuse
            );
        case Action::erase:
            return allow_if(facts.is_self(actor.id) && !is_group, Verdict::refuse);
        default:
            return Verdict::refuse;
    }
}

Verdict judge_collection(AccessFacts& facts, Action action, ActorCollection const& collection) {
    auto const& actor = collection.actor;
    if (judge_actor(facts, Action::read, actor) != Verdict::allow ||
        facts.blocks_viewer(actor.id)) {
        return Verdict::hide;
    }
    if (action != Action::read) {
        return Verdict::refuse;
    }
    switch (collection.kind) {
        case CollectionKind::followers:
        case CollectionKind::following:
            return allow_if(!actor.hide_collections || facts.is_self(actor.id), Verdict::refuse);
        case CollectionKind::outbox:
        case CollectionKind::featured:
        case CollectionKind::members:
        case CollectionKind::moderators:
            break;
    }
    bool const open = actor.kind != ActorKind::group || is_open(actor.visibility);
    return allow_if(open || facts.belongs_to(actor), Verdict::refuse);
}

Verdict judge_media(AccessFacts& facts, Action action, storage::MediaFileRecord const& media) {
    if (facts.is_self(media.owner)) {
        return Verdict::allow;
    }
    if (action != Action::read) {
        return Verdict::hide;
    }
    if (media.used_by_profile) {
        return Verdict::allow;
    }
    auto const post = facts.post(media.post);
    return post ? judge_post(facts, Action::read, *post) : Verdict::hide;
}

/// A loaded record, for whom it may be given to.
template <class Record>
Result<Record> given_to(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    Action action,
    storage::Result<Record> record
) {
    if (!record) {
        return failed(record.error());
    }
    if (auto const allowed = can(txn, tables, viewer, action, *record); !allowed) {
        return std::unexpected(allowed.error());
    }
    return std::move(*record);
}

/// Judges each kind of thing.
struct Judge {
    AccessFacts& facts;
    Action action;

    Verdict operator()(storage::PostRecord const& post) const {
        return judge_post(facts, action, post);
    }

    Verdict operator()(storage::ActorRecord const& actor) const {
        return judge_actor(facts, action, actor);
    }

    Verdict operator()(storage::MediaFileRecord const& media) const {
        return judge_media(facts, action, media);
    }

    Verdict operator()(ActorCollection const& collection) const {
        return judge_collection(facts, action, collection);
    }
};

}  // namespace

Result<Verdict> judge(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    Action action,
    Judged object
) {
    AccessFacts facts(txn, tables, viewer);
    return facts.answer(std::visit(Judge{facts, action}, object));
}

Result<void> as_result(Verdict verdict) {
    switch (verdict) {
        case Verdict::allow:
            return {};
        case Verdict::refuse:
            return refused(ErrorCode::forbidden, "This action is not allowed");
        case Verdict::hide:
            break;
    }
    return not_found();
}

Result<void> can(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    Action action,
    Judged object
) {
    auto const verdict = judge(txn, tables, viewer, action, object);
    return verdict ? as_result(*verdict) : std::unexpected(verdict.error());
}

Result<bool> may_see(
    storage::Txn const& txn, storage::Tables const& tables, Viewer const& viewer, Judged object
) {
    auto const verdict = judge(txn, tables, viewer, Action::read, object);
    return verdict ? Result<bool>(*verdict == Verdict::allow) : std::unexpected(verdict.error());
}

struct ListJudge::Facts : AccessFacts {
    using AccessFacts::AccessFacts;
};

ListJudge::ListJudge(storage::Txn const& txn, storage::Tables const& tables, Viewer const& viewer)
    : facts_(std::make_unique<Facts>(txn, tables, viewer)) {}

ListJudge::~ListJudge() = default;

Result<bool> ListJudge::may_see(Judged object) {
    return facts_->answer(std::visit(Judge{*facts_, Action::read}, object) == Verdict::allow);
}

Result<storage::PostRecord> load_post_for(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::PostId post,
    Action action
) {
    return given_to(txn, tables, viewer, action, tables.posts.load(txn, post));
}

Result<storage::ActorRecord> load_actor_for(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::ActorId actor,
    Action action
) {
    return given_to(txn, tables, viewer, action, tables.actors.load(txn, actor));
}

Result<bool> is_group_moderator(
    storage::Txn const& txn, storage::Tables const& tables, ActorId group, ActorId actor
) {
    auto const viewer = Viewer::member(actor);
    AccessFacts facts(txn, tables, viewer);
    auto const settings = facts.settings(group.value());
    if (!settings) {
        return facts.answer(false);
    }
    if (std::ranges::find(settings->moderators, actor.value()) != settings->moderators.end()) {
        return facts.answer(true);
    }
    auto const row = facts.membership(group.value());
    bool const by_role = row && row->state == MembershipState::accepted &&
                         row->role >= storage::GroupRole::moderator;
    return facts.answer(by_role || facts.has_role(NodeRole::moderator));
}

Result<bool> has_node_role(
    storage::Txn const& txn, storage::Tables const& tables, ActorId member, NodeRole at_least
) {
    auto const viewer = Viewer::member(member);
    AccessFacts facts(txn, tables, viewer);
    return facts.answer(facts.has_role(at_least));
}

}  // namespace folkmoot::node
