#include "activitypub/vocabulary/ownership.hpp"

#include <optional>
#include <string>

namespace folkmoot::activitypub {
namespace {

using Verdict = std::expected<Authority, OwnershipError>;
using Failure = std::optional<OwnershipError>;

std::unexpected<OwnershipError> refuse(OwnershipError error) {
    return std::unexpected(error);
}

Verdict check_acts(Activity const& activity);

/// Whether an address lies below an actor's own: "{actor}/collections/featured".
bool is_below(Iri const& address, Iri const& actor) {
    return address.text().starts_with(actor.text() + '/');
}

/// The id of the only object.
std::expected<Iri const*, OwnershipError> only_object(Activity const& activity) {
    if (activity.objects.empty()) {
        return refuse(OwnershipError::object_missing);
    }
    if (activity.objects.size() > 1) {
        return refuse(OwnershipError::object_several);
    }
    auto const& id = activity.objects.front().id;
    if (!id) {
        return refuse(OwnershipError::object_id_missing);
    }
    return &*id;
}

/// An object that its actor creates or changes: its own origin, and nobody else's work.
Failure check_authorship(Object const& object, Iri const& actor) {
    if (!object.id) {
        return OwnershipError::object_id_missing;
    }
    if (!same_origin(*object.id, actor)) {
        return OwnershipError::object_id_foreign;
    }
    if (object.attributed_to.empty()) {
        return OwnershipError::author_missing;
    }
    auto const* author = author_of(object);
    if (author == nullptr) {
        return OwnershipError::author_several;
    }
    return *author == actor ? Failure() : Failure(OwnershipError::author_not_actor);
}

Verdict check_create(Activity const& activity) {
    if (activity.objects.empty()) {
        return refuse(OwnershipError::object_missing);
    }
    auto authority = Authority::owner;
    for (auto const& reference : activity.objects) {
        if (auto const* object = reference.object()) {
            if (auto const failure = check_authorship(*object, activity.actor)) {
                return refuse(*failure);
            }
        } else if (reference.activity() != nullptr || reference.actor() != nullptr) {
            return refuse(OwnershipError::object_kind);
        } else if (!reference.id) {
            return refuse(OwnershipError::object_id_missing);
        } else if (!same_origin(*reference.id, activity.actor)) {
            return refuse(OwnershipError::object_id_foreign);
        } else {
            authority = Authority::stored_owner;
        }
    }
    return authority;
}

Verdict check_update(Activity const& activity) {
    auto const id = only_object(activity);
    if (!id) {
        return refuse(id.error());
    }
    auto const& reference = activity.objects.front();
    if (auto const* actor = reference.actor()) {
        if (**id == activity.actor) {
            return Authority::owner;
        }
        // A moderator changes the settings of a group (Lemmy); nobody changes another person.
        return actor->type == ActorType::group ? Verdict(Authority::moderator)
                                               : refuse(OwnershipError::author_not_actor);
    }
    if (auto const* object = reference.object()) {
        // Who wrote the object that is stored under this id, only the store knows: a neighbour on
        // the same host can claim it in the body.
        auto const failure = check_authorship(*object, activity.actor);
        return failure ? Verdict(refuse(*failure)) : Verdict(Authority::stored_owner);
    }
    if (reference.activity() != nullptr) {
        return refuse(OwnershipError::object_kind);
    }
    return same_origin(**id, activity.actor) ? Verdict(Authority::stored_owner)
                                             : refuse(OwnershipError::object_id_foreign);
}

Verdict check_delete(Activity const& activity) {
    auto const id = only_object(activity);
    if (!id) {
        return refuse(id.error());
    }
    if (**id == activity.actor) {
        return Authority::owner;
    }
    if (same_origin(**id, activity.actor)) {
        return Authority::stored_owner;
    }
    // Lemmy's form of a moderator's removal; only the group's store can tell whether it is one.
    bool const claims_office = activity.has_summary || !activity.audience.groups.empty();
    return claims_office ? Verdict(Authority::moderator)
                         : refuse(OwnershipError::object_id_foreign);
}

Verdict check_undo(Activity const& activity) {
    if (activity.objects.size() != 1) {
        return refuse(
            activity.objects.empty() ? OwnershipError::object_missing
                                     : OwnershipError::object_several
        );
    }
    auto const& reference = activity.objects.front();
    if (reference.id && !same_origin(*reference.id, activity.actor)) {
        return refuse(OwnershipError::inner_id_foreign);
    }
    auto const* inner = reference.activity();
    if (inner == nullptr) {
        return reference.id ? Verdict(Authority::stored_owner)
                            : refuse(OwnershipError::object_id_missing);
    }
    return inner->actor == activity.actor ? check_acts(*inner)
                                          : refuse(OwnershipError::inner_actor_differs);
}

/// Accept and Reject. Only the one who was asked may answer a Follow; whom other requests concern
/// is in the store.
Verdict check_answer(Activity const& activity) {
    if (activity.objects.size() != 1) {
        return refuse(
            activity.objects.empty() ? OwnershipError::object_missing
                                     : OwnershipError::object_several
        );
    }
    auto const& reference = activity.objects.front();
    auto const* inner = reference.activity();
    if (inner == nullptr) {
        return reference.id ? Verdict(Authority::stored_owner)
                            : refuse(OwnershipError::object_id_missing);
    }
    if (inner->type != ActivityType::follow) {
        return reference.id ? Verdict(Authority::stored_owner)
                            : refuse(OwnershipError::object_id_missing);
    }
    auto const followed = only_object(*inner);
    if (!followed) {
        return refuse(followed.error());
    }
    // A relay is followed by a Follow of the public collection, sent to it.
    if (**followed == public_iri()) {
        return Authority::stored_owner;
    }
    return **followed == activity.actor ? Verdict(Authority::self)
                                        : refuse(OwnershipError::not_the_addressee);
}

Verdict check_announce(Activity const& activity) {
    if (activity.objects.empty()) {
        return refuse(OwnershipError::object_missing);
    }
    for (auto const& reference : activity.objects) {
        if (!reference.id) {
            return refuse(OwnershipError::object_id_missing);
        }
        auto const* inner = reference.activity();
        if (inner != nullptr && inner->type == ActivityType::announce) {
            return refuse(OwnershipError::announce_nested);
        }
    }
    return Authority::self;
}

Verdict check_collection_change(Activity const& activity) {
    auto const id = only_object(activity);
    if (!id) {
        return refuse(id.error());
    }
    if (!activity.target || !activity.target->id) {
        return refuse(OwnershipError::target_missing);
    }
    auto const& target = *activity.target->id;
    if (is_below(target, activity.actor)) {
        return Authority::owner;
    }
    return same_origin(target, activity.actor) ? Authority::stored_owner : Authority::moderator;
}

Verdict check_move(Activity const& activity) {
    auto const id = only_object(activity);
    if (!id) {
        return refuse(id.error());
    }
    if (!activity.target || !activity.target->id) {
        return refuse(OwnershipError::target_missing);
    }
    if (**id != activity.actor) {
        // NodeBB moves a topic from one group, named in `origin`, to another.
        return activity.origin ? Verdict(Authority::moderator)
                               : refuse(OwnershipError::move_of_other);
    }
    return *activity.target->id != activity.actor ? Verdict(Authority::owner)
                                                  : refuse(OwnershipError::self_reference);
}

/// Activities about one object that may belong to anybody.
Verdict check_single(Activity const& activity, Authority authority, bool may_be_self) {
    auto const id = only_object(activity);
    if (!id) {
        return refuse(id.error());
    }
    if (!may_be_self && **id == activity.actor) {
        return refuse(OwnershipError::self_reference);
    }
    return authority;
}

Verdict check_flag(Activity const& activity) {
    if (activity.objects.empty()) {
        return refuse(OwnershipError::object_missing);
    }
    for (auto const& reference : activity.objects) {
        if (!reference.id) {
            return refuse(OwnershipError::object_id_missing);
        }
    }
    return Authority::self;
}

/// A request to interact names what it would do; what it embeds must be the actor's own.
Verdict check_request(Activity const& activity) {
    auto const id = only_object(activity);
    if (!id) {
        return refuse(id.error());
    }
    auto const* object = activity.instrument ? activity.instrument->object() : nullptr;
    if (object != nullptr) {
        if (auto const failure = check_authorship(*object, activity.actor)) {
            return refuse(*failure);
        }
    }
    return Authority::self;
}

Verdict check_acts(Activity const& activity) {
    switch (activity.type) {
        case ActivityType::create:
            return check_create(activity);
        case ActivityType::update:
            return check_update(activity);
        case ActivityType::delete_:
            return check_delete(activity);
        case ActivityType::undo:
            return check_undo(activity);
        case ActivityType::accept:
        case ActivityType::reject:
        case ActivityType::tentative_accept:
        case ActivityType::tentative_reject:
            return check_answer(activity);
        case ActivityType::announce:
            return check_announce(activity);
        case ActivityType::add:
        case ActivityType::remove:
            return check_collection_change(activity);
        case ActivityType::move:
            return check_move(activity);
        case ActivityType::flag:
            return check_flag(activity);
        case ActivityType::follow:
            return check_single(activity, Authority::self, false);
        case ActivityType::block:
            return check_single(
                activity, activity.target ? Authority::moderator : Authority::self, false
            );
        case ActivityType::lock:
        case ActivityType::choose_answer:
            return check_single(activity, Authority::stored_owner, true);
        case ActivityType::resolve:
        case ActivityType::warn:
            return check_single(activity, Authority::moderator, true);
        case ActivityType::quote_request:
        case ActivityType::reply_request:
        case ActivityType::like_request:
        case ActivityType::announce_request:
            return check_request(activity);
        case ActivityType::like:
        case ActivityType::dislike:
        case ActivityType::emoji_react:
        case ActivityType::poll_vote:
        case ActivityType::view:
        case ActivityType::ignore:
        case ActivityType::invite:
        case ActivityType::join:
        case ActivityType::leave:
        case ActivityType::offer:
            return check_single(activity, Authority::self, true);
        case ActivityType::other:
            return Authority::self;
    }
    return Authority::self;
}

/// The id of the activity itself.
Failure check_id(Activity const& activity) {
    if (!activity.id) {
        return OwnershipError::activity_id_missing;
    }
    return same_origin(*activity.id, activity.actor) ? Failure()
                                                     : Failure(OwnershipError::activity_id_foreign);
}

}  // namespace

Verdict check_ownership(Activity const& activity, Iri const& signer, Origin const& local) {
    if (activity.actor != signer) {
        return refuse(OwnershipError::actor_not_signer);
    }
    if (activity.actor.origin() == local) {
        return refuse(OwnershipError::actor_local);
    }
    return check_inner(activity);
}

Verdict check_inner(Activity const& activity) {
    if (auto const failure = check_id(activity)) {
        return refuse(*failure);
    }
    return check_acts(activity);
}

std::expected<Iri const*, OwnershipError> check_fetched(Object const& object, Iri const& from) {
    if (!object.id || *object.id != from.without_fragment()) {
        return refuse(OwnershipError::id_not_fetched);
    }
    if (object.attributed_to.empty()) {
        return refuse(OwnershipError::author_missing);
    }
    auto const* author = author_of(object);
    if (author == nullptr) {
        return refuse(OwnershipError::author_several);
    }
    if (!same_origin(*author, *object.id)) {
        return refuse(OwnershipError::author_foreign);
    }
    return author;
}

bool approves(
    Object const& approval, Iri const& interaction, Iri const& target, Iri const& target_author
) noexcept {
    auto const* author = author_of(approval);
    return author != nullptr && *author == target_author && approval.id &&
           same_origin(*approval.id, target_author) && approval.interacting_object == interaction &&
           approval.interaction_target == target;
}

}  // namespace folkmoot::activitypub
