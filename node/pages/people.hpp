// Actors and groups as pages mention them. One value for one page: who appears ten times is read
// once.
#pragma once

#include "node/community/services.hpp"
#include "webui/views/parts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace folkmoot::node {

/// Path of an actor's page on this node: "/@ana", "/@bo@far.example", "/g/help".
std::string actor_path(storage::ActorRecord const& actor);

/// Host of a remote actor as its handle has it; empty for a local one.
std::string domain_of(storage::ActorRecord const& actor);

/// Name for people: the display name, or the user name.
std::string name_of(storage::ActorRecord const& actor);

/// A group as other pages mention it.
webui::GroupReference group_reference(storage::ActorRecord const& group);

/// Reads actors for one page.
class People {
public:
    /// Both outlive this.
    People(Services const& services, storage::Txn const& txn);

    /// An actor's record; nullptr when there is none, or it is suspended or deleted. Valid while
    /// this lives.
    storage::ActorRecord const* actor(std::uint64_t id);

    /// The author line of an actor.
    webui::Author author(storage::ActorRecord const& actor) const;

    /// The author line of an id; a nameless one when there is no such actor.
    webui::Author author(std::uint64_t id);

    /// Where the picture of a stored file lies; empty for none and for files that are gone.
    std::string picture(std::uint64_t media) const;

    /// Marks these actors as moderators from now on.
    void set_moderators(std::vector<std::uint64_t> const& ids);

private:
    Services const& services_;
    storage::Txn const& txn_;
    std::unordered_map<std::uint64_t, std::optional<storage::ActorRecord>> actors_;
    std::unordered_set<std::uint64_t> moderators_;
};

}  // namespace folkmoot::node
