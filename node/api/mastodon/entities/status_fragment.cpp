#include "node/api/mastodon/entities/status_fragment.hpp"

#include "node/api/mastodon/entities/emoji_entity.hpp"
#include "node/api/mastodon/entities/media_entity.hpp"
#include "node/api/mastodon/entities/status_entity.hpp"
#include "node/api/mastodon/entities/words.hpp"
#include "node/api/mastodon/json_writer.hpp"
#include "node/publish/names.hpp"

#include <optional>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::PostId;
using storage::PostRecord;

/// Page of a post for people; empty when what it is made of is gone.
std::string page_of(EntitySource const& source, PostRecord const& post) {
    if (!post.local) {
        return post.url.empty() ? post.iri : post.url;
    }
    auto const author = source.tables.actors.load(source.txn, ActorId(post.author));
    auto const root = post.root == post.id
                          ? storage::Result<PostRecord>(post)
                          : source.tables.posts.load(source.txn, PostId(post.root));
    if (!author || !root) {
        return {};
    }
    auto const group = post.group == 0
                           ? storage::Result<storage::ActorRecord>(storage::ActorRecord{})
                           : source.tables.actors.load(source.txn, ActorId(post.group));
    if (!group) {
        return {};
    }
    return post_page(source.site, post, *author, post.group == 0 ? nullptr : &*group, *root);
}

void write_place(JsonWriter& json, EntitySource const& source, PostRecord const& post) {
    json.key("in_reply_to_id").id_or_null(post.in_reply_to);
    json.key("in_reply_to_account_id");
    auto const parent = source.tables.posts.view(source.txn, PostId(post.in_reply_to));
    json.id_or_null(post.in_reply_to != 0 && parent ? (*parent)->author() : 0);
}

void write_mentions(JsonWriter& json, EntitySource const& source, PostRecord const& post) {
    json.begin_array();
    for (auto const& mention : post.mentions) {
        auto const actor = source.tables.actors.load(source.txn, ActorId(mention.actor));
        if (mention.actor == 0 || !actor) {
            continue;
        }
        json.begin_object();
        json.key("id").id(actor->id);
        json.key("username").string(actor->username);
        json.key("url").string(actor_page(source.site, *actor));
        json.key("acct").string(acct(*actor));
        json.end_object();
    }
    json.end_array();
}

void write_tags(JsonWriter& json, EntitySource const& source, PostRecord const& post) {
    json.begin_array();
    for (auto const id : post.tags) {
        auto const tag = source.tables.tags.load(source.txn, storage::TagId(id));
        if (tag) {
            json.begin_object();
            json.key("name").string(tag->folded);
            json.key("url").string(source.site.tag_page(tag->folded));
            json.end_object();
        }
    }
    json.end_array();
}

void write_application(JsonWriter& json, EntitySource const& source, PostRecord const& post) {
    auto const app = source.tables.apps.load(source.txn, storage::AppId(post.application));
    if (post.application == 0 || !app) {
        json.null();
        return;
    }
    json.begin_object();
    json.key("name").string(app->name);
    json.key("website").text_or_null(app->website);
    json.end_object();
}

}  // namespace

std::uint64_t status_stamp(
    storage::Post const& post, storage::PostBodyRecord const& body
) noexcept {
    return stamp_of(body.version, post.edited(), post.sensitive(), static_cast<int>(post.state()));
}

Fragment render_status(
    EntitySource const& source, PostRecord const& post, storage::PostBodyRecord const& body
) {
    Fragment fragment;
    JsonWriter identity(fragment.identity);
    identity.key("id").id(post.id);
    identity.key("created_at").time(post.created);
    identity.key("edited_at").time_or_null(post.edited);
    write_place(identity, source, post);
    identity.key("uri").string(post_iri(source.site, post));
    identity.key("url").text_or_null(page_of(source, post));

    JsonWriter json(fragment.content);
    json.key("sensitive").boolean(post.sensitive);
    json.key("spoiler_text").string(spoiler_of(post.kind, post.title, body.summary));
    json.key("visibility").string(visibility_word(post.visibility));
    json.key("language").text_or_null(post.language);
    json.key("content").string(content_with_title(post.title, body.html));
    json.key("application");
    write_application(json, source, post);
    json.key("media_attachments");
    write_attachments(json, source, post);
    json.key("mentions");
    write_mentions(json, source, post);
    json.key("tags");
    write_tags(json, source, post);
    json.key("emojis");
    write_emojis(json, post.emojis);
    json.key("card").null().key("poll").null().key("quote").null();
    json.key("quote_approval").begin_object();
    json.key("automatic").begin_array().end_array();
    json.key("manual").begin_array().end_array();
    json.key("current_user").string("denied");
    json.end_object();

    JsonWriter extension(fragment.extension);
    bool const is_topic = post.root == post.id && (post.group != 0 || !post.title.empty());
    extension.key("kind").string(
        is_topic ? topic_kind_word(post.topic_kind) : (post.in_reply_to != 0 ? "reply" : "post")
    );
    extension.key("group_id").id_or_null(post.group);
    extension.key("title").text_or_null(post.title);
    return fragment;
}

}  // namespace folkmoot::node
