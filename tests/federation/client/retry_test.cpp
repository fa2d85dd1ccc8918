#include "federation/client/retry.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <optional>

namespace folkmoot::federation {
namespace {

using std::chrono::seconds;

/// Sun, 06 Nov 1994 08:49:37 GMT
constexpr std::chrono::sys_seconds now{seconds(784'111'777)};

std::optional<seconds> wait_for(std::string const& value) {
    HttpResponse response;
    response.headers.push_back({"retry-after", value});
    return retry_after(response, now);
}

TEST(ThreatR, R34_WhichStatusesMayPass) {
    for (unsigned const status : {401U, 408U, 425U, 429U, 500U, 502U, 503U, 504U, 520U}) {
        EXPECT_TRUE(retryable_status(status)) << status;
    }
    for (unsigned const status :
         {200U, 301U, 400U, 403U, 404U, 405U, 406U, 410U, 413U, 415U, 422U, 501U}) {
        EXPECT_FALSE(retryable_status(status)) << status;
    }
}

TEST(ThreatR, R34_WhichErrorsMayPass) {
    EXPECT_TRUE(retryable(ErrorCode::unreachable));
    EXPECT_TRUE(retryable(ErrorCode::unavailable));
    for (auto const code :
         {ErrorCode::invalid_input,
          ErrorCode::refused_address,
          ErrorCode::remote_invalid,
          ErrorCode::not_found,
          ErrorCode::gone,
          ErrorCode::forbidden,
          ErrorCode::internal}) {
        EXPECT_FALSE(retryable(code)) << to_string(code);
    }
}

TEST(ThreatR, R34_RetryAfterInSeconds) {
    EXPECT_EQ(wait_for("120"), seconds(120));
    EXPECT_EQ(wait_for("0"), seconds(0));
}

TEST(ThreatR, R34_RetryAfterAsDate) {
    EXPECT_EQ(wait_for("Sun, 06 Nov 1994 08:50:37 GMT"), seconds(60));
    EXPECT_EQ(wait_for("Sun, 06 Nov 1994 08:00:00 GMT"), seconds(0));
}

TEST(ThreatR, R34_RetryAfterIsCapped) {
    EXPECT_EQ(wait_for("21601"), retry_after_cap);
    EXPECT_EQ(wait_for("99999999999999999999999999"), retry_after_cap);
    EXPECT_EQ(wait_for("Sun, 06 Nov 2094 08:49:37 GMT"), retry_after_cap);
}

TEST(ThreatR, R34_RetryAfterOfNoSense) {
    for (auto const* value : {"", "-1", "1.5", "soon", "Sun Nov  6 08:49:37 1994", "12 s"}) {
        EXPECT_EQ(wait_for(value), std::nullopt) << value;
    }
    EXPECT_EQ(retry_after(HttpResponse{}, now), std::nullopt);
}

TEST(StatusError, NamesWhatIsNotThere) {
    HttpResponse response;
    response.final_url = "https://remote.example/x";
    response.status = 404;
    EXPECT_EQ(status_error(response).code, ErrorCode::not_found);
    response.status = 410;
    EXPECT_EQ(status_error(response).code, ErrorCode::gone);
    response.status = 503;
    EXPECT_EQ(status_error(response).code, ErrorCode::remote_status);
    EXPECT_EQ(status_error(response).detail, "503 from https://remote.example/x");
}

}  // namespace
}  // namespace folkmoot::federation
