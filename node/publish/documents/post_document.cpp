#include "node/publish/documents/post_document.hpp"

#include "node/publish/documents/media_document.hpp"
#include "node/publish/names.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Audience;
using activitypub::Iri;
using activitypub::Object;
using activitypub::ObjectType;
using storage::Visibility;

void add_once(std::vector<Iri>& list, Iri iri) {
    if (!iri.empty() && std::ranges::find(list, iri) == list.end()) {
        list.push_back(std::move(iri));
    }
}

/// Ids of everybody that a post names.
std::vector<Iri> named(DocumentSource const& source, storage::PostRecord const& post) {
    std::vector<Iri> result;
    for (auto const& mention : post.mentions) {
        if (mention.actor == 0) {
            add_once(result, known_iri(mention.iri));
        } else if (auto const actor = source.actor(mention.actor)) {
            add_once(result, known_iri(actor_iri(source.site, *actor)));
        }
    }
    return result;
}

/// The author of what a reply answers; nothing for others.
std::optional<storage::ActorRecord> answered(
    DocumentSource const& source, storage::PostRecord const& post
) {
    if (post.in_reply_to == 0) {
        return std::nullopt;
    }
    auto const parent = source.post(post.in_reply_to);
    if (!parent || parent->author == post.author) {
        return std::nullopt;
    }
    auto author = source.actor(parent->author);
    return author ? std::optional(std::move(*author)) : std::nullopt;
}

ObjectType type_of(storage::ObjectKind kind) {
    switch (kind) {
        case storage::ObjectKind::article:
            return ObjectType::article;
        case storage::ObjectKind::page:
            return ObjectType::page;
        case storage::ObjectKind::question:
            return ObjectType::question;
        case storage::ObjectKind::event:
            return ObjectType::event;
        default:
            return ObjectType::note;
    }
}

activitypub::Mention mention_of(Site const& site, storage::ActorRecord const& actor) {
    return {known_iri(actor_iri(site, actor)), "@" + full_handle(site, actor)};
}

void add_mention(std::vector<activitypub::Mention>& mentions, activitypub::Mention mention) {
    bool const known = std::ranges::any_of(mentions, [&](activitypub::Mention const& other) {
        return other.href == mention.href;
    });
    if (!known && !mention.href.empty()) {
        mentions.push_back(std::move(mention));
    }
}

void add_tags(
    DocumentSource const& source,
    storage::PostRecord const& post,
    storage::ActorRecord const* group,
    Object& object
) {
    auto& mentions = object.tags.mentions;
    if (auto const parent_author = answered(source, post)) {
        add_mention(mentions, mention_of(source.site, *parent_author));
    }
    for (auto const& mention : post.mentions) {
        if (mention.actor == 0) {
            add_mention(mentions, {known_iri(mention.iri), mention.name});
        } else if (auto const actor = source.actor(mention.actor)) {
            add_mention(mentions, mention_of(source.site, *actor));
        }
    }
    if (group != nullptr) {
        // Mastodon's composer copies it into replies, which so reach the group.
        add_mention(mentions, mention_of(source.site, *group));
    }
    for (auto const tag : post.tags) {
        if (auto const record = source.tables.tags.load(source.txn, storage::TagId(tag))) {
            object.tags.hashtags.push_back(
                {record->name, known_iri(source.site.tag_page(record->folded))}
            );
        }
    }
}

/// Plain text as HTML.
std::string escaped(std::string_view text) {
    std::string html;
    for (char const c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

void add_text(
    storage::PostRecord const& post, storage::PostBodyRecord const& body, Object& object
) {
    object.name = post.title;
    object.content_html = body.html;
    object.media_type = "text/html";
    object.language = {post.language, {}};
    if (!post.language.empty()) {
        object.content_map.emplace_back(post.language, body.html);
    }
    if (!body.source.empty()) {
        object.source = activitypub::Source{body.source, body.source_type};
    }
    // Of a Note it is a content warning, which everybody reads as text; of others an excerpt in
    // HTML.
    object.summary_html = object.type == ObjectType::note || body.summary.empty()
                              ? body.summary
                              : "<p>" + escaped(body.summary) + "</p>";
}

void add_collections(Site const& site, storage::PostRecord const& post, Object& object) {
    auto const id = site.object(post.id);
    object.context = known_iri(site.context(post.root));
    object.replies.id = known_iri(id + "/replies");
    object.likes.id = known_iri(id + "/likes");
    object.shares.id = known_iri(id + "/shares");
}

}  // namespace

Result<Audience> audience_of(DocumentSource const& source, storage::PostRecord const& post) {
    auto const author = source.actor(post.author);
    if (!author) {
        return std::unexpected(author.error());
    }
    Audience audience;
    if (post.group != 0) {
        auto const group = source.actor(post.group);
        if (!group) {
            return std::unexpected(group.error());
        }
        auto const group_iri = known_iri(actor_iri(source.site, *group));
        audience.to.push_back(group_iri);
        audience.groups.push_back(group_iri);
    }
    auto const followers = known_iri(followers_iri(source.site, *author));
    switch (post.visibility) {
        case Visibility::public_:
            audience.to.push_back(activitypub::public_iri());
            add_once(audience.cc, followers);
            break;
        case Visibility::unlisted:
            add_once(audience.to, followers);
            audience.cc.push_back(activitypub::public_iri());
            break;
        case Visibility::followers:
            add_once(audience.to, followers);
            break;
        case Visibility::members:
        case Visibility::hidden:
            add_once(audience.to, known_iri(audience.to.front().text() + "/followers"));
            break;
        case Visibility::direct:
            break;
    }
    auto& named_list = post.visibility == Visibility::direct ? audience.to : audience.cc;
    for (auto& iri : named(source, post)) {
        if (std::ranges::find(audience.to, iri) == audience.to.end()) {
            add_once(named_list, std::move(iri));
        }
    }
    if (auto const parent_author = answered(source, post);
        parent_author && post.visibility != Visibility::direct) {
        add_once(audience.cc, known_iri(actor_iri(source.site, *parent_author)));
    }
    return audience;
}

Result<Object> post_document(
    DocumentSource const& source,
    storage::PostRecord const& post,
    storage::PostBodyRecord const& body
) {
    auto const author = source.actor(post.author);
    auto audience = audience_of(source, post);
    if (!author || !audience) {
        return std::unexpected(author ? audience.error() : author.error());
    }
    std::optional<storage::ActorRecord> group;
    if (post.group != 0) {
        auto loaded = source.actor(post.group);
        if (!loaded) {
            return std::unexpected(loaded.error());
        }
        group = std::move(*loaded);
    }
    auto const root = post.root == post.id || post.root == 0 ? Result<storage::PostRecord>(post)
                                                             : source.post(post.root);
    if (!root) {
        return std::unexpected(root.error());
    }
    Object object;
    object.type = type_of(post.kind);
    object.id = known_iri(source.site.object(post.id));
    object.attributed_to.push_back({known_iri(actor_iri(source.site, *author)), std::nullopt});
    object.audience = std::move(*audience);
    add_text(post, body, object);
    object.urls.push_back(
        {known_iri(post_page(source.site, post, *author, group ? &*group : nullptr, *root)),
         "text/html",
         {}}
    );
    if (post.in_reply_to != 0) {
        auto const parent = source.post(post.in_reply_to);
        if (!parent) {
            return std::unexpected(parent.error());
        }
        object.in_reply_to = known_iri(post_iri(source.site, *parent));
    }
    add_tags(source, post, group ? &*group : nullptr, object);
    for (auto const& attachment : post.attachments) {
        if (auto media = attachment_document(source, attachment)) {
            object.attachments.push_back(std::move(*media));
        }
    }
    add_collections(source.site, post, object);
    object.sensitive = post.sensitive;
    object.distinguished = post.distinguished;
    object.direct_message = post.visibility == Visibility::direct;
    if (group && post.in_reply_to == 0) {
        object.comments_enabled = !post.locked;
        object.stickied = post.pinned;
    }
    if (post.topic_kind != storage::TopicKind::discussion && post.in_reply_to == 0) {
        object.post_kind = storage::EnumNameTopicKind(post.topic_kind);
    }
    object.published = time_of(post.created);
    if (post.edited != 0) {
        object.updated = time_of(post.edited);
    }
    return object;
}

activitypub::Object tombstone_document(Site const& site, storage::PostRecord const& post) {
    return activitypub::tombstone(
        known_iri(site.object(post.id)),
        std::string(activitypub::to_string(type_of(post.kind))),
        time_of(post.edited != 0 ? post.edited : post.created)
    );
}

}  // namespace folkmoot::node
