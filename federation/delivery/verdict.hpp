// What an answer to a delivery means for the delivery and for its host (reference: federation,
// section 6.1; threats R34). Pure.
#pragma once

#include "federation/client/http_client.hpp"
#include "federation/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace folkmoot::federation {

/// What to do next with one delivery.
enum class Verdict : std::uint8_t {
    delivered,     ///< 2xx
    dropped,       ///< refused for good: it will not be better next time, and the host is well
    other_scheme,  ///< 400, 401 or 403 to a signature that it may not understand
    later,         ///< the host is not well: try again after a wait
};

/// Judges an answer.
/// @param answer         what the client returned
/// @param schemes_left   whether the other signature scheme has not been tried yet
/// @param refusals       how often this delivery was answered 401 before; the fourth one drops it
Verdict judge(Result<HttpResponse> const& answer, bool schemes_left, unsigned refusals) noexcept;

/// How long the host asks us to wait, when it does.
std::optional<std::chrono::seconds> asked_wait(
    Result<HttpResponse> const& answer, std::chrono::sys_seconds now
);

}  // namespace folkmoot::federation
