// What the moderators decided about a host, in the form in which this room and the listeners ask
// (threat F21, federation notes 4.2). A policy of a domain holds for every name below it.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "federation/client/http_client.hpp"
#include "federation/error.hpp"
#include "storage/store.hpp"

#include <string>
#include <string_view>

namespace folkmoot::federation {

/// How this node stands to a host.
struct HostStanding {
    bool refused = false;   ///< nothing is taken from it and nothing fetched: 403
    bool silenced = false;  ///< taken, but shown to followers only
    bool reject_media = false;
    bool reject_reports = false;

    friend bool operator==(HostStanding, HostStanding) = default;
};

/// Whom this node talks to at all.
enum class FederationMode {
    open,       ///< everybody who is not refused
    allowlist,  ///< nobody but those who are allowed
};

/// Answers from the store. Thread-safe.
class HostPolicies {
public:
    /// @param local  origin of this node; it never talks to itself
    HostPolicies(storage::Store const& store, activitypub::Origin local, FederationMode mode);

    /// The standing of a host.
    /// @param host  any spelling: case and one trailing dot do not matter; a port is dropped
    /// @return Error{unavailable} when the store cannot be read
    Result<HostStanding> standing(storage::Txn const& txn, std::string_view host) const;

    /// Whether the host is refused; true also when that cannot be found out. Opens a snapshot.
    bool refuses(std::string_view host) const;

    /// The same for the outbound door: whether it may talk to a host.
    HostFilter filter() const;

private:
    storage::Store const& store_;
    activitypub::Origin const local_;
    FederationMode const mode_;
};

}  // namespace folkmoot::federation
