// How a member stands to other actors (Mastodon API: /api/v1/accounts/relationships).
#pragma once

#include "node/community/services.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace folkmoot::node {

/// How a member stands to one actor.
struct Relationship {
    storage::ActorId actor;
    bool following{false};
    bool requested{false};  ///< asked to follow, not answered yet
    bool showing_reblogs{false};
    bool notifying{false};
    std::vector<std::string> languages;
    bool followed_by{false};
    bool requested_by{false};
    bool blocking{false};
    bool muting{false};
    bool muting_notifications{false};
    std::optional<std::int64_t> muting_expires;  ///< milliseconds since 1970; nullopt: never
    std::optional<storage::MembershipState> membership;  ///< in a local group
    std::optional<storage::GroupRole> group_role;
};

/// How `member` stands to each of `actors`, in their order; unknown actors are left out. Whether
/// one is blocked by the other side is nobody's business and always false.
/// @param now  milliseconds since 1970
Result<std::vector<Relationship>> relationships(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId member,
    std::span<storage::ActorId const> actors,
    std::int64_t now
);

}  // namespace folkmoot::node
