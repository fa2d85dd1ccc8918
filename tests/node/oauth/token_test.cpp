// The token and revocation endpoints, and what a token is good for (threats A02, A03, A05, A13).
#include "activitypub/signature/base64.hpp"
#include "node/oauth/secrets.hpp"
#include "tests/node/oauth/oauth_flow.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::tests {
namespace {

std::string basic(std::string const& id, std::string const& secret) {
    return "Basic " + activitypub::encode_base64(activitypub::bytes_of(id + ":" + secret));
}

class ThreatA05Token : public SignedInOAuthTest,
                       public testing::WithParamInterface<ChangedRequest> {};

TEST_P(ThreatA05Token, A05_Exchange) {
    auto const code = code_for(browser, authorization(app));
    auto const right = code_exchange(app, code);
    auto const answer = post_form(house, "/oauth/token", changed(right, GetParam().changes));
    auto const body = json_of(answer);
    EXPECT_EQ(answer.status, GetParam().status) << answer.bytes();
    EXPECT_EQ(body.value("error", ""), GetParam().error);
    EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
    if (GetParam().status == 200) {
        EXPECT_EQ(body.value("access_token", "").size(), 43U);
        EXPECT_EQ(body.value("token_type", ""), "Bearer");
        EXPECT_EQ(body.value("scope", ""), "read write:statuses");
        EXPECT_EQ(body.value("created_at", 0), house.now_ms / 1000);
    } else {
        EXPECT_FALSE(body.value("error_description", "").empty());
        // A try that failed does not use the code up.
        EXPECT_EQ(post_form(house, "/oauth/token", right).status, 200);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ThreatA05Token,
    testing::Values(
        ChangedRequest{"right", {}, 200, ""},
        ChangedRequest{"scope_is_ignored", {{"scope", "admin:write"}}, 200, ""},
        ChangedRequest{"no_grant_type", {{"grant_type", ""}}, 400, "invalid_request"},
        ChangedRequest{
            "password_grant", {{"grant_type", "password"}}, 400, "unsupported_grant_type"
        },
        ChangedRequest{
            "refresh_grant", {{"grant_type", "refresh_token"}}, 400, "unsupported_grant_type"
        },
        ChangedRequest{"no_code", {{"code", ""}}, 400, "invalid_request"},
        ChangedRequest{"wrong_code", {{"code", "made-up"}}, 400, "invalid_grant"},
        ChangedRequest{
            "other_redirect", {{"redirect_uri", std::string(oob_uri)}}, 400, "invalid_grant"
        },
        ChangedRequest{"no_redirect", {{"redirect_uri", ""}}, 400, "invalid_grant"},
        ChangedRequest{"no_verifier", {{"code_verifier", ""}}, 400, "invalid_grant"},
        ChangedRequest{"short_verifier", {{"code_verifier", "abc"}}, 400, "invalid_grant"},
        ChangedRequest{
            "wrong_verifier",
            {{"code_verifier", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}},
            400,
            "invalid_grant"
        },
        ChangedRequest{
            "challenge_as_verifier",
            {{"code_verifier", std::string(challenge)}},
            400,
            "invalid_grant"
        },
        ChangedRequest{"wrong_secret", {{"client_secret", "wrong"}}, 401, "invalid_client"},
        ChangedRequest{"no_secret", {{"client_secret", ""}}, 401, "invalid_client"},
        ChangedRequest{"unknown_client", {{"client_id", "nobody"}}, 401, "invalid_client"},
        ChangedRequest{"no_client", {{"client_id", ""}}, 401, "invalid_client"}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

class Tokens : public SignedInOAuthTest {
protected:
    std::string token() {
        auto const answer = post_form(
            house, "/oauth/token", code_exchange(app, code_for(browser, authorization(app)))
        );
        return json_of(answer).value("access_token", "");
    }

    node::Result<node::Caller> caller(std::string const& bearer) {
        return house.oauth->authentication.find(
            make_request(node::Verb::get, "/api/v1/x", {{"Authorization", "Bearer " + bearer}})
        );
    }
};

TEST_F(Tokens, NameTheirMemberAppAndScopes) {
    auto const found = caller(token());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->member, ana.value());
    EXPECT_TRUE(found->application);
    EXPECT_FALSE(found->by_cookie);
    EXPECT_EQ(to_string(found->scopes), "read write:statuses");
}

TEST_F(Tokens, A05_ReplayOfACodeRevokesItsToken) {
    auto const code = code_for(browser, authorization(app));
    auto const first = json_of(post_form(house, "/oauth/token", code_exchange(app, code)));
    auto const bearer = first.value("access_token", "");
    ASSERT_TRUE(caller(bearer));
    auto const second = post_form(house, "/oauth/token", code_exchange(app, code));
    EXPECT_EQ(second.status, 400);
    EXPECT_EQ(json_of(second).value("error", ""), "invalid_grant");
    EXPECT_FALSE(caller(bearer));
}

TEST_F(Tokens, A05_CodesEndAfterTenMinutes) {
    auto const code = code_for(browser, authorization(app));
    house.now_ms += 10 * 60 * 1000 + 1;
    EXPECT_EQ(post_form(house, "/oauth/token", code_exchange(app, code)).status, 400);
}

TEST_F(Tokens, A05_CodesBelongToTheirApp) {
    auto const other = add_app(house);
    auto const code = code_for(browser, authorization(app));
    auto const stolen = post_form(house, "/oauth/token", code_exchange(other, code));
    EXPECT_EQ(json_of(stolen).value("error", ""), "invalid_grant");
}

TEST_F(Tokens, A05_VerifierWithoutAChallengeIsADowngrade) {
    auto const request =
        changed(authorization(app), {{"code_challenge", ""}, {"code_challenge_method", ""}});
    auto const code = code_for(browser, request);
    EXPECT_EQ(post_form(house, "/oauth/token", code_exchange(app, code)).status, 400);
    auto const plain = changed(code_exchange(app, code), {{"code_verifier", ""}});
    EXPECT_EQ(post_form(house, "/oauth/token", plain).status, 200);
}

TEST_F(Tokens, AcceptJsonAndBasicAuthentication) {
    nlohmann::json body;
    for (auto const& [name, value] : code_exchange(app, code_for(browser, authorization(app)))) {
        body[name] = value;
    }
    EXPECT_EQ(post_json(house, "/oauth/token", body).status, 200);
    auto const without = changed(
        code_exchange(app, code_for(browser, authorization(app))),
        {{"client_id", ""}, {"client_secret", ""}}
    );
    Fields const wrong{{"Authorization", basic(app.id, "wrong")}};
    auto const refused = post_form(house, "/oauth/token", without, wrong);
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(header(refused, "WWW-Authenticate").starts_with("Basic"));
    Fields const right{{"Authorization", basic(app.id, app.secret)}};
    EXPECT_EQ(post_form(house, "/oauth/token", without, right).status, 200);
}

TEST_F(Tokens, RefuseTwoWaysOfAuthenticatingAtOnce) {
    auto const body = code_exchange(app, code_for(browser, authorization(app)));
    Fields const fields{{"Authorization", basic(app.id, app.secret)}};
    auto const answer = post_form(house, "/oauth/token", body, fields);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(json_of(answer).value("error", ""), "invalid_request");
}

TEST_F(Tokens, ClientCredentialsGiveATokenWithoutMember) {
    Pairs const body{
        {"grant_type", "client_credentials"},
        {"client_id", app.id},
        {"client_secret", app.secret},
    };
    auto const answer = json_of(post_form(house, "/oauth/token", body));
    EXPECT_EQ(answer.value("scope", ""), "read");
    auto const bearer = answer.value("access_token", "");
    auto const found = caller(bearer);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->member);
    auto const request = make_request(
        node::Verb::get, "/api/v1/apps/verify_credentials", {{"Authorization", "Bearer " + bearer}}
    );
    EXPECT_EQ(json_of(house.serve(request)).value("name", ""), "Test app");
    auto const beyond = post_form(house, "/oauth/token", changed(body, {{"scope", "admin:read"}}));
    EXPECT_EQ(json_of(beyond).value("error", ""), "invalid_scope");
}

TEST_F(Tokens, A02_RevokedTokensAreDeadAtOnce) {
    auto const bearer = token();
    auto const other = add_app(house);
    auto const body = [&](TestApp const& by, std::string const& what) {
        return Pairs{{"client_id", by.id}, {"client_secret", by.secret}, {"token", what}};
    };
    auto const foreign = post_form(house, "/oauth/revoke", body(other, bearer));
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(json_of(foreign).value("error", ""), "unauthorized_client");
    ASSERT_TRUE(caller(bearer));
    EXPECT_EQ(post_form(house, "/oauth/revoke", body(app, "unknown")).bytes(), "{}");
    EXPECT_EQ(post_form(house, "/oauth/revoke", body({app.id, "wrong"}, bearer)).status, 401);
    EXPECT_EQ(post_form(house, "/oauth/revoke", body(app, "")).status, 400);
    EXPECT_EQ(post_form(house, "/oauth/revoke", body(app, bearer)).status, 200);
    auto const dead = caller(bearer);
    ASSERT_FALSE(dead);
    EXPECT_EQ(dead.error().code, node::ErrorCode::unauthenticated);
}

TEST_F(Tokens, A02_PasswordChangeAndSuspensionEndTokensAndSessions) {
    auto const bearer = token();
    ASSERT_TRUE(house.run(node::set_password(*house.services, ana, "another long one")));
    EXPECT_FALSE(caller(bearer));
    EXPECT_EQ(browser.get("/oauth/authorize?" + form_body(authorization(app))).status, 303);
    ASSERT_EQ(browser.sign_in("ana", "another long one").status, 303);
    auto const next = token();
    ASSERT_TRUE(caller(next));
    ASSERT_TRUE(house.run(node::suspend_actor(*house.services, {}, ana, "spam")));
    EXPECT_FALSE(caller(next));
}

TEST_F(Tokens, A03_DisabledMembersAreRefused) {
    auto const bearer = token();
    house.must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
        auto credentials = house.store->credentials.load(txn, ana);
        credentials->state = storage::AccountState::disabled;
        return house.store->credentials.update(txn, *credentials);
    });
    auto const refused = caller(bearer);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, node::ErrorCode::forbidden);
}

TEST_F(Tokens, A13_SecretsAreNotInTheStore) {
    auto const bearer = token();
    auto const code = code_for(browser, authorization(app));
    auto const txn = house.store->read();
    ASSERT_TRUE(txn);
    auto const kept = house.store->tokens.of_member(*txn, ana, {});
    ASSERT_TRUE(kept);
    ASSERT_EQ(kept->items.size(), 1U);
    EXPECT_EQ(kept->items.front().hash, node::secret_hash(bearer));
    auto const app_record = house.store->apps.by_client_id(*txn, app.id);
    ASSERT_TRUE(app_record);
    EXPECT_EQ(app_record->secret_hash, node::secret_hash(app.secret));
    EXPECT_TRUE(house.store->one_time_codes.peek(
        *txn, storage::sha256(code), storage::CodePurpose::authorization, house.now_ms
    ));
}

TEST_F(Tokens, NoteTheirUseAtMostHourly) {
    auto const bearer = token();
    auto const last_used = [&] {
        // A write behind the others: the note has been made when it is done.
        house.must_write([](storage::WriteTxn&) { return storage::Result<void>{}; });
        auto const txn = house.store->read();
        return house.store->tokens.by_hash(*txn, storage::sha256(bearer), house.now_ms)->last_used;
    };
    auto const made = house.now_ms;
    house.now_ms += 59 * 60 * 1000;
    ASSERT_TRUE(caller(bearer));
    EXPECT_EQ(last_used(), made);
    house.now_ms += 2 * 60 * 1000;
    ASSERT_TRUE(caller(bearer));
    ASSERT_TRUE(caller(bearer));
    house.oauth->services.store.writer().stop();
    auto const txn = house.store->read();
    EXPECT_EQ(
        house.store->tokens.by_hash(*txn, storage::sha256(bearer), house.now_ms)->last_used,
        house.now_ms
    );
}

TEST_F(Tokens, UserinfoSaysWhoTheMemberIs) {
    auto const wide = add_app(house, {{"scopes", "profile"}});
    auto const code = code_for(browser, changed(authorization(wide), {{"scope", "profile"}}));
    auto const bearer = json_of(post_form(house, "/oauth/token", code_exchange(wide, code)))
                            .value("access_token", "");
    auto const answer = json_of(house.serve(
        make_request(node::Verb::get, "/oauth/userinfo", {{"Authorization", "Bearer " + bearer}})
    ));
    EXPECT_EQ(answer.value("sub", ""), "https://folk.example/users/ana");
    EXPECT_EQ(answer.value("preferred_username", ""), "ana");
}

TEST_F(Tokens, MetadataNamesWhatIsOffered) {
    auto const answer =
        json_of(house.serve(make_request(node::Verb::get, "/.well-known/oauth-authorization-server")
        ));
    EXPECT_EQ(answer.value("issuer", ""), "https://folk.example/");
    EXPECT_EQ(answer["code_challenge_methods_supported"], nlohmann::json::array({"S256"}));
    EXPECT_EQ(answer["response_types_supported"], nlohmann::json::array({"code"}));
    EXPECT_EQ(
        answer["grant_types_supported"],
        nlohmann::json::array({"authorization_code", "client_credentials"})
    );
}

/// A registration and its answer.
struct AppCase {
    char const* name;
    nlohmann::json body;
    int status;
};

void PrintTo(AppCase const& c, std::ostream* out) {
    *out << c.name;
}

class Registration : public testing::TestWithParam<AppCase> {};

TEST_P(Registration, A05_ChecksWhatItIsGiven) {
    WebHouse house;
    nlohmann::json body{{"client_name", "App"}, {"redirect_uris", "https://a.example/cb"}};
    body.update(GetParam().body);
    EXPECT_EQ(post_json(house, "/api/v1/apps", body).status, GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    Registration,
    testing::Values(
        AppCase{"right", nlohmann::json::object(), 200},
        AppCase{"out_of_band", {{"redirect_uris", "urn:ietf:wg:oauth:2.0:oob"}}, 200},
        AppCase{
            "own_scheme", {{"redirect_uris", "oauth2redirect://com.keylesspalace.tusky/"}}, 200
        },
        AppCase{"short_scheme", {{"redirect_uris", "icecubesapp://"}}, 200},
        AppCase{"loopback", {{"redirect_uris", "http://127.0.0.1:8080/cb"}}, 200},
        AppCase{
            "two_in_lines", {{"redirect_uris", "https://a.example/1\nhttps://a.example/2"}}, 200
        },
        AppCase{"no_name", {{"client_name", ""}}, 422},
        AppCase{"long_name", {{"client_name", std::string(61, 'x')}}, 422},
        AppCase{"no_uri", {{"redirect_uris", ""}}, 422},
        AppCase{"relative", {{"redirect_uris", "/cb"}}, 422},
        AppCase{"javascript", {{"redirect_uris", "JavaScript:alert(1)"}}, 422},
        AppCase{"data", {{"redirect_uris", "data:text/html,x"}}, 422},
        AppCase{"vbscript", {{"redirect_uris", "vbscript:x"}}, 422},
        AppCase{"fragment", {{"redirect_uris", "https://a.example/cb#x"}}, 422},
        AppCase{"no_host", {{"redirect_uris", "https:///cb"}}, 422},
        AppCase{"user_information", {{"redirect_uris", "https://u@a.example/cb"}}, 422},
        AppCase{"policy_injection", {{"redirect_uris", "https://a.example;x/cb"}}, 422},
        AppCase{"unknown_scope", {{"scopes", "read everything"}}, 422},
        AppCase{"bad_website", {{"website", "javascript:alert(1)"}}, 422}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(AppRegistration, AnswersWhatClientsRead) {
    WebHouse house;
    nlohmann::json const body{
        {"client_name", "App"},
        {"redirect_uris", nlohmann::json::array({"https://a.example/1", "https://a.example/2"})},
        {"scopes", "read write"},
        {"website", "https://a.example"},
    };
    auto const answer = json_of(post_json(house, "/api/v1/apps", body));
    EXPECT_EQ(answer["redirect_uri"], "https://a.example/1\nhttps://a.example/2");
    EXPECT_EQ(answer["redirect_uris"].size(), 2U);
    EXPECT_EQ(answer["client_id"].get<std::string>().size(), 43U);
    EXPECT_EQ(answer["client_secret"].get<std::string>().size(), 43U);
    EXPECT_EQ(answer["client_secret_expires_at"], 0);
    EXPECT_TRUE(answer.contains("vapid_key"));
    EXPECT_TRUE(answer["id"].is_string());
}

TEST(AppRegistration, TakesForms) {
    WebHouse house;
    auto const answer = post_form(
        house,
        "/api/v1/apps",
        {{"client_name", "App"},
         {"redirect_uris[]", "https://a.example/1"},
         {"redirect_uris[]", "https://a.example/2"}}
    );
    EXPECT_EQ(json_of(answer)["redirect_uris"].size(), 2U);
}

}  // namespace
}  // namespace folkmoot::tests
