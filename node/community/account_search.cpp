#include "node/community/account_search.hpp"

#include "node/access/can.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <string>

namespace folkmoot::node {
namespace {

using storage::ActorRecord;

constexpr std::size_t max_results = 80;

std::string_view bare_handle(std::string_view text) {
    if (text.starts_with("acct:")) {
        text.remove_prefix(5);
    }
    if (text.starts_with('@') || text.starts_with('!')) {
        text.remove_prefix(1);
    }
    return text;
}

/// The folded form of a handle as the store has it.
std::string stored_handle(Site const& site, std::string_view text) {
    auto const bare = bare_handle(text);
    auto const at = bare.find('@');
    if (at == std::string_view::npos) {
        return storage::fold_handle(bare);
    }
    auto const name = bare.substr(0, at);
    auto const host = storage::fold_handle(bare.substr(at + 1));
    return host == site.domain() ? storage::fold_handle(name) : storage::fold_handle(name, host);
}

/// The node's own services are no accounts that people look for.
bool is_account(ActorRecord const& actor) {
    return actor.host != 0 || actor.kind == storage::ActorKind::person ||
           actor.kind == storage::ActorKind::group;
}

}  // namespace

Result<ActorRecord> find_by_handle(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Site const& site,
    Viewer const& viewer,
    std::string_view handle
) {
    auto actor = tables.actors.by_handle(txn, stored_handle(site, handle));
    if (!actor) {
        return failed(actor.error());
    }
    if (auto const shown = can(txn, tables, viewer, Action::read, *actor); !shown) {
        return std::unexpected(shown.error());
    }
    return std::move(*actor);
}

Result<std::vector<ActorRecord>> search_accounts(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Site const& site,
    Viewer const& viewer,
    AccountQuery const& query
) {
    std::vector<ActorRecord> found;
    auto const prefix = stored_handle(site, query.text);
    if (prefix.empty()) {
        return found;
    }
    auto const limit = std::min(query.limit, max_results);
    // Some of what begins with the text is left out below; looking at twice as many keeps the list
    // full in most cases.
    auto candidates = tables.actors.with_handle_prefix(txn, prefix, limit * 2);
    if (!candidates) {
        return failed(candidates.error());
    }
    for (auto& candidate : *candidates) {
        auto const shown = may_see(txn, tables, viewer, candidate);
        if (!shown) {
            return std::unexpected(shown.error());
        }
        bool followed = true;
        if (query.following) {
            auto const accepted =
                tables.follows.is_accepted(txn, viewer.actor, storage::ActorId(candidate.id));
            followed = accepted && *accepted;
        }
        if (*shown && followed && is_account(candidate) && found.size() < limit) {
            found.push_back(std::move(candidate));
        }
    }
    return found;
}

}  // namespace folkmoot::node
