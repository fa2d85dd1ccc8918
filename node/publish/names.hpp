// Ids and pages of stored records: local ones are made from the site, remote ones are what their
// servers say.
#pragma once

#include "node/publish/site.hpp"
#include "storage/schema/actors.hpp"
#include "storage/schema/posts.hpp"

#include <string>

namespace folkmoot::node {

/// Id of an actor on the wire.
std::string actor_iri(Site const& site, storage::ActorRecord const& actor);

/// The collection of an actor's followers; empty for a remote actor that names none.
std::string followers_iri(Site const& site, storage::ActorRecord const& actor);

/// Page of an actor for people.
std::string actor_page(Site const& site, storage::ActorRecord const& actor);

/// "name" for local actors, "name@host" for remote ones: `acct` of the client API.
std::string acct(storage::ActorRecord const& actor);

/// "name@host" for every actor.
std::string full_handle(Site const& site, storage::ActorRecord const& actor);

/// Id of a post on the wire.
std::string post_iri(Site const& site, storage::PostRecord const& post);

/// Page of a local post for people.
/// @param author  of the post
/// @param group   of the post; nullptr outside groups
/// @param root    first post of the thread (the post itself for a topic)
std::string post_page(
    Site const& site,
    storage::PostRecord const& post,
    storage::ActorRecord const& author,
    storage::ActorRecord const* group,
    storage::PostRecord const& root
);

}  // namespace folkmoot::node
