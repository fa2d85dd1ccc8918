// Members of this node: how they come to be, what they say of themselves, how they prove who they
// are, and how they are suspended.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// The node's own actors.
struct InstanceActors {
    storage::ActorId instance;  ///< Application at /actor: signs fetches, receives and sends flags
    storage::ActorId moderation;  ///< Service at /services/moderation
};

/// Makes the identity record and the node's own actors with their keys: the first write into a new
/// store. Doing it again changes the node's name only.
/// @param name  of the node, for people
/// @return Error{conflict} when the store belongs to another domain
boost::asio::awaitable<Result<InstanceActors>> create_instance_actors(
    Services& services, std::string name
);

/// A new member.
struct CreateMember {
    std::string name;  ///< see check_local_name
    std::string display_name;
    std::string email;     ///< may be empty
    std::string password;  ///< may be empty: then none can sign in until one is set
    storage::NodeRole role{storage::NodeRole::member};
    storage::AccountState state{storage::AccountState::active};
    std::string locale{"en"};
    std::string request_reason;
    storage::ActorId invited_by;
};

/// Makes a member with keys, credentials and preferences.
/// @return its id; Error{unprocessable} for a bad name, address or password, {conflict} when the
///         name or address is taken
boost::asio::awaitable<Result<storage::ActorId>> create_member(
    Services& services, CreateMember command
);

/// What changes in a profile; what is not set stays.
struct UpdateProfile {
    storage::ActorId member;
    std::optional<std::string> display_name;
    std::optional<std::string> summary;  ///< plain text, with links, mentions and hashtags
    std::optional<std::vector<std::pair<std::string, std::string>>>
        fields;                              ///< name and plain-text value
    std::optional<storage::MediaId> icon;    ///< an upload of the member; none takes it away
    std::optional<storage::MediaId> header;  ///< likewise
    std::optional<bool> locked;
    std::optional<bool> bot;
    std::optional<bool> discoverable;
    std::optional<bool> indexable;
    std::optional<bool> hide_collections;
    std::optional<storage::Visibility> default_visibility;  ///< public, unlisted or followers
    std::optional<bool> default_sensitive;
    std::optional<std::string> default_language;
};

/// Changes a profile and tells the followers' servers.
/// @return the actor as it is now; Error{unprocessable} for what is too long, {not_found} for a
///         file that is not the member's
boost::asio::awaitable<Result<storage::ActorRecord>> update_profile(
    Services& services, UpdateProfile command
);

/// Replaces the preferences of a member.
/// @return them as stored; Error{unprocessable} for a default visibility that no post may have
boost::asio::awaitable<Result<storage::PreferencesRecord>> update_preferences(
    Services& services, storage::ActorId member, storage::PreferencesRecord preferences
);

/// Sets a password and ends every session and token of the member in the same transaction (threat
/// A02).
/// @param keep  a session that stays: the one in which the member changes the password; or none
/// @return Error{unprocessable} for a password that is too short or long, {not_found}
boost::asio::awaitable<Result<void>> set_password(
    Services& services, storage::ActorId member, std::string password, storage::SessionId keep = {}
);

/// Who signs in with a name or mail address and a password. Unknown names cost as much as wrong
/// passwords and answer the same (threat A08). Rate limits are the caller's.
/// @return Error{unauthenticated}; {forbidden} for a right password of an account that is not
///         active
boost::asio::awaitable<Result<storage::ActorId>> verify_password(
    Services& services, std::string login, std::string password
);

/// Hides an actor, local or remote, and everything it wrote. A local member's sessions and tokens
/// end.
/// @param by  a moderator of the node, or none for the command line
/// @return Error{forbidden} when `by` has not the role or `target` has one at least as high
boost::asio::awaitable<Result<void>> suspend_actor(
    Services& services, storage::ActorId by, storage::ActorId target, std::string reason
);

/// Takes a suspension back.
boost::asio::awaitable<Result<void>> unsuspend_actor(
    Services& services, storage::ActorId by, storage::ActorId target, std::string reason
);

}  // namespace folkmoot::node
