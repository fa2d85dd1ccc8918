// A client whose fetches are expected to fail.
#pragma once

#include "tests/federation/client/client_fixture.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {

/// Checks how a fetch failed, and that nothing of it is kept.
class HostileServer : public ClientTest {
protected:
    void expect_failure(
        Result<HttpResponse> const& response, ErrorCode code, FetchOutcome outcome
    ) {
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, code) << response.error().detail;
        EXPECT_EQ(client().metrics().count(outcome), 1U) << response.error().detail;
        EXPECT_EQ(client().metrics().idle, 0U);
        EXPECT_EQ(client().metrics().in_flight, 0U);
    }

    /// A redirect was refused: the connection that brought it is sound and kept.
    void expect_refused_redirect(Result<HttpResponse> const& response) {
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, ErrorCode::remote_invalid) << response.error().detail;
        EXPECT_EQ(client().metrics().count(FetchOutcome::invalid_response), 1U);
    }
};

}  // namespace folkmoot::federation
