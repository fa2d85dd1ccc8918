#include "node/api/mastodon/entities/status_entity.hpp"

#include "activitypub/html/text.hpp"
#include "node/api/mastodon/entities/status_fragment.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::EntryId;
using storage::PostId;

void append_escaped(std::string& out, std::string_view text) {
    for (char const c : text) {
        switch (c) {
            case '&':
                out.append("&amp;");
                break;
            case '<':
                out.append("&lt;");
                break;
            case '>':
                out.append("&gt;");
                break;
            case '"':
                out.append("&quot;");
                break;
            default:
                out.push_back(c);
        }
    }
}

/// Whether a title is the beginning of the text, as one that was made of the first line is.
bool begins_with(std::string const& html, std::string_view title) {
    if (title.ends_with("…")) {
        title.remove_suffix(std::string_view("…").size());
    }
    auto const line = activitypub::title_from_first_line(activitypub::Html::trusted(html), {});
    return line.find(title) != std::string::npos;
}

/// Whether a lookup found something; an error other than "none" is one of the store.
template <class T>
Result<bool> found(storage::Result<T> const& looked_up) {
    if (!looked_up && looked_up.error().code != storage::ErrorCode::not_found) {
        return failed(looked_up.error());
    }
    return looked_up.has_value();
}

}  // namespace

std::string content_with_title(std::string_view title, std::string const& html) {
    if (title.empty() || begins_with(html, title)) {
        return html;
    }
    std::string content("<p><strong>");
    content.reserve(title.size() + html.size() + 40);
    append_escaped(content, title);
    content.append("</strong></p>").append(html);
    return content;
}

std::string_view spoiler_of(
    storage::ObjectKind kind, std::string_view title, std::string_view summary
) noexcept {
    return title.empty() || kind == storage::ObjectKind::note ? summary : std::string_view{};
}

struct StatusWriter::Loaded {
    storage::RecordView<storage::Post> post;
    std::shared_ptr<Fragment const> fixed;
    storage::PostCountersRecord counters;
};

Result<StatusWriter::Loaded> StatusWriter::load(PostId id) const {
    auto post = source_.tables.posts.view(source_.txn, id);
    if (!post) {
        return failed(post.error());
    }
    auto const body = source_.tables.posts.load_body(source_.txn, id);
    if (!body) {
        return failed(body.error());
    }
    auto const counters = source_.tables.post_counters.load(source_.txn, id);
    if (!counters) {
        return failed(counters.error());
    }
    auto const stamp = status_stamp(**post, *body);
    auto fixed = source_.fragments.find(id.value(), stamp);
    if (!fixed) {
        fixed =
            source_.fragments.put(id.value(), stamp, render_status(source_, post->unpack(), *body));
    }
    return Loaded{std::move(*post), std::move(fixed), *counters};
}

void StatusWriter::write_extension(JsonWriter& json, Loaded const& loaded) const {
    auto const& post = *loaded.post;
    auto const score = static_cast<std::int64_t>(loaded.counters.likes) -
                       static_cast<std::int64_t>(loaded.counters.dislikes);
    json.key("folkmoot").begin_object().raw(loaded.fixed->extension);
    json.key("state").string(post.accepted_answer() != 0 ? "answered" : "open");
    json.key("accepted_id").id_or_null(post.accepted_answer());
    json.key("score").number(score);
    json.key("locked").boolean(post.locked());
    json.key("pinned").boolean(post.pinned());
    json.end_object();
}

Result<void> StatusWriter::write_flags(JsonWriter& json, PostId post) const {
    auto const member = source_.member();
    if (!member) {
        return {};
    }
    auto const liked =
        found(source_.tables.reactions.of(source_.txn, member, post, storage::ReactionKind::like));
    auto const boosted = found(source_.tables.entries.boost_of(source_.txn, member, post));
    auto const kept = source_.tables.bookmarks.exists(source_.txn, member, post);
    if (!liked || !boosted) {
        return std::unexpected(!liked ? liked.error() : boosted.error());
    }
    if (!kept) {
        return failed(kept.error());
    }
    json.key("favourited").boolean(*liked);
    json.key("reblogged").boolean(*boosted);
    json.key("muted").boolean(false);
    json.key("bookmarked").boolean(*kept);
    json.key("filtered").begin_array().end_array();
    return {};
}

Result<void> StatusWriter::write_changing(JsonWriter& json, Loaded const& loaded, ActorId account) {
    json.key("account");
    if (auto done = accounts_.write(json, account); !done) {
        return done;
    }
    json.key("replies_count").number(loaded.counters.replies);
    json.key("reblogs_count").number(loaded.counters.boosts);
    json.key("favourites_count").number(loaded.counters.likes);
    json.key("quotes_count").number(0);
    write_extension(json, loaded);
    return write_flags(json, PostId(loaded.post->id()));
}

Result<void> StatusWriter::write_inner(JsonWriter& json, Loaded const& loaded) {
    json.raw(loaded.fixed->identity).raw(loaded.fixed->content);
    json.key("reblog").null();
    return write_changing(json, loaded, ActorId(loaded.post->author()));
}

Result<void> StatusWriter::write(JsonWriter& json, PostId post) {
    auto const loaded = load(post);
    if (!loaded) {
        return std::unexpected(loaded.error());
    }
    json.begin_object();
    if (auto done = write_inner(json, *loaded); !done) {
        return done;
    }
    json.end_object();
    return {};
}

Result<void> StatusWriter::write_with_text(JsonWriter& json, PostId post) {
    auto const loaded = load(post);
    auto const body = source_.tables.posts.load_body(source_.txn, post);
    if (!loaded || !body) {
        return not_found();
    }
    json.begin_object();
    if (auto done = write_inner(json, *loaded); !done) {
        return done;
    }
    json.key("text").string(body->source);
    json.end_object();
    return {};
}

Result<void> StatusWriter::write_boost(JsonWriter& json, storage::LogEntryRecord const& boost) {
    auto const loaded = load(PostId(boost.object));
    if (!loaded) {
        return std::unexpected(loaded.error());
    }
    json.begin_object();
    json.key("id").id(boost.id);
    json.key("created_at").time(boost.created);
    json.key("edited_at").null();
    json.key("in_reply_to_id").null().key("in_reply_to_account_id").null();
    json.key("uri").string(boost.iri.empty() ? source_.site.activity(boost.id) : boost.iri);
    json.key("url").null();
    json.raw(loaded->fixed->content);
    if (auto done = write_changing(json, *loaded, ActorId(boost.actor)); !done) {
        return done;
    }
    json.key("reblog").begin_object();
    if (auto done = write_inner(json, *loaded); !done) {
        return done;
    }
    json.end_object();
    json.end_object();
    return {};
}

Result<void> StatusWriter::write_entry(JsonWriter& json, storage::EntryRow const& row) {
    if (row.kind == storage::EntryKind::post) {
        return write(json, row.object);
    }
    auto const boost = source_.tables.entries.load(source_.txn, row.id);
    return boost ? write_boost(json, *boost) : failed(boost.error());
}

}  // namespace folkmoot::node
