// Signing in and out: cookies, form tokens, limits, where it leads (threats A06, A07, A08, A09,
// H24).
#include "node/oauth/form_guard.hpp"
#include "node/oauth/sessions.hpp"
#include "tests/node/oauth/oauth_flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace folkmoot::tests {
namespace {

class SignIn : public testing::Test {
protected:
    void SetUp() override { ana = house.add_member("ana"); }

    node::Response try_password(
        Browser& with, std::string const& name, std::string const& password
    ) {
        return with.sign_in(name, password);
    }

    bool signed_in(Browser& with) { return with.get("/").bytes().contains("/logout"); }

    WebHouse house;
    storage::ActorId ana;
    Browser browser{house};
};

TEST_F(SignIn, LeadsHomeWithACookieThatNothingElseReads) {
    auto const answer = browser.sign_in("ana");
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(header(answer, "Location"), "/");
    EXPECT_TRUE(signed_in(browser));
    for (auto const& [name, value] : answer.headers) {
        if (name == "Set-Cookie") {
            EXPECT_TRUE(value.starts_with("__Host-")) << value;
            for (auto const* flag : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"}) {
                EXPECT_NE(value.find(flag), std::string::npos) << value;
            }
            EXPECT_EQ(value.find("Domain"), std::string::npos);
        }
    }
}

TEST_F(SignIn, A06_IdFromBeforeIsDeadAfter) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const before = browser.cookies;
    auto const form = browser.get("/login?continue=%2Foauth%2Fauthorize%3Fx%3D1");
    ASSERT_EQ(form.status, 200);
    auto const again = browser.post(
        "/login",
        {{"csrf", input_value(form.bytes(), "csrf")},
         {"username", "ana"},
         {"password", std::string(WebHouse::password)}}
    );
    ASSERT_EQ(again.status, 303);
    EXPECT_NE(browser.cookies, before);
    EXPECT_TRUE(signed_in(browser));
    Browser old(house);
    old.cookies = before;
    EXPECT_FALSE(signed_in(old));
}

TEST_F(SignIn, A13_StoreKnowsTheHashOnly) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const sessions = node::list_sessions(*house.oauth, ana);
    ASSERT_TRUE(sessions);
    ASSERT_EQ(sessions->size(), 1U);
    auto const digest = storage::sha256(browser.cookie("session"));
    EXPECT_TRUE(std::ranges::equal(sessions->front().hash, digest));
}

TEST_F(SignIn, A08_UnknownNameAndWrongPasswordAnswerAlike) {
    auto const wrong = try_password(browser, "ana", "wrong");
    Browser other(house);
    auto const unknown = try_password(other, "eve", "wrong");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown.status, 401);
    auto strip = [](node::Response const& response, std::string const& name) {
        std::string text(response.bytes());
        for (auto const& secret : {input_value(text, "csrf"), name}) {
            for (auto at = text.find(secret); !secret.empty() && at != std::string::npos;
                 at = text.find(secret)) {
                text.erase(at, secret.size());
            }
        }
        return text;
    };
    EXPECT_EQ(strip(wrong, "ana\""), strip(unknown, "eve\""));
    EXPECT_TRUE(browser.cookie("session").empty());
}

TEST_F(SignIn, AccountsThatAreNotActiveAreToldSo) {
    house.add_member("off", storage::AccountState::disabled);
    EXPECT_EQ(browser.sign_in("off").status, 403);
    EXPECT_FALSE(signed_in(browser));
}

TEST_F(SignIn, MissingFieldsAreNamed) {
    auto const nobody = try_password(browser, "", "x");
    EXPECT_EQ(nobody.status, 422);
    EXPECT_NE(nobody.bytes().find("user-error"), std::string_view::npos);
    auto const nothing = try_password(browser, "ana", "");
    EXPECT_EQ(nothing.status, 422);
    EXPECT_NE(nothing.bytes().find("password-error"), std::string_view::npos);
}

TEST_F(SignIn, A07_FormOfAnotherBrowserOrSiteIsRefused) {
    Browser attacker(house);
    auto const form = attacker.get("/login");
    Pairs const fields{
        {"csrf", input_value(form.bytes(), "csrf")},
        {"username", "ana"},
        {"password", std::string(WebHouse::password)},
    };
    EXPECT_EQ(browser.post("/login", fields).status, 422);
    browser.get("/login");
    EXPECT_EQ(browser.post("/login", fields).status, 422);
    EXPECT_EQ(attacker.post("/login", fields, {{"Origin", "https://evil.example"}}).status, 403);
    EXPECT_EQ(attacker.post("/login", fields, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
    EXPECT_EQ(attacker.post("/login", fields).status, 303);
}

TEST_F(SignIn, A09_TriesAreLimitedByAccountAndAddress) {
    for (int i = 0; i < 10; ++i) {
        ASSERT_EQ(try_password(browser, i % 2 == 0 ? "ana" : "ANA", "wrong").status, 401);
    }
    auto const limited = try_password(browser, " ana ", std::string(WebHouse::password));
    EXPECT_EQ(limited.status, 429);
    EXPECT_FALSE(header(limited, "Retry-After").empty());
    Browser elsewhere(house);
    elsewhere.peer = "198.51.100.7";
    EXPECT_EQ(elsewhere.sign_in("ana").status, 303);
    house.now_ms += 31'000;
    EXPECT_EQ(browser.sign_in("ana").status, 303);
}

TEST_F(SignIn, A09_OneAddressCannotTryManyAccounts) {
    for (int i = 0; i < 30; ++i) {
        ASSERT_EQ(try_password(browser, "name" + std::to_string(i), "wrong").status, 401);
    }
    EXPECT_EQ(try_password(browser, "another", "wrong").status, 429);
}

TEST_F(SignIn, A09_OneNetworkOfSixIsOneAddress) {
    for (int i = 0; i < 10; ++i) {
        browser.peer = "2001:db8::" + std::to_string(i + 1);
        ASSERT_EQ(try_password(browser, "ana", "wrong").status, 401);
    }
    browser.peer = "2001:db8::ffff";
    EXPECT_EQ(try_password(browser, "ana", "wrong").status, 429);
}

TEST_F(SignIn, A07_SigningOutIsAFormAndEndsTheSession) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const cookies = browser.cookies;
    EXPECT_EQ(browser.get("/logout").status, 404);
    EXPECT_EQ(browser.post("/logout", {{"csrf", "made-up"}}).status, 403);
    ASSERT_TRUE(signed_in(browser));
    auto const page = browser.get("/");
    EXPECT_EQ(browser.post("/logout", {{"csrf", input_value(page.bytes(), "csrf")}}).status, 303);
    EXPECT_TRUE(browser.cookie("session").empty());
    Browser thief(house);
    thief.cookies = cookies;
    EXPECT_FALSE(signed_in(thief));
}

TEST_F(SignIn, SessionsEndAfterAMonthUnused) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    house.now_ms += std::int64_t{30} * 24 * 3600 * 1000 + 1;
    EXPECT_FALSE(signed_in(browser));
}

TEST_F(SignIn, SessionsDoNotOpenTheApi) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const caller = house.oauth->authentication.find(make_request(
        node::Verb::get,
        "/api/v1/timelines/home",
        {{"Cookie", "__Host-session=" + browser.cookie("session")}}
    ));
    ASSERT_TRUE(caller);
    EXPECT_TRUE(caller->anonymous());
}

TEST_F(SignIn, MembersEndTheirOwnSessionsOnly) {
    auto const bo = house.add_member("bo");
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    Browser other(house);
    ASSERT_EQ(other.sign_in("ana").status, 303);
    auto const sessions = node::list_sessions(*house.oauth, ana);
    ASSERT_TRUE(sessions);
    ASSERT_EQ(sessions->size(), 2U);
    auto const first = storage::SessionId(sessions->front().id);
    EXPECT_FALSE(house.run(node::end_session(*house.oauth, bo, first)));
    EXPECT_TRUE(signed_in(browser));
    EXPECT_TRUE(house.run(node::end_session(*house.oauth, ana, first)));
    EXPECT_FALSE(signed_in(browser));
    EXPECT_TRUE(signed_in(other));
}

/// A value of `continue` and where it leads.
struct PathCase {
    char const* path;
    bool own;
};

class ThreatH24 : public testing::TestWithParam<PathCase> {};

TEST_P(ThreatH24, H24_OnlyOwnPathsAreFollowed) {
    EXPECT_EQ(node::is_own_path(GetParam().path), GetParam().own);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ThreatH24,
    testing::Values(
        PathCase{"/", true},
        PathCase{"/g/help?after=1", true},
        PathCase{"/oauth/authorize?redirect_uri=https%3A%2F%2Fa.example%2F", true},
        PathCase{"", false},
        PathCase{"g/help", false},
        PathCase{"//evil.example", false},
        PathCase{"/\\evil.example", false},
        PathCase{"/g\\x", false},
        PathCase{"https://evil.example/", false},
        PathCase{"/a\r\nSet-Cookie: x", false},
        PathCase{"/a b", false}
    )
);

TEST_F(SignIn, H24_LeadsHomeWhenAskedToLeadAway) {
    auto const form = browser.get("/login?continue=%2F%2Fevil.example");
    EXPECT_EQ(input_value(form.bytes(), "continue"), "/");
    auto const answer = browser.post(
        "/login",
        {{"csrf", input_value(form.bytes(), "csrf")},
         {"username", "ana"},
         {"password", std::string(WebHouse::password)},
         {"continue", "https://evil.example/"}}
    );
    EXPECT_EQ(header(answer, "Location"), "/");
}

}  // namespace
}  // namespace folkmoot::tests
