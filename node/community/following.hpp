// Following people and joining groups; either side may be local or remote. Joining a local group is
// following it: the membership hangs on the follow. A follow of a remote actor is pending until
// exactly that actor accepts it (threat F22).
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::node {

/// A wish to follow.
struct FollowActor {
    storage::ActorId follower;
    storage::ActorId followed;
    std::optional<bool> show_reblogs;  ///< not set: as it was, or yes
    std::optional<bool> notify;        ///< not set: as it was, or no
    std::optional<std::vector<std::string>> languages;
};

/// Follows an actor or joins a group. Repeating it changes the options; a repeated Follow of a
/// remote follower is answered again.
/// @return the follow as stored: accepted, or pending until the other side answers;
///         Error{forbidden} when one side blocks the other or the follower is banned, {not_found},
///         {unprocessable} for oneself or too many
boost::asio::awaitable<Result<storage::FollowRecord>> follow(
    Services& services, FollowActor command, Origin origin = Origin::local()
);

/// Ends a follow or takes a request back; leaves a local group. No error when there is none.
boost::asio::awaitable<Result<void>> unfollow(
    Services& services,
    storage::ActorId follower,
    storage::ActorId followed,
    Origin origin = Origin::local()
);

/// What the followed side says.
enum class FollowAnswer : std::uint8_t {
    accept,
    reject,  ///< of a request, or of a follower that was accepted before
};

/// An answer to a follow.
struct AnswerFollow {
    storage::ActorId followed;  ///< who answers: the signer of a remote answer
    storage::ActorId follower;
    FollowAnswer answer{FollowAnswer::accept};
    storage::ActorId by;  ///< the moderator who answers for a local group; none: the actor itself
};

/// Answers a follow; accepting twice changes nothing.
/// @return the follow as it is or, after a rejection, as it was; Error{not_found} when there is
///         none, {forbidden} when `by` may not answer
boost::asio::awaitable<Result<storage::FollowRecord>> answer_follow(
    Services& services, AnswerFollow command, Origin origin = Origin::local()
);

}  // namespace folkmoot::node
