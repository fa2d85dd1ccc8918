// Who may quote, reply, like or announce an object (GoToSocial interactionPolicy, FEP-044f), and
// quotes themselves.
#pragma once

#include "activitypub/vocabulary/iri.hpp"

#include <optional>
#include <vector>

namespace folkmoot::activitypub {

/// One sub-policy: actors and collections, the public collection among them.
struct InteractionRule {
    std::vector<Iri> automatic;  ///< `automaticApproval`, older `always`
    std::vector<Iri> manual;     ///< `manualApproval`, older `approvalRequired`

    friend bool operator==(InteractionRule const&, InteractionRule const&) = default;
};

/// Absent sub-policies say nothing: for quotes Mastodon reads that as nobody, for the rest
/// everybody may.
struct InteractionPolicy {
    std::optional<InteractionRule> can_quote;
    std::optional<InteractionRule> can_reply;
    std::optional<InteractionRule> can_like;
    std::optional<InteractionRule> can_announce;

    friend bool operator==(InteractionPolicy const&, InteractionPolicy const&) = default;
};

/// An object quotes another. Read from `quote`, `quoteUrl`, `quoteUri`, `_misskey_quote` or a
/// FEP-e232 link.
struct Quote {
    Iri object;
    std::optional<Iri> authorization;  ///< `quoteAuthorization`: believed only after fetching it

    friend bool operator==(Quote const&, Quote const&) = default;
};

}  // namespace folkmoot::activitypub
