#include "node/api/mastodon/status_lookup.hpp"

#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {

Result<FoundStatus> find_status(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    std::uint64_t id,
    Action action
) {
    FoundStatus found;
    auto post = storage::PostId(id);
    auto const known = tables.posts.exists(txn, post);
    if (!known) {
        return failed(known.error());
    }
    if (!*known) {
        auto boost = tables.entries.load(txn, storage::EntryId(id));
        if (!boost) {
            return failed(boost.error());
        }
        auto const booster =
            load_actor_for(txn, tables, viewer, storage::ActorId(boost->actor), Action::read);
        if (!booster) {
            return not_found();
        }
        post = storage::PostId(boost->object);
        found.boost = std::move(*boost);
    }
    auto record = load_post_for(txn, tables, viewer, post, action);
    if (!record) {
        return std::unexpected(std::move(record.error()));
    }
    found.post = std::move(*record);
    return found;
}

}  // namespace folkmoot::node
