#include "federation/delivery/verdict.hpp"

#include "federation/client/retry.hpp"

namespace folkmoot::federation {
namespace {

constexpr unsigned most_refusals = 3;

}  // namespace

Verdict judge(Result<HttpResponse> const& answer, bool schemes_left, unsigned refusals) noexcept {
    if (!answer) {
        return retryable(answer.error().code) ? Verdict::later : Verdict::dropped;
    }
    auto const status = answer->status;
    if (status >= 200 && status < 300) {
        return Verdict::delivered;
    }
    if (schemes_left && (status == 400 || status == 401 || status == 403)) {
        return Verdict::other_scheme;
    }
    if (status == 401 && refusals >= most_refusals) {
        return Verdict::dropped;
    }
    return retryable_status(status) ? Verdict::later : Verdict::dropped;
}

std::optional<std::chrono::seconds> asked_wait(
    Result<HttpResponse> const& answer, std::chrono::sys_seconds now
) {
    return answer ? retry_after(*answer, now) : std::nullopt;
}

}  // namespace folkmoot::federation
