#include "federation/client/redirect.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace folkmoot::federation {
namespace {

Url url(std::string const& text) {
    return *Url::parse(text);
}

TEST(ThreatS, S03_OnlyReadsFollowAndOnlyTheFiveStatuses) {
    for (unsigned const status : {301U, 302U, 303U, 307U, 308U}) {
        EXPECT_TRUE(is_followed(Method::get, status)) << status;
        EXPECT_TRUE(is_followed(Method::head, status)) << status;
        EXPECT_FALSE(is_followed(Method::post, status)) << status;
    }
    for (unsigned const status : {200U, 300U, 304U, 305U, 306U, 309U, 404U, 500U}) {
        EXPECT_FALSE(is_followed(Method::get, status)) << status;
    }
}

TEST(ThreatS, S03_AtMostThreeHops) {
    std::vector<Url> visited{url("https://a.example/0")};
    for (int hop = 1; hop <= 3; ++hop) {
        auto const next = next_hop(visited, "/" + std::to_string(hop), 3);
        ASSERT_TRUE(next) << hop;
        visited.push_back(*next);
    }
    auto const fourth = next_hop(visited, "/4", 3);
    ASSERT_FALSE(fourth);
    EXPECT_EQ(fourth.error().code, ErrorCode::remote_invalid);
}

TEST(ThreatS, S03_NeverFromHttpsToHttp) {
    auto const next = next_hop({url("https://a.example/")}, "http://a.example/", 3);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, ErrorCode::refused_address);
    EXPECT_TRUE(next_hop({url("http://localhost/")}, "https://a.example/", 3));
    EXPECT_TRUE(next_hop({url("http://localhost/")}, "http://localhost/x", 3));
}

TEST(ThreatS, S03_NoUrlTwice) {
    std::vector<Url> const visited{url("https://a.example/1"), url("https://a.example/2")};
    EXPECT_FALSE(next_hop(visited, "https://a.example/1", 3));
    EXPECT_FALSE(next_hop(visited, "/2", 3));
    EXPECT_FALSE(next_hop(visited, "HTTPS://A.EXAMPLE:443/2#other", 3));
}

TEST(ThreatS, S03_RefusesOtherSchemesAndAbsentLocations) {
    std::vector<Url> const visited{url("https://a.example/")};
    for (auto const* location :
         {"data:text/plain,x", "file:///etc/passwd", "gopher://a.example/", "https://"}) {
        EXPECT_FALSE(next_hop(visited, location, 3)) << location;
    }
    EXPECT_FALSE(next_hop(visited, std::nullopt, 3));
}

TEST(ThreatS, S03_CredentialsStayWithTheirOrigin) {
    HeaderList headers{
        {"Accept", "text/html"},
        {"AUTHORIZATION", "Bearer x"},
        {"cookie", "a=b"},
        {"Signature", "keyId=\"x\""},
        {"Signature-Input", "sig1=()"},
        {"Proxy-Authorization", "x"},
    };
    drop_credentials(headers);
    ASSERT_EQ(headers.size(), 1U);
    EXPECT_EQ(headers.front().name, "Accept");
}

}  // namespace
}  // namespace folkmoot::federation
