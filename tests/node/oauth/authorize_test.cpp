// The authorization endpoint: what is shown, what the browser is led to, and what it never is
// (threat A05).
#include "tests/node/oauth/oauth_flow.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace folkmoot::tests {
namespace {

class ThreatA05Authorize : public SignedInOAuthTest,
                           public testing::WithParamInterface<ChangedRequest> {};

TEST_P(ThreatA05Authorize, A05_Request) {
    auto const request = changed(authorization(app), GetParam().changes);
    auto const page = browser.get("/oauth/authorize?" + form_body(request));
    EXPECT_EQ(page.status, GetParam().status);
    EXPECT_EQ(parameter(header(page, "Location"), "error"), GetParam().error);
    if (!GetParam().error.empty()) {
        EXPECT_TRUE(header(page, "Location").starts_with(std::string(redirect_uri) + "?"));
        EXPECT_EQ(parameter(header(page, "Location"), "state"), "st%26te%201");
    } else if (GetParam().status != 200) {
        EXPECT_EQ(header(page, "Location"), "");
    }
    if (GetParam().status != 200) {
        // What is not shown cannot be answered either: no code comes out of the same parameters.
        auto fields = request;
        fields.emplace_back("decision", "allow");
        auto const home = browser.get("/");
        fields.emplace_back("csrf", input_value(home.bytes(), "csrf"));
        auto const answered = browser.post("/oauth/authorize", fields);
        EXPECT_EQ(parameter(header(answered, "Location"), "code"), "");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ThreatA05Authorize,
    testing::Values(
        ChangedRequest{"right", {}, 200, ""},
        ChangedRequest{"child_scope", {{"scope", "read:accounts"}}, 200, ""},
        ChangedRequest{"scope_with_plus", {{"scope", "read+write:statuses"}}, 200, ""},
        ChangedRequest{"no_scope", {{"scope", ""}}, 200, ""},
        ChangedRequest{
            "no_challenge", {{"code_challenge", ""}, {"code_challenge_method", ""}}, 200, ""
        },
        ChangedRequest{"no_client", {{"client_id", ""}}, 400, ""},
        ChangedRequest{"unknown_client", {{"client_id", "nobody"}}, 400, ""},
        ChangedRequest{"no_redirect", {{"redirect_uri", ""}}, 400, ""},
        ChangedRequest{"other_host", {{"redirect_uri", "https://evil.example/callback"}}, 400, ""},
        ChangedRequest{
            "longer_path", {{"redirect_uri", "https://app.example/callback/x"}}, 400, ""
        },
        ChangedRequest{"slash_added", {{"redirect_uri", "https://app.example/callback/"}}, 400, ""},
        ChangedRequest{
            "query_added", {{"redirect_uri", "https://app.example/callback?x=1"}}, 400, ""
        },
        ChangedRequest{
            "fragment_added", {{"redirect_uri", "https://app.example/callback#x"}}, 400, ""
        },
        ChangedRequest{"other_case", {{"redirect_uri", "https://APP.example/callback"}}, 400, ""},
        ChangedRequest{"other_scheme", {{"redirect_uri", "http://app.example/callback"}}, 400, ""},
        ChangedRequest{
            "user_in_host", {{"redirect_uri", "https://app.example@evil.example/callback"}}, 400, ""
        },
        ChangedRequest{"no_type", {{"response_type", ""}}, 302, "unsupported_response_type"},
        ChangedRequest{"implicit", {{"response_type", "token"}}, 302, "unsupported_response_type"},
        ChangedRequest{
            "hybrid", {{"response_type", "code token"}}, 302, "unsupported_response_type"
        },
        ChangedRequest{"unknown_scope", {{"scope", "read everything"}}, 302, "invalid_scope"},
        ChangedRequest{"scope_not_registered", {{"scope", "read write"}}, 302, "invalid_scope"},
        ChangedRequest{"admin_scope", {{"scope", "admin:read"}}, 302, "invalid_scope"},
        ChangedRequest{
            "plain_challenge", {{"code_challenge_method", "plain"}}, 302, "invalid_request"
        },
        ChangedRequest{
            "challenge_without_method", {{"code_challenge_method", ""}}, 302, "invalid_request"
        },
        ChangedRequest{
            "method_without_challenge", {{"code_challenge", ""}}, 302, "invalid_request"
        },
        ChangedRequest{"short_challenge", {{"code_challenge", "abc"}}, 302, "invalid_request"},
        ChangedRequest{
            "challenge_of_wrong_letters",
            {{"code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"}},
            302,
            "invalid_request"
        }
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

class Consent : public OAuthTest {
protected:
    Consent() { house.add_member("bo"); }
};

TEST_F(Consent, A05_SignInKeepsTheWholeQuery) {
    auto const request = authorization(app);
    auto const first = browser.get("/oauth/authorize/?" + form_body(request));
    ASSERT_EQ(first.status, 303);
    auto const to_login = header(first, "Location");
    ASSERT_TRUE(to_login.starts_with("/login?continue=%2Foauth%2Fauthorize")) << to_login;
    auto const form = browser.get(to_login);
    EXPECT_EQ(form.status, 200);
    EXPECT_NE(form.bytes().find("Test app"), std::string_view::npos);
    auto continued = input_value(form.bytes(), "continue");
    for (auto at = continued.find("&amp;"); at != std::string::npos; at = continued.find("&amp;")) {
        continued.replace(at, 5, "&");
    }
    auto const signed_in = browser.post(
        "/login",
        {{"csrf", input_value(form.bytes(), "csrf")},
         {"username", "ana"},
         {"password", std::string(WebHouse::password)},
         {"continue", continued}}
    );
    ASSERT_EQ(signed_in.status, 303);
    auto const consent = browser.get(header(signed_in, "Location"));
    EXPECT_EQ(consent.status, 200);
    EXPECT_EQ(input_value(consent.bytes(), "state"), "st&amp;te 1");
    EXPECT_EQ(input_value(consent.bytes(), "code_challenge"), challenge);
    EXPECT_NE(consent.bytes().find("oauth-allow"), std::string_view::npos);
    EXPECT_NE(consent.bytes().find("oauth-deny"), std::string_view::npos);
}

TEST_F(Consent, NamesTheRedirectInItsPolicyAndStaysOutOfFramesAndCaches) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const page = browser.get("/oauth/authorize?" + form_body(authorization(app)));
    auto const policy = header(page, "Content-Security-Policy");
    EXPECT_NE(policy.find("form-action 'self' https://app.example;"), std::string::npos) << policy;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(header(page, "Cache-Control"), "private, no-store");
}

TEST_F(Consent, A05_AllowGivesACodeAndEchoesTheState) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const target = header(answer(browser, authorization(app)), "Location");
    EXPECT_TRUE(target.starts_with("https://app.example/callback?code=")) << target;
    EXPECT_EQ(parameter(target, "code").size(), 43U);
    EXPECT_EQ(parameter(target, "state"), "st%26te%201");
}

TEST_F(Consent, DenyTellsTheApp) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const target = header(answer(browser, authorization(app), "deny"), "Location");
    EXPECT_EQ(parameter(target, "error"), "access_denied");
    EXPECT_EQ(parameter(target, "code"), "");
    EXPECT_EQ(parameter(target, "state"), "st%26te%201");
}

TEST_F(Consent, A07_AnswerNeedsTheFormsToken) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto fields = authorization(app);
    fields.emplace_back("decision", "allow");
    EXPECT_EQ(browser.post("/oauth/authorize", fields).status, 403);
    auto const page = browser.get("/oauth/authorize?" + form_body(authorization(app)));
    fields.emplace_back("csrf", input_value(page.bytes(), "csrf"));
    EXPECT_EQ(
        browser.post("/oauth/authorize", fields, {{"Origin", "https://evil.example"}}).status, 403
    );
    EXPECT_EQ(browser.post("/oauth/authorize", fields).status, 302);
}

TEST_F(Consent, OutOfBandCodeIsShownToItsMemberOnly) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const request = changed(authorization(app), {{"redirect_uri", std::string(oob_uri)}});
    auto const target = header(answer(browser, request), "Location");
    ASSERT_TRUE(target.starts_with("/oauth/authorize/native?code=")) << target;
    auto const page = browser.get(target);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(
        page.bytes().find("id=\"oauth-code\">" + parameter(target, "code")), std::string_view::npos
    );
    Browser other(house);
    EXPECT_EQ(other.get(target).status, 401);
    ASSERT_EQ(other.sign_in("bo").status, 303);
    EXPECT_EQ(other.get(target).status, 404);
    EXPECT_EQ(browser.get("/oauth/authorize/native?code=made-up").status, 404);
}

TEST_F(Consent, ForceLoginAsksForThePasswordAgainOnce) {
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const again =
        browser.get("/oauth/authorize?" + form_body(authorization(app)) + "&force_login=true");
    ASSERT_EQ(again.status, 303);
    auto const to_login = header(again, "Location");
    EXPECT_EQ(to_login.find("force_login"), std::string::npos);
    EXPECT_EQ(browser.get(to_login).status, 200);
}

TEST_F(Consent, A05_PublicAppsMustSendAChallenge) {
    auto const open = add_app(house, {{"token_endpoint_auth_method", "none"}});
    EXPECT_EQ(open.secret, "");
    ASSERT_EQ(browser.sign_in("ana").status, 303);
    auto const bare =
        changed(authorization(open), {{"code_challenge", ""}, {"code_challenge_method", ""}});
    auto const refused = browser.get("/oauth/authorize?" + form_body(bare));
    EXPECT_EQ(parameter(header(refused, "Location"), "error"), "invalid_request");
    auto const code = code_for(browser, authorization(open));
    auto const token = post_form(
        house, "/oauth/token", changed(code_exchange(open, code), {{"client_secret", ""}})
    );
    EXPECT_EQ(token.status, 200);
}

}  // namespace
}  // namespace folkmoot::tests
