#include "federation/delivery/verdict.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {
namespace {

struct Case {
    char const* name;
    unsigned status;
    bool schemes_left;
    unsigned refusals;
    Verdict expected;
};

class Judge : public testing::TestWithParam<Case> {};

TEST_P(Judge, FollowsTheTableOfAnswers) {
    auto const& [name, status, schemes_left, refusals, expected] = GetParam();
    HttpResponse response;
    response.status = status;
    EXPECT_EQ(judge(response, schemes_left, refusals), expected);
}

INSTANTIATE_TEST_SUITE_P(
    R34_Statuses,
    Judge,
    testing::Values(
        Case{"Ok", 200, true, 0, Verdict::delivered},
        Case{"Accepted", 202, true, 0, Verdict::delivered},
        Case{"Redirect", 301, true, 0, Verdict::dropped},
        Case{"BadRequestMayBeTheScheme", 400, true, 0, Verdict::other_scheme},
        Case{"UnauthorizedMayBeTheScheme", 401, true, 0, Verdict::other_scheme},
        Case{"ForbiddenMayBeTheScheme", 403, true, 0, Verdict::other_scheme},
        Case{"BadRequest", 400, false, 0, Verdict::dropped},
        Case{"Forbidden", 403, false, 0, Verdict::dropped},
        Case{"UnauthorizedOnce", 401, false, 0, Verdict::later},
        Case{"UnauthorizedThrice", 401, false, 2, Verdict::later},
        Case{"UnauthorizedTooOften", 401, false, 3, Verdict::dropped},
        Case{"NotFound", 404, true, 0, Verdict::dropped},
        Case{"RequestTimeout", 408, true, 0, Verdict::later},
        Case{"Gone", 410, true, 0, Verdict::dropped},
        Case{"TooLarge", 413, true, 0, Verdict::dropped},
        Case{"TooMany", 429, true, 0, Verdict::later},
        Case{"ServerError", 500, true, 0, Verdict::later},
        Case{"NotImplemented", 501, true, 0, Verdict::dropped},
        Case{"Unavailable", 503, true, 0, Verdict::later}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(Judge, R34_WaitsForTheNetworkAndGivesUpOnRefusedAddresses) {
    EXPECT_EQ(judge(std::unexpected(Error{ErrorCode::unreachable, ""}), true, 0), Verdict::later);
    EXPECT_EQ(
        judge(std::unexpected(Error{ErrorCode::refused_address, ""}), true, 0), Verdict::dropped
    );
}

TEST(AskedWait, R34_HonoursRetryAfterUpToSixHours) {
    HttpResponse response;
    response.status = 429;
    response.headers = {{"Retry-After", "120"}};
    EXPECT_EQ(asked_wait(response, {}), std::chrono::seconds(120));
    response.headers = {{"Retry-After", "9999999"}};
    EXPECT_EQ(asked_wait(response, {}), std::chrono::hours(6));
    response.headers.clear();
    EXPECT_EQ(asked_wait(response, {}), std::nullopt);
}

}  // namespace
}  // namespace folkmoot::federation
