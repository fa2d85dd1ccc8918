#include "node/pages/people.hpp"

#include "node/publish/documents/media_document.hpp"
#include "node/publish/names.hpp"

namespace folkmoot::node {

using storage::ActorKind;

std::string actor_path(storage::ActorRecord const& actor) {
    return (actor.kind == ActorKind::group ? "/g/" : "/@") + acct(actor);
}

std::string domain_of(storage::ActorRecord const& actor) {
    auto const at = actor.handle.find('@');
    return actor.host == 0 || at == std::string::npos ? std::string() : actor.handle.substr(at + 1);
}

std::string name_of(storage::ActorRecord const& actor) {
    return actor.display_name.empty() ? actor.username : actor.display_name;
}

webui::GroupReference group_reference(storage::ActorRecord const& group) {
    return {group.username, name_of(group), actor_path(group), domain_of(group)};
}

People::People(Services const& services, storage::Txn const& txn)
    : services_(services), txn_(txn) {}

storage::ActorRecord const* People::actor(std::uint64_t id) {
    auto [it, fresh] = actors_.try_emplace(id);
    if (fresh && id != 0) {
        auto loaded = services_.store.actors.load(txn_, storage::ActorId(id));
        if (loaded && !loaded->suspended && loaded->deleted_at == 0) {
            it->second = std::move(*loaded);
        }
    }
    return it->second ? &*it->second : nullptr;
}

webui::Author People::author(storage::ActorRecord const& actor) const {
    webui::Author author;
    author.name = name_of(actor);
    author.handle = "@" + acct(actor);
    author.domain = domain_of(actor);
    author.path = actor_path(actor);
    author.avatar_url = picture(actor.icon_media);
    author.role =
        moderators_.contains(actor.id) ? webui::AuthorRole::moderator : webui::AuthorRole::none;
    author.automated =
        actor.bot || actor.kind == ActorKind::service || actor.kind == ActorKind::application;
    return author;
}

webui::Author People::author(std::uint64_t id) {
    auto const* const found = actor(id);
    return found == nullptr ? webui::Author{} : author(*found);
}

std::string People::picture(std::uint64_t media) const {
    if (media == 0) {
        return {};
    }
    auto const file = services_.store.media_files.load(txn_, storage::MediaId(media));
    return file ? media_url(services_.site, *file) : std::string();
}

void People::set_moderators(std::vector<std::uint64_t> const& ids) {
    moderators_ = {ids.begin(), ids.end()};
}

}  // namespace folkmoot::node
