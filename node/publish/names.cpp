#include "node/publish/names.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorKind;

bool is_local(storage::ActorRecord const& actor) {
    return actor.host == 0;
}

}  // namespace

std::string actor_iri(Site const& site, storage::ActorRecord const& actor) {
    if (!is_local(actor)) {
        return actor.iri;
    }
    switch (actor.kind) {
        case ActorKind::group:
            return site.group(actor.username);
        case ActorKind::application:
            return site.instance_actor();
        case ActorKind::service:
            return site.moderation_service();
        case ActorKind::person:
        case ActorKind::organization:
            break;
    }
    return site.member(actor.username);
}

std::string followers_iri(Site const& site, storage::ActorRecord const& actor) {
    return is_local(actor) ? actor_iri(site, actor) + "/followers" : actor.followers;
}

std::string actor_page(Site const& site, storage::ActorRecord const& actor) {
    if (!is_local(actor)) {
        return actor.url.empty() ? actor.iri : actor.url;
    }
    switch (actor.kind) {
        case ActorKind::group:
            return site.group_page(actor.username);
        case ActorKind::application:
            return site.origin() + "/about";
        case ActorKind::service:
            return site.origin() + "/about/moderation";
        case ActorKind::person:
        case ActorKind::organization:
            break;
    }
    return site.profile_page(actor.username);
}

std::string acct(storage::ActorRecord const& actor) {
    auto const at = actor.handle.find('@');
    return is_local(actor) || at == std::string::npos ? actor.username
                                                      : actor.username + actor.handle.substr(at);
}

std::string full_handle(Site const& site, storage::ActorRecord const& actor) {
    return is_local(actor) ? actor.username + "@" + site.domain() : acct(actor);
}

std::string post_iri(Site const& site, storage::PostRecord const& post) {
    return post.local ? site.object(post.id) : post.iri;
}

std::string post_page(
    Site const& site,
    storage::PostRecord const& post,
    storage::ActorRecord const& author,
    storage::ActorRecord const* group,
    storage::PostRecord const& root
) {
    if (group == nullptr) {
        return site.post_page(author.username, post.id);
    }
    auto const topic = site.topic_page(acct(*group), root.id, root.slug);
    return post.ordinal == 0 ? topic : topic + "#p" + std::to_string(post.ordinal + 1);
}

}  // namespace folkmoot::node
