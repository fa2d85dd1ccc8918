// The ground on which the publisher drafts one event: the snapshot, the writer of its activities,
// the time, and who acts where.
#pragma once

#include "node/publish/activities.hpp"
#include "node/publish/documents/document_source.hpp"
#include "node/publish/event_rows.hpp"

#include <cstdint>
#include <optional>

namespace folkmoot::node {

/// What every event needs: the actor who acts and, inside groups, the group.
struct Scene {
    storage::ActorRecord actor;
    std::optional<storage::ActorRecord> group;

    bool in_local_group() const { return group && group->host == 0; }

    bool in_remote_group() const { return group && group->host != 0; }

    storage::Channel group_channel() const { return storage::Channel(group->id); }
};

/// One event in the making. Made where it is used and never kept: it holds references only, one of
/// them to itself.
class Draft {
public:
    Draft(DocumentSource const& source, KeyVault& vault, Time now)
        : source_(source), writer_(source_, vault, now), now_(now) {}

    Draft(Draft const&) = delete;
    Draft& operator=(Draft const&) = delete;

    DocumentSource const& source() const noexcept { return source_; }

    Site const& site() const noexcept { return source_.site; }

    ActivityWriter const& writer() const noexcept { return writer_; }

    Time now() const noexcept { return now_; }

    /// Rows for an event of now.
    EventRows rows(storage::OutgoingKind kind, std::uint64_t object) const {
        return {kind, object, now_};
    }

    /// The records of an actor and of the group it acts in.
    /// @param group  0: in none
    Result<Scene> scene(std::uint64_t actor, std::uint64_t group) const;

private:
    DocumentSource source_;
    ActivityWriter writer_;
    Time now_;
};

}  // namespace folkmoot::node
