// What the OAuth tests share: applications, the consent form, codes and tokens.
#pragma once

#include "tests/node/pages/web_house.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string>

namespace folkmoot::tests {

inline constexpr std::string_view redirect_uri = "https://app.example/callback";
inline constexpr std::string_view oob_uri = "urn:ietf:wg:oauth:2.0:oob";

/// A PKCE pair (RFC 7636 appendix B).
inline constexpr std::string_view verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
inline constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An application as it knows itself.
struct TestApp {
    std::string id;
    std::string secret;
};

/// Sends JSON without cookies.
inline node::Response post_json(
    WebHouse& house, std::string target, nlohmann::json const& body, Fields fields = {}
) {
    fields.emplace_back("Content-Type", "application/json");
    return house.serve(make_request(node::Verb::post, std::move(target), fields, body.dump()));
}

/// Sends a form without cookies.
inline node::Response post_form(
    WebHouse& house, std::string target, Pairs const& body, Fields fields = {}
) {
    fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return house.serve(make_request(node::Verb::post, std::move(target), fields, form_body(body)));
}

inline nlohmann::json json_of(node::Response const& response) {
    return nlohmann::json::parse(response.bytes(), nullptr, false);
}

/// Registers an application with both redirect URIs.
inline TestApp add_app(WebHouse& house, nlohmann::json more = nlohmann::json::object()) {
    nlohmann::json body{
        {"client_name", "Test app"},
        {"redirect_uris", nlohmann::json::array({redirect_uri, oob_uri})},
        {"scopes", "read write:statuses follow"},
    };
    body.update(more);
    auto const answer = json_of(post_json(house, "/api/v1/apps", body));
    return {answer.value("client_id", ""), answer.value("client_secret", "")};
}

/// Replaces values by name; an empty one takes the parameter away.
inline Pairs changed(Pairs base, Pairs const& changes) {
    for (auto const& [name, value] : changes) {
        std::erase_if(base, [&](auto const& pair) { return pair.first == name; });
        if (!value.empty()) {
            base.emplace_back(name, value);
        }
    }
    return base;
}

/// A request for authorization that is right.
inline Pairs authorization(TestApp const& app) {
    return {
        {"response_type", "code"},
        {"client_id", app.id},
        {"redirect_uri", std::string(redirect_uri)},
        {"scope", "read write:statuses"},
        {"state", "st&te 1"},
        {"code_challenge", std::string(challenge)},
        {"code_challenge_method", "S256"},
    };
}

/// An exchange that is right.
inline Pairs code_exchange(TestApp const& app, std::string const& code) {
    return {
        {"grant_type", "authorization_code"},
        {"code", code},
        {"client_id", app.id},
        {"client_secret", app.secret},
        {"redirect_uri", std::string(redirect_uri)},
        {"code_verifier", std::string(verifier)},
    };
}

/// One parameter of a URL, as it stands there.
inline std::string parameter(std::string const& url, std::string const& name) {
    auto at = url.find("?" + name + "=");
    at = at == std::string::npos ? url.find("&" + name + "=") : at;
    if (at == std::string::npos) {
        return {};
    }
    auto const start = at + name.size() + 2;
    return url.substr(start, url.find('&', start) - start);
}

/// Answers the consent page of a signed-in browser.
inline node::Response answer(
    Browser& browser, Pairs const& request, std::string const& decision = "allow"
) {
    auto const page = browser.get("/oauth/authorize?" + form_body(request));
    auto fields = request;
    fields.emplace_back("csrf", input_value(page.bytes(), "csrf"));
    fields.emplace_back("decision", decision);
    return browser.post("/oauth/authorize", fields);
}

/// A code for a right request.
inline std::string code_for(Browser& browser, Pairs const& request) {
    return parameter(header(answer(browser, request), "Location"), "code");
}

/// A member, an application and a browser.
class OAuthTest : public testing::Test {
protected:
    OAuthTest() : ana(house.add_member("ana")), app(add_app(house)), browser(house) {}

    WebHouse house;
    storage::ActorId ana;
    TestApp app;
    Browser browser;
};

/// The member is signed in.
class SignedInOAuthTest : public OAuthTest {
protected:
    void SetUp() override { ASSERT_EQ(browser.sign_in("ana").status, 303); }
};

/// A change to a right request and what becomes of it.
struct ChangedRequest {
    char const* name;
    Pairs changes;
    int status;
    std::string error;  ///< as the application is told it; empty: none
};

inline void PrintTo(ChangedRequest const& request, std::ostream* out) {
    *out << request.name;
}

}  // namespace folkmoot::tests
