// The names of logs, and an upper bound in memory of each log's newest entry, so that a merge
// passes by silent sources. The bound is raised before the commit and never lowered: a reader may
// look into a log in vain, but never misses one.
#pragma once

#include "storage/schema/posts.hpp"
#include "storage/tables/ids.hpp"

#include <compare>
#include <map>
#include <mutex>
#include <optional>

namespace folkmoot::storage {

/// Names a log.
struct Log {
    LogKind kind = LogKind::local;
    ActorId owner;  ///< none for the logs of the whole node

    static Log author(ActorId actor) { return {LogKind::author, actor}; }

    static Log group(ActorId group) { return {LogKind::group, group}; }

    /// Public posts of this node.
    static Log local() { return {LogKind::local, ActorId()}; }

    /// Public posts of all known nodes.
    static Log federated() { return {LogKind::federated, ActorId()}; }

    friend auto operator<=>(Log const&, Log const&) = default;
};

/// The bounds. Thread-safe; 8 bytes and a key per log that was ever asked for.
class NewestEntries {
public:
    /// Raises the bound of a log to `id`.
    void raise(Log const& log, EntryId id);

    /// The bound; nullopt when the log was not met yet.
    std::optional<EntryId> bound(Log const& log) const;

private:
    std::mutex mutable mutex_;
    std::map<Log, EntryId> bounds_;
};

}  // namespace folkmoot::storage
