// The one inversion of the house: this room authenticates an activity, the room above gives it
// meaning.
#pragma once

#include "federation/inbox/verified_activity.hpp"
#include "federation/resolve/fetch_budget.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace folkmoot::federation {

/// What became of an activity.
enum class Disposition {
    applied,      ///< its effects and its seen id are durable
    ignored,      ///< nothing to do, nothing changed: unknown type, repeated, not for us
    rejected,     ///< the sender may not do that; nothing changed
    needs_fetch,  ///< something must be fetched first; nothing changed
};

/// The answer of a listener.
struct Outcome {
    Disposition disposition = Disposition::ignored;
    int status = 202;    ///< HTTP status for the sender
    std::string reason;  ///< constant text for the log and the metrics, e.g. "create.unsolicited"
};

/// Gives meaning to verified activities.
class Listener {
public:
    Listener() = default;
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;
    virtual ~Listener() = default;

    /// Applies an activity, with its seen id in the same transaction, and returns after the commit.
    /// @param activity  authenticated; its contents are a claim of its actor all the same
    /// @param budget    for fetches; null: nothing may be fetched, answer needs_fetch instead.
    ///                  Outlives the call
    virtual boost::asio::awaitable<Outcome> handle(
        VerifiedActivity activity, FetchBudget* budget
    ) = 0;
};

}  // namespace folkmoot::federation
