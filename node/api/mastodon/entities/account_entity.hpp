// Account, CredentialAccount and MutedAccount (Mastodon API: /entities/Account). People and groups
// alike: a group is an account with `group: true` whose posts are its topics.
#pragma once

#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/json_writer.hpp"
#include "node/error.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace folkmoot::node {

/// Writes accounts for one answer; each is made once.
class AccountWriter {
public:
    /// @param source  outlives this
    explicit AccountWriter(EntitySource const& source) : source_(source) {}

    /// The account of an actor that the viewer may see, as JSON. Valid while this object lives.
    /// @return Error{not_found}
    Result<std::string_view> json(storage::ActorId actor);

    /// Appends it.
    Result<void> write(JsonWriter& json, storage::ActorId actor);

    /// Appends the account of the member who looks, with what only they may know.
    Result<void> write_own(JsonWriter& json);

    /// Appends an account with the time at which a mute ends; 0: never.
    Result<void> write_muted(JsonWriter& json, storage::ActorId actor, std::int64_t expires);

private:
    Result<void> write_members(JsonWriter& json, storage::ActorId id, bool with_moved);

    EntitySource const& source_;
    std::unordered_map<storage::ActorId, std::string> made_;
};

}  // namespace folkmoot::node
