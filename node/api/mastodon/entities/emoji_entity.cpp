#include "node/api/mastodon/entities/emoji_entity.hpp"

namespace folkmoot::node {

void write_emojis(JsonWriter& json, std::vector<storage::EmojiRefRecord> const& emojis) {
    json.begin_array();
    for (auto const& emoji : emojis) {
        json.begin_object();
        json.key("shortcode").string(emoji.shortcode);
        json.key("url").string(emoji.url);
        json.key("static_url").string(emoji.url);
        json.key("visible_in_picker").boolean(false);
        json.key("category").null();
        json.key("featured").boolean(false);
        json.end_object();
    }
    json.end_array();
}

}  // namespace folkmoot::node
