#include "node/community/origin.hpp"

#include <string_view>

namespace folkmoot::node {
namespace {

constexpr std::string_view seen_before = "activity seen before";

}  // namespace

storage::Result<void> mark_seen(
    storage::Tables& tables, storage::WriteTxn& txn, Origin const& origin, std::int64_t now
) {
    auto const before =
        std::unexpected(storage::Error{storage::ErrorCode::already_exists, std::string(seen_before)}
        );
    if (origin.pending) {
        // A waiting activity was noted when it was put by; its row is what makes it happen once.
        auto const erased = tables.pending_activities.erase(txn, origin.pending);
        if (!erased && erased.error().code == storage::ErrorCode::not_found) {
            return before;
        }
        return erased;
    }
    if (!origin.seen) {
        return {};
    }
    auto const fresh = tables.seen_activities.insert(txn, *origin.seen, now);
    if (!fresh) {
        return std::unexpected(fresh.error());
    }
    return *fresh ? storage::Result<void>{} : before;
}

bool is_already_seen(Error const& error) noexcept {
    return error.code == ErrorCode::conflict && error.detail.ends_with(seen_before);
}

}  // namespace folkmoot::node
