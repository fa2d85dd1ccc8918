// What a request must be before anybody looks at its signature or its JSON: the checks that cost
// nothing (threat D09). Values in, values out.
#pragma once

#include "federation/inbox/signed_request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace folkmoot::federation {

/// Why a request is not taken.
struct Refusal {
    int status = 400;
    std::string reason;  ///< constant text, safe to show
    std::string detail;  ///< for the log only
};

/// Checks method, media type, encoding and size.
/// @return nothing when the request may go on; 405, 413 or 415 otherwise
std::optional<Refusal> check_envelope(SignedRequest const& request, std::size_t max_body);

/// The actor who deletes or updates itself, by the raw document: such activities are sent to
/// everybody who ever knew the actor, and cost nothing when this node does not.
/// @param document  passed parse_json()
/// @return the id as written; nothing for any other activity
std::optional<std::string> acts_on_itself(nlohmann::json const& document);

}  // namespace folkmoot::federation
