#include "federation/delivery/replay.hpp"

#include "federation/delivery/backoff.hpp"

#include <map>

namespace folkmoot::federation {
namespace {

using storage::OutgoingKind;

/// What is owed about one object, in order.
struct History {
    bool created{false};
    std::vector<storage::Sequence> creations_and_edits;
    std::vector<storage::Sequence> edits;
    storage::Sequence removal;
};

void skip_superseded(History const& history, std::set<storage::Sequence>& skipped) {
    if (history.removal) {
        skipped.insert(history.creations_and_edits.begin(), history.creations_and_edits.end());
        if (history.created) {
            skipped.insert(history.removal);
        }
        return;
    }
    if (history.edits.size() > 1) {
        skipped.insert(history.edits.begin(), std::prev(history.edits.end()));
    }
}

}  // namespace

std::set<storage::Sequence> superseded(std::span<OwedEvent const> owed, std::int64_t now) {
    std::set<storage::Sequence> skipped;
    std::map<std::uint64_t, History> histories;
    for (auto const& event : owed) {
        if (event.created < now - replayed_after_death.count() ||
            event.kind == OutgoingKind::vote) {
            skipped.insert(event.seq);
            continue;
        }
        if (event.object == 0) {
            continue;
        }
        auto& history = histories[event.object];
        switch (event.kind) {
            case OutgoingKind::creation:
                history.created = true;
                history.creations_and_edits.push_back(event.seq);
                break;
            case OutgoingKind::update:
                history.creations_and_edits.push_back(event.seq);
                history.edits.push_back(event.seq);
                break;
            case OutgoingKind::removal:
                history.removal = event.seq;
                break;
            default:
                break;
        }
    }
    for (auto const& [object, history] : histories) {
        skip_superseded(history, skipped);
    }
    return skipped;
}

}  // namespace folkmoot::federation
