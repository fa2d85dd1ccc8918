// Local groups: how they come to be and what they decide about themselves.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::node {

/// A new group.
struct CreateGroup {
    storage::ActorId by;  ///< becomes its owner; none: made by the command line, without an owner
    std::string name;     ///< handle, see check_local_name; without `by` it may be a reserved word
    std::string title;
    std::string description;  ///< Markdown
    storage::GroupKind kind{storage::GroupKind::discussion};
    storage::Visibility visibility{storage::Visibility::public_};
    storage::JoinPolicy join_policy{storage::JoinPolicy::open};
    storage::PostingPolicy posting_policy{storage::PostingPolicy::anyone};
    std::vector<std::string> languages;
};

/// Makes a group with keys and settings; its maker follows it and owns it.
/// @return its id; Error{unprocessable} for a bad name or text, or a visibility other than public
///         and unlisted; {conflict} when a member or group has the name
boost::asio::awaitable<Result<storage::ActorId>> create_group(
    Services& services, CreateGroup command
);

/// What changes in a group; what is not set stays.
struct UpdateGroup {
    storage::ActorId by;  ///< an owner or moderator; none: the command line
    storage::ActorId group;
    std::optional<std::string> title;
    std::optional<std::string> description;  ///< Markdown
    std::optional<storage::GroupKind> kind;
    std::optional<storage::JoinPolicy> join_policy;
    std::optional<storage::PostingPolicy> posting_policy;
    std::optional<std::vector<std::string>> languages;
    std::optional<std::vector<storage::RuleRecord>> rules;
    std::optional<bool> hide_votes;
    std::optional<storage::MediaId> icon;    ///< none takes it away
    std::optional<storage::MediaId> header;  ///< likewise
};

/// Changes a group and tells its followers' servers.
/// @return the actor as it is now; Error{forbidden}, {not_found}, {unprocessable}
boost::asio::awaitable<Result<storage::ActorRecord>> update_group(
    Services& services, UpdateGroup command
);

}  // namespace folkmoot::node
