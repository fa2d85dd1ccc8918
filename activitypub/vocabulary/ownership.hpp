// Origin-based trust (FEP-fe34, federation notes 2.7; rows F05, F15 to F19, F28): what can be
// decided from the documents alone. What needs the store - is the actor a moderator, is the stored
// author the same - is named in the result and asked by the listeners.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/object.hpp"

#include <expected>
#include <string_view>

namespace folkmoot::activitypub {

/// By what right an activity may act, so far as the documents show.
enum class Authority {
    self,   ///< acts for itself: Follow, Like, Flag, a reply to a Follow of it
    owner,  ///< shown: author of the object created, owner of the collection, the actor itself. A
            ///< Create whose id is stored already changes nothing (row F15)
    stored_owner,  ///< only if the store says that the object named belongs to the actor, or the
                   ///< actor is a moderator of the group that owns it; every Update of an object is
                   ///< of this kind
    moderator,     ///< only if the store says that the actor is a moderator of the group concerned
};

/// A broken rule.
enum class OwnershipError {
    actor_not_signer,  ///< the actor is not who signed
    actor_local,       ///< a remote request in the name of this node
    activity_id_missing,
    activity_id_foreign,  ///< id of another origin than the actor: it would block that origin's own
                          ///< activities
    object_missing,
    object_several,  ///< more objects than the type takes
    object_kind,     ///< an activity, actor or object embedded where the type takes another kind
    object_id_missing,
    object_id_foreign,  ///< object of another origin than the actor who creates, changes or deletes
                        ///< it
    author_missing,
    author_several,  ///< attributedTo names more than one author
    author_not_actor,
    target_missing,
    inner_actor_differs,  ///< Undo of somebody else's activity
    inner_id_foreign,
    not_the_addressee,  ///< Accept or Reject of a request that was made to somebody else
    announce_nested,    ///< Announce inside Announce
    move_of_other,      ///< Move of an actor by another
    self_reference,     ///< Follow, Block or Move of the actor to itself
    author_foreign,     ///< fetched object whose author has another origin
    id_not_fetched,     ///< fetched document whose id is not the address it came from
};

/// The rule's name, e.g. "ownership.actor_not_signer". Lives for ever.
std::string_view to_string(OwnershipError error) noexcept;
std::string_view to_string(Authority authority) noexcept;

/// The same as an error of this room: origin_mismatch with the rule's name.
Error to_error(OwnershipError error);

/// Checks an activity that came by delivery.
/// @param signer  the verified actor: owner of the key that signed, never read from the body
/// @param local   origin of this node: nobody outside may speak in its name
/// @return by what right it may act, or the first rule it breaks
std::expected<Authority, OwnershipError> check_ownership(
    Activity const& activity, Iri const& signer, Origin const& local
);

/// Checks an activity inside an Announce of a group as if its own actor had sent it.
/// Authority::owner here means no more than that the inner documents agree with each other; posts
/// are still to be fetched from their origin. An inner activity of this node's own members is fine:
/// they come back through remote groups.
std::expected<Authority, OwnershipError> check_inner(Activity const& activity);

/// Checks an object that was fetched.
/// @param from  the final address after redirects
/// @return the author's id (a pointer into `object`), or id_not_fetched, author_missing,
/// author_several, author_foreign
std::expected<Iri const*, OwnershipError> check_fetched(Object const& object, Iri const& from);

/// Checks the approval of an interaction (FEP-044f): it names the two objects, and its author and
/// id have the origin of the target's author (row F25).
bool approves(
    Object const& approval, Iri const& interaction, Iri const& target, Iri const& target_author
) noexcept;

}  // namespace folkmoot::activitypub
