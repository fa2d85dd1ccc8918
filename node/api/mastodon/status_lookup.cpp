#include "node/api/mastodon/status_lookup.hpp"

#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

/// Whether the viewer may change a boost: take an own one back.
Result<void> is_own_boost(
    Viewer const& viewer, storage::LogEntryRecord const& boost, Action action
) {
    if (storage::ActorId(boost.actor) != viewer.actor) {
        return as_result(Verdict::refuse);
    }
    if (action == Action::edit) {
        return refused(
            ErrorCode::unprocessable, "A boost has no text of its own. Take it back instead."
        );
    }
    return {};
}

}  // namespace

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
        if (action == Action::edit || action == Action::erase) {
            if (auto own = is_own_boost(viewer, *boost, action); !own) {
                return std::unexpected(std::move(own.error()));
            }
            action = Action::read;
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
