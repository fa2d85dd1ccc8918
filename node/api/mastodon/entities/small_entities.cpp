#include "node/api/mastodon/entities/small_entities.hpp"

#include "node/api/mastodon/entities/emoji_entity.hpp"
#include "node/api/mastodon/entities/media_entity.hpp"
#include "node/api/mastodon/entities/status_entity.hpp"
#include "node/api/mastodon/entities/words.hpp"

#include <array>

namespace folkmoot::node {
namespace {

/// One text of a post.
struct Text {
    std::string_view title;
    std::string_view summary;
    std::string const& html;
    bool sensitive;
    std::int64_t written;
};

Result<void> write_edit(
    JsonWriter& json,
    EntitySource const& source,
    AccountWriter& accounts,
    storage::PostRecord const& post,
    Text const& text
) {
    json.begin_object();
    json.key("content").string(content_with_title(text.title, text.html));
    json.key("spoiler_text").string(spoiler_of(post.kind, text.title, text.summary));
    json.key("sensitive").boolean(text.sensitive);
    json.key("created_at").time(text.written);
    json.key("account");
    if (auto done = accounts.write(json, storage::ActorId(post.author)); !done) {
        return done;
    }
    json.key("media_attachments");
    write_attachments(json, source, post);
    json.key("emojis");
    write_emojis(json, post.emojis);
    json.key("quote").null();
    json.end_object();
    return {};
}

}  // namespace

void write_tag(
    JsonWriter& json,
    EntitySource const& source,
    storage::HashtagRecord const& tag,
    std::optional<bool> following
) {
    constexpr std::int64_t day_seconds = 86'400;
    auto const today = source.now_ms() / 1000 / day_seconds * day_seconds;
    json.begin_object();
    json.key("id").id(tag.id);
    json.key("name").string(tag.folded);
    json.key("url").string(source.site.tag_page(tag.folded));
    json.key("history").begin_array();
    for (int day = 0; day < 7; ++day) {
        json.begin_object();
        json.key("day").string(std::to_string(today - day * day_seconds));
        json.key("uses").string("0").key("accounts").string("0");
        json.end_object();
    }
    json.end_array();
    if (following) {
        json.key("following").boolean(*following).key("featuring").boolean(false);
    }
    json.end_object();
}

void write_marker(JsonWriter& json, storage::MarkerRecord const& marker) {
    json.begin_object();
    json.key("last_read_id").id(marker.last_read);
    json.key("version").number(marker.version);
    json.key("updated_at").time(marker.updated);
    json.end_object();
}

void write_preferences(JsonWriter& json, storage::PreferencesRecord const& preferences) {
    constexpr std::array<std::string_view, 3> media{"default", "show_all", "hide_all"};
    auto const expand =
        preferences.expand_media < media.size() ? preferences.expand_media : std::uint8_t{0};
    json.begin_object();
    json.key("posting:default:visibility").string(visibility_word(preferences.visibility));
    json.key("posting:default:sensitive").boolean(preferences.sensitive);
    json.key("posting:default:language").text_or_null(preferences.language);
    json.key("posting:default:quote_policy").string("nobody");
    json.key("reading:expand:media").string(media[expand]);
    json.key("reading:expand:spoilers").boolean(preferences.expand_spoilers);
    json.key("reading:autoplay:gifs").boolean(preferences.autoplay_gifs);
    json.end_object();
}

void write_source(JsonWriter& json, storage::PostWithBody const& whole) {
    auto const& title = whole.post.title;
    json.begin_object();
    json.key("id").id(whole.post.id);
    json.key("text").string(whole.body.source);
    json.key("spoiler_text").string(title.empty() ? whole.body.summary : title);
    json.key("content_type")
        .string(whole.body.source_type.empty() ? "text/plain" : whole.body.source_type);
    json.key("folkmoot").begin_object().key("title").text_or_null(title).end_object();
    json.end_object();
}

Result<void> write_history(
    JsonWriter& json,
    EntitySource const& source,
    AccountWriter& accounts,
    storage::PostWithBody const& whole,
    std::vector<storage::RevisionRecord> const& revisions
) {
    auto const& [post, body] = whole;
    json.begin_array();
    for (auto const& old : revisions) {
        Text const text{old.title, old.summary, old.html, old.sensitive, old.written};
        if (auto done = write_edit(json, source, accounts, post, text); !done) {
            return done;
        }
    }
    auto const written = post.edited == 0 ? post.created : post.edited;
    Text const current{post.title, body.summary, body.html, post.sensitive, written};
    if (auto done = write_edit(json, source, accounts, post, current); !done) {
        return done;
    }
    json.end_array();
    return {};
}

}  // namespace folkmoot::node
