#include "node/api/activitypub/collections.hpp"

#include "activitypub/vocabulary/collection.hpp"
#include "node/access/can.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/activities.hpp"
#include "node/publish/documents/post_document.hpp"
#include "node/publish/names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Collection;
using activitypub::CollectionType;
using activitypub::Reference;

Collection empty_collection(std::string const& id, std::uint64_t total) {
    Collection collection;
    collection.type = CollectionType::ordered_collection;
    collection.id = known_iri(id);
    collection.total_items = static_cast<std::int64_t>(total);
    return collection;
}

std::string text_of(Collection const& collection) {
    return activitypub::write_collection(collection).dump();
}

std::string iri_of(DocumentSource const& source, storage::ActorRecord const& actor) {
    return actor_iri(source.site, actor);
}

/// An item of a group's outbox: the Announce of a topic.
Result<nlohmann::ordered_json> announced(
    DocumentSource const& source,
    ActivityWriter const& writer,
    storage::ActorRecord const& group,
    storage::PostRecord const& topic
) {
    if (!topic.local) {
        auto const entry = source.tables.entries.boost_of(
            source.txn, storage::ActorId(group.id), storage::PostId(topic.id)
        );
        auto const id = source.site.activity(entry ? entry->value() : topic.id, "announce");
        return activitypub::write_activity_body(writer.make(
            activitypub::ActivityType::announce,
            group,
            id,
            Reference::to(known_iri(topic.iri)),
            writer.to_everybody(group)
        ));
    }
    auto const body = source.tables.posts.load_body(source.txn, storage::PostId(topic.id));
    auto const author = source.actor(topic.author);
    if (!body || !author) {
        return body ? Result<nlohmann::ordered_json>(std::unexpected(author.error()))
                    : failed(body.error());
    }
    auto const create = writer.post_text(*author, topic, *body, 0);
    if (!create) {
        return std::unexpected(create.error());
    }
    auto const wrapped = writer.wrapped(group, source.site.activity(topic.id, "announce"), *create);
    if (!wrapped) {
        return std::unexpected(wrapped.error());
    }
    return nlohmann::ordered_json::parse(*wrapped, nullptr, /*allow_exceptions=*/false);
}

Result<nlohmann::ordered_json> created(
    DocumentSource const& source, ActivityWriter const& writer, storage::PostRecord const& post
) {
    auto const body = source.tables.posts.load_body(source.txn, storage::PostId(post.id));
    auto const author = source.actor(post.author);
    if (!body || !author) {
        return body ? Result<nlohmann::ordered_json>(std::unexpected(author.error()))
                    : failed(body.error());
    }
    auto const create = writer.post_text(*author, post, *body, 0);
    if (!create) {
        return std::unexpected(create.error());
    }
    return nlohmann::ordered_json::parse(*create, nullptr, /*allow_exceptions=*/false);
}

Result<std::vector<storage::PostRecord>> published_posts(
    DocumentSource const& source, storage::ActorRecord const& actor
) {
    storage::PageRequest const request{.limit = outbox_page_size};
    storage::ActorId const id(actor.id);
    auto page = actor.kind == storage::ActorKind::group
                    ? source.tables.posts.topics_of(source.txn, id, request)
                    : source.tables.posts.by_author(source.txn, id, request);
    if (!page) {
        return failed(page.error());
    }
    std::erase_if(page->items, [&](storage::PostRecord const& post) {
        auto const visible = may_see(source.txn, source.tables, Viewer::anonymous(), post);
        return !visible || !*visible || post.visibility != storage::Visibility::public_;
    });
    return std::move(page->items);
}

}  // namespace

std::string counted_collection(std::string const& id, std::uint64_t total) {
    return text_of(empty_collection(id, total));
}

Result<std::string> outbox_collection(
    App& app, DocumentSource const& source, storage::ActorRecord const& actor
) {
    auto const posts = published_posts(source, actor);
    if (!posts) {
        return std::unexpected(posts.error());
    }
    ActivityWriter const writer(source, app.key_vault(), app.now());
    auto items = nlohmann::ordered_json::array();
    for (auto const& post : *posts) {
        auto item = actor.kind == storage::ActorKind::group ? announced(source, writer, actor, post)
                                                            : created(source, writer, post);
        if (item) {
            items.push_back(std::move(*item));
        }
    }
    auto const counters = source.tables.actor_counters.load(source.txn, storage::ActorId(actor.id));
    auto const total = !counters                                 ? items.size()
                       : actor.kind == storage::ActorKind::group ? counters->topics
                                                                 : counters->posts;
    auto document =
        activitypub::write_collection(empty_collection(iri_of(source, actor) + "/outbox", total));
    document["orderedItems"] = std::move(items);
    return document.dump();
}

Result<std::string> featured_collection(
    DocumentSource const& source, storage::ActorRecord const& actor
) {
    auto collection = empty_collection(iri_of(source, actor) + "/collections/featured", 0);
    auto const settings = source.tables.group_settings.load(source.txn, storage::ActorId(actor.id));
    for (auto const pinned : settings ? settings->pinned : std::vector<std::uint64_t>{}) {
        auto const post =
            load_post_for(source.txn, source.tables, Viewer::anonymous(), storage::PostId(pinned));
        auto const body = source.tables.posts.load_body(source.txn, storage::PostId(pinned));
        if (!post || !body) {
            continue;
        }
        if (!post->local) {
            collection.items.push_back(Reference::to(known_iri(post->iri)));
        } else if (auto object = post_document(source, *post, *body)) {
            collection.items.push_back(Reference::of(std::move(*object)));
        }
    }
    collection.total_items = static_cast<std::int64_t>(collection.items.size());
    return text_of(collection);
}

Result<std::string> moderators_collection(
    DocumentSource const& source, storage::ActorRecord const& group
) {
    auto const settings = source.tables.group_settings.load(source.txn, storage::ActorId(group.id));
    if (!settings) {
        return failed(settings.error());
    }
    auto collection = empty_collection(iri_of(source, group) + "/moderators", 0);
    for (auto const moderator : settings->moderators) {
        if (auto const actor = source.actor(moderator)) {
            collection.items.push_back(Reference::to(known_iri(iri_of(source, *actor))));
        }
    }
    collection.total_items = static_cast<std::int64_t>(collection.items.size());
    return text_of(collection);
}

Result<std::string> context_collection(
    DocumentSource const& source,
    Viewer const& viewer,
    storage::PostRecord const& root,
    std::uint32_t page
) {
    auto const id = source.site.context(root.id);
    auto const counters = source.tables.post_counters.load(source.txn, storage::PostId(root.id));
    auto collection = empty_collection(id, 1 + (counters ? counters->replies : 0));
    if (root.group != 0) {
        if (auto const group = source.actor(root.group)) {
            collection.attributed_to = known_iri(iri_of(source, *group));
        }
    }
    auto const page_id = [&](std::uint32_t number) {
        return known_iri(id + "?page=" + std::to_string(number));
    };
    if (page == 0) {
        collection.first = page_id(1);
        return text_of(collection);
    }
    collection.type = CollectionType::ordered_collection_page;
    collection.part_of = collection.id;
    collection.id = page_id(page);
    if (page == 1) {
        collection.items.push_back(Reference::to(known_iri(post_iri(source.site, root))));
    }
    auto const after = (page - 1) * static_cast<std::uint32_t>(context_page_size);
    auto const replies =
        source.tables.posts.thread(source.txn, storage::PostId(root.id), after, context_page_size);
    if (!replies) {
        return failed(replies.error());
    }
    for (auto const reply : *replies) {
        if (auto const post = load_post_for(source.txn, source.tables, viewer, reply)) {
            collection.items.push_back(Reference::to(known_iri(post_iri(source.site, *post))));
        }
    }
    if (replies->size() == context_page_size) {
        collection.next = page_id(page + 1);
    }
    return text_of(collection);
}

Result<std::string> replies_collection(
    DocumentSource const& source, Viewer const& viewer, storage::PostRecord const& post
) {
    auto collection = empty_collection(source.site.object(post.id) + "/replies", 0);
    collection.type = CollectionType::collection;
    auto const children =
        source.tables.posts.children(source.txn, storage::PostId(post.id), 0, context_page_size);
    if (!children) {
        return failed(children.error());
    }
    for (auto const child : *children) {
        if (auto const reply = load_post_for(source.txn, source.tables, viewer, child)) {
            collection.items.push_back(Reference::to(known_iri(post_iri(source.site, *reply))));
        }
    }
    collection.total_items = static_cast<std::int64_t>(collection.items.size());
    return text_of(collection);
}

}  // namespace folkmoot::node
