// Errors of the lower rooms as errors of this one: the code decides the answer, the text is for
// strangers and says what to do next, the detail is for the log.
#pragma once

#include "activitypub/error.hpp"
#include "federation/error.hpp"
#include "node/error.hpp"
#include "storage/error.hpp"

#include <utility>

namespace folkmoot::node {

/// Of the store. `not_found` becomes not_found; what the disk or a queue refuses becomes
/// unavailable.
Error fold(storage::Error const& error);

/// Of reading or verifying the language of the fediverse: something that came in is wrong.
Error fold(activitypub::Error const& error);

/// Of reaching another server.
Error fold(federation::Error const& error);

/// The failure of a lower room's result, to return from a function with this room's Result.
template <class E>
std::unexpected<Error> failed(E const& error) {
    return std::unexpected(fold(error));
}

/// A refusal that a person reads.
inline std::unexpected<Error> refused(ErrorCode code, std::string safe, std::string detail = {}) {
    return std::unexpected(Error{code, std::move(safe), std::move(detail)});
}

/// The one answer for what is unknown and for what the viewer may not see (threat P04).
inline std::unexpected<Error> not_found(std::string detail = {}) {
    return refused(ErrorCode::not_found, "Record not found", std::move(detail));
}

}  // namespace folkmoot::node
