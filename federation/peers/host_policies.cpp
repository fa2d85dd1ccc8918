#include "federation/peers/host_policies.hpp"

#include <utility>

namespace folkmoot::federation {
namespace {

/// The host of a name with or without port, as policies are kept. A name that is no host at all is
/// left as it is: no policy matches it, and nobody connects to it.
std::string host_of(std::string_view name) {
    auto const bracket = name.rfind(']');
    auto const colon = name.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon)) {
        name = name.substr(0, colon);
    }
    auto canonical = activitypub::canonical_host(name, activitypub::IriPolicy::development());
    return canonical ? std::move(*canonical) : std::string(name);
}

}  // namespace

HostPolicies::HostPolicies(
    storage::Store const& store, activitypub::Origin local, FederationMode mode
)
    : store_(store), local_(std::move(local)), mode_(mode) {}

Result<HostStanding> HostPolicies::standing(storage::Txn const& txn, std::string_view host) const {
    auto const match = store_.host_policies.match(txn, host_of(host));
    if (!match) {
        return std::unexpected(Error{ErrorCode::unavailable, match.error().detail});
    }
    if (!*match) {
        return HostStanding{.refused = mode_ == FederationMode::allowlist};
    }
    auto const& policy = (*match)->policy;
    return HostStanding{
        .refused = policy.severity == storage::Severity::suspend ||
                   (mode_ == FederationMode::allowlist && !policy.allowed),
        .silenced = policy.severity == storage::Severity::silence,
        .reject_media = policy.reject_media,
        .reject_reports = policy.reject_reports,
    };
}

bool HostPolicies::refuses(std::string_view host) const {
    auto const txn = store_.read();
    if (!txn) {
        return true;
    }
    auto const found = standing(*txn, host);
    return !found || found->refused;
}

HostFilter HostPolicies::filter() const {
    return [this](std::string const& host) {
        // In development several nodes share a host and differ in their ports.
        bool const own = local_.scheme == "https" && host == local_.host;
        return !own && !refuses(host);
    };
}

}  // namespace folkmoot::federation
