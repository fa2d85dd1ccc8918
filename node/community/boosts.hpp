// Boosts: by members, by remote actors, and by remote groups, whose Announce of a topic is what
// puts it among their topics here.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <cstdint>

namespace folkmoot::node {

/// A boost.
struct BoostPost {
    storage::ActorId actor;
    storage::PostId post;
    storage::Visibility visibility{storage::Visibility::public_
    };  ///< public, unlisted or followers
    std::int64_t published{0};  ///< of a remote Announce; 0: now
    bool backfilled{false};     ///< found in an outbox: not notified
};

/// Boosts a post: public and unlisted ones only (threat P08). Doing it twice gives the first boost
/// again.
/// @return the entry as stored; Error{not_found}, {forbidden}
boost::asio::awaitable<Result<storage::LogEntryRecord>> boost_post(
    Services& services, BoostPost command, Origin origin = Origin::local()
);

/// Takes a boost back; no error when there is none.
/// @return Error{not_found} when the actor may not see the post
boost::asio::awaitable<Result<void>> unboost_post(
    Services& services,
    storage::ActorId actor,
    storage::PostId post,
    Origin origin = Origin::local()
);

}  // namespace folkmoot::node
