// Roles of members on the node, their names, and giving them: an act of the operator.
#pragma once

#include "node/community/services.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// "member", "analyst", "moderator", "admin" or "owner".
std::string_view role_name(storage::NodeRole role) noexcept;

/// The role of this name; nothing for any other text.
std::optional<storage::NodeRole> parse_role(std::string_view text) noexcept;

/// "unconfirmed", "awaiting_approval", "active", "disabled" or "deleted".
std::string_view state_name(storage::AccountState state) noexcept;

/// Gives a member a role and notes it in the audit log.
/// @return Error{not_found}; {conflict} when the last owner would go
boost::asio::awaitable<Result<void>> set_member_role(
    Services& services, storage::ActorId member, storage::NodeRole role
);

}  // namespace folkmoot::node
