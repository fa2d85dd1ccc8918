// What the judge asks the store, one question a method. A question that the store cannot answer
// counts as "no" and is remembered, so that a judgement is written without a check at every step
// and fails as a whole.
#pragma once

#include "node/access/viewer.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace folkmoot::node {

/// Questions about one snapshot, for one judgement or for those of one list. Remembers the actors
/// that it met: a list has few authors.
class AccessFacts {
public:
    AccessFacts(storage::Txn const& txn, storage::Tables const& tables, Viewer const& viewer)
        : txn_(txn), tables_(tables), viewer_(viewer) {}

    /// An actor; null when there is none. Lives as long as these facts.
    storage::ActorRecord const* actor(std::uint64_t id);

    /// A post; nothing when there is none.
    std::optional<storage::PostRecord> post(std::uint64_t id);

    /// Whether the viewer is this actor.
    bool is_self(std::uint64_t actor) const;

    /// Whether an actor blocks the viewer, or the viewer the actor.
    bool blocks_viewer(std::uint64_t actor);
    bool blocked_by_viewer(std::uint64_t actor);

    /// Whether the viewer follows an actor and was accepted; for a server: one of its actors.
    bool follows(std::uint64_t actor);

    /// Whether the viewer belongs to a group; for a server: one of its actors follows it.
    bool belongs_to(storage::ActorRecord const& group);

    /// Whether a post mentions or addresses the viewer; for a server: one of its actors.
    bool is_named_in(storage::PostRecord const& post);

    /// The viewer's membership of a group in whatever state.
    std::optional<storage::MembershipRecord> membership(std::uint64_t group);

    /// Whether the viewer's server is one that we have nothing to do with.
    bool from_suspended_host();

    /// Whether the viewer is an actor that may act: not suspended, not deleted.
    bool may_act();

    /// Whether the viewer moderates a group.
    bool moderates(std::uint64_t group);

    /// Whether the viewer has at least this role of the node.
    bool has_role(storage::NodeRole at_least);

    /// Settings of a local group.
    std::optional<storage::GroupSettingsRecord> settings(std::uint64_t group);

    /// The judgement, or the first question that the store could not answer.
    template <class T>
    Result<T> answer(T judgement) const {
        return failure_ ? Result<T>(std::unexpected(*failure_)) : Result<T>(std::move(judgement));
    }

    /// The value of a lookup; nothing when it is absent or failed.
    template <class T>
    std::optional<T> found(storage::Result<T> result) {
        if (result) {
            return std::move(*result);
        }
        if (result.error().code != storage::ErrorCode::not_found) {
            note(result.error());
        }
        return std::nullopt;
    }

private:
    bool yes(storage::Result<bool> const& result);
    bool host_named(std::uint64_t actor);
    void note(storage::Error const& error);

    storage::Txn const& txn_;
    storage::Tables const& tables_;
    Viewer viewer_;
    std::unordered_map<std::uint64_t, std::optional<storage::ActorRecord>> actors_;
    std::optional<Error> failure_;
};

}  // namespace folkmoot::node
