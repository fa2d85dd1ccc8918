// How this node stands to other domains: set by its moderators, asked by the inbox and the outbound
// door (threat F21).
#pragma once

#include "node/community/services.hpp"

#include <string>

namespace folkmoot::node {

/// A decision about a domain and every name below it.
struct SetDomainPolicy {
    storage::ActorId by;  ///< a moderator of the node; none: the command line
    std::string domain;   ///< any spelling; kept in lower case without a dot at the end
    storage::Severity severity{storage::Severity::none};
    bool reject_media{false};
    bool reject_reports{false};
    std::string private_comment;
    std::string public_comment;
};

/// Sets the policy of a domain in the place of an earlier one; holds from the next request on.
/// @return the domain as kept; Error{unprocessable} for what is no host name or is this node's own,
///         {forbidden} when `by` is no moderator of the node
boost::asio::awaitable<Result<std::string>> set_domain_policy(
    Services& services, SetDomainPolicy command
);

/// Takes the policy of exactly this domain back.
/// @return the domain as kept; Error{not_found} when it has none
boost::asio::awaitable<Result<std::string>> remove_domain_policy(
    Services& services, storage::ActorId by, std::string domain
);

}  // namespace folkmoot::node
