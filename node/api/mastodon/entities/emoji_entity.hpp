// CustomEmoji (Mastodon API: /entities/CustomEmoji), as it stands in other entities.
#pragma once

#include "node/api/mastodon/json_writer.hpp"
#include "storage/schema/common.hpp"

#include <vector>

namespace folkmoot::node {

/// The emojis of a text as an array.
void write_emojis(JsonWriter& json, std::vector<storage::EmojiRefRecord> const& emojis);

}  // namespace folkmoot::node
