// An activity whose sender is known. Only the pipeline can make one, so that no listener ever works
// from an unverified body (threats F02, law 4 of the house).
#pragma once

#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/ownership.hpp"
#include "activitypub/vocabulary/timestamp.hpp"
#include "storage/digest.hpp"
#include "storage/store.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace folkmoot::federation {

/// How it was shown that the actor sent an activity.
enum class Evidence {
    http_signature,  ///< the request was signed with the actor's key
    proof,  ///< passed on by somebody else; an integrity proof of the actor holds (FEP-8b32)
    gone,   ///< deletion of an actor whose own document says 410 (federation notes 2.2)
};

/// A cheap copyable value; its parts are immutable and shared.
class VerifiedActivity {
public:
    /// Who acts, as stored. Never local, never suspended, never of a refused host.
    storage::ActorRecord const& actor() const noexcept { return facts_->actor; }

    /// What they do. `actor` in it is `actor().iri`.
    activitypub::Activity const& activity() const noexcept { return *facts_->activity; }

    /// By what right, so far as the document shows.
    activitypub::Authority authority() const noexcept { return facts_->authority; }

    /// The bytes as received: what a group passes on unchanged.
    std::shared_ptr<std::string const> const& raw() const noexcept { return facts_->raw; }

    /// Name under which the activity is remembered as seen.
    storage::Hash128 seen() const noexcept { return facts_->seen; }

    /// The waiting row of an activity that waited for a fetch: its seen id is durable already, and
    /// the row goes in the transaction of its effects. None while the sender waits for the answer.
    storage::PendingId pending() const noexcept { return facts_->pending; }

    Evidence evidence() const noexcept { return facts_->evidence; }

    activitypub::Timestamp received_at() const noexcept { return facts_->received_at; }

    /// The local actor in whose own inbox it arrived; none for the shared inbox.
    std::optional<storage::ActorId> target() const noexcept { return facts_->target; }

private:
    friend class Inbox;
    friend class PendingRunner;

    struct Facts {
        storage::ActorRecord actor;
        std::shared_ptr<activitypub::Activity const> activity;
        activitypub::Authority authority{};
        std::shared_ptr<std::string const> raw;
        storage::Hash128 seen{};
        storage::PendingId pending;
        Evidence evidence = Evidence::http_signature;
        activitypub::Timestamp received_at{};
        std::optional<storage::ActorId> target;
    };

    explicit VerifiedActivity(Facts facts) : facts_(std::make_shared<Facts>(std::move(facts))) {}

    std::shared_ptr<Facts const> facts_;
};

}  // namespace folkmoot::federation
