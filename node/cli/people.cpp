#include "node/cli/people.hpp"

#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

/// "name@host" without what may stand before it; the host is empty for this node.
struct Parts {
    std::string name;
    std::string host;
};

Parts split(std::string_view text, Site const& site) {
    if (text.starts_with("acct:")) {
        text.remove_prefix(5);
    }
    if (text.starts_with('@') || text.starts_with('!')) {
        text.remove_prefix(1);
    }
    auto const at = text.rfind('@');
    if (at == std::string_view::npos) {
        return {std::string{text}, ""};
    }
    auto host = storage::fold_handle(text.substr(at + 1));
    return {std::string{text.substr(0, at)}, host == site.domain() ? "" : std::move(host)};
}

Result<storage::ActorRecord> stored(Services& services, Parts const& parts) {
    auto const txn = services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto actor =
        services.store.actors.by_handle(*txn, storage::fold_handle(parts.name, parts.host));
    if (!actor) {
        return failed(actor.error());
    }
    return actor->deleted_at == 0 ? Result<storage::ActorRecord>(std::move(*actor)) : not_found();
}

std::unexpected<Error> nobody(std::string_view text) {
    return refused(ErrorCode::not_found, "Nobody here is called \"" + std::string{text} + "\".");
}

}  // namespace

Result<storage::ActorRecord> find_member(Services& services, std::string_view name) {
    auto const parts = split(name, services.site);
    auto actor = stored(services, parts);
    if (!actor && actor.error().code != ErrorCode::not_found) {
        return actor;
    }
    bool const member = actor && actor->host == 0 && actor->kind == storage::ActorKind::person;
    return member ? std::move(actor) : nobody(name);
}

boost::asio::awaitable<Result<storage::ActorRecord>> find_actor(
    Services& services, std::string text
) {
    auto const parts = split(text, services.site);
    auto known = stored(services, parts);
    if (known || known.error().code != ErrorCode::not_found) {
        co_return known;
    }
    if (parts.host.empty()) {
        co_return nobody(text);
    }
    if (!services.resolve_handle) {
        co_return refused(
            ErrorCode::not_found,
            text + " is not known here yet; start the node, so that it can be looked up."
        );
    }
    auto const resolved = co_await services.resolve_handle(parts.name + "@" + parts.host);
    if (!resolved) {
        auto error = resolved.error();
        error.safe = text + " cannot be found: " + error.safe;
        co_return std::unexpected(std::move(error));
    }
    auto const txn = services.store.read();
    if (!txn) {
        co_return failed(txn.error());
    }
    auto actor = services.store.actors.load(*txn, *resolved);
    co_return actor ? Result<storage::ActorRecord>(std::move(*actor)) : failed(actor.error());
}

std::string shown_handle(storage::ActorRecord const& actor) {
    return actor.host == 0 ? actor.username : actor.handle;
}

}  // namespace folkmoot::node
