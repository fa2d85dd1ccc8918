#include "node/pages/find_actor.hpp"

#include "node/access/can.hpp"
#include "node/fold_errors.hpp"
#include "node/pages/people.hpp"

namespace folkmoot::node {

Result<storage::ActorRecord> find_actor(PageQuery const& query, std::string_view handle) {
    auto const& services = query.tools.services;
    auto const at = handle.find('@');
    auto const name = handle.substr(0, at);
    auto host = at == std::string_view::npos ? std::string_view() : handle.substr(at + 1);
    if (host == services.site.domain()) {
        host = {};
    }
    auto actor = services.store.actors.by_handle(query.txn, storage::fold_handle(name, host));
    if (!actor) {
        return failed(actor.error());
    }
    auto const allowed = can(query.txn, services.store, query.viewer, Action::read, *actor);
    if (!allowed) {
        return std::unexpected(allowed.error());
    }
    return std::move(*actor);
}

std::string moved_actor(
    PageQuery const& query,
    storage::ActorRecord const& actor,
    std::string_view prefix,
    std::string_view tail
) {
    if (actor.host == 0 && actor.kind == storage::ActorKind::application) {
        return "/about";
    }
    auto const own = actor_path(actor);
    auto const asked =
        std::string(prefix) + std::string(query.context.params[prefix == "/g/" ? "group" : "name"]);
    if (own == asked) {
        return {};
    }
    return own.starts_with(prefix) ? own + std::string(tail) : own;
}

}  // namespace folkmoot::node
