// Relationship (Mastodon API: /entities/Relationship).
#pragma once

#include "node/api/mastodon/json_writer.hpp"
#include "node/community/relationships.hpp"

namespace folkmoot::node {

/// How the member who asks stands to one actor.
void write_relationship(JsonWriter& json, Relationship const& relationship);

}  // namespace folkmoot::node
