// Who may call what (threat A03): a matrix made from the tables themselves, so that a new row is
// tested the moment it is there; and what other members' ids give away (A04, P04).
#include "node/api/mastodon/client_api.hpp"
#include "node/http/router.hpp"
#include "tests/node/api/api_node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace folkmoot::node {
namespace {

using tests::Answer;
using tests::ApiNode;
using tests::Json;

/// A path with something in the place of each parameter.
std::string filled(std::string_view pattern) {
    std::string path;
    for (std::size_t at = 0; at < pattern.size();) {
        auto const end = std::min(pattern.find('/', at + 1), pattern.size());
        auto const segment = pattern.substr(at, end - at);
        path += segment.starts_with("/:") ? "/1" : std::string(segment);
        at = end;
    }
    return path;
}

/// Scopes that do not allow an endpoint; nothing when it asks for none.
std::optional<ScopeSet> wrong_scopes(Endpoint const& row) {
    for (ScopeSet const candidate :
         {ScopeSet{Scope::push}, ScopeSet{Scope::read_blocks}, ScopeSet{Scope::write_filters}}) {
        if (!row.needs.any_of.empty() && !candidate.allows_any(row.needs.any_of)) {
            return candidate;
        }
    }
    return std::nullopt;
}

class ThreatA : public tests::ApiTest {
protected:
    Answer call(Endpoint const& row, Caller caller) {
        bool const writes = row.verb != Verb::get;
        return node.call(
            row.verb, filled(row.path), std::move(caller), writes ? Json::object() : Json()
        );
    }
};

TEST_F(ThreatA, A03_StrangersAreAskedForCredentials) {
    for (auto const& row : client_api_endpoints()) {
        auto const answer = call(row, {});
        if (row.needs.access == Access::anyone) {
            EXPECT_NE(answer.status(), 401) << row.path;
        } else {
            EXPECT_EQ(answer.status(), 401) << row.path;
            EXPECT_TRUE(answer.body.contains("error")) << row.path;
        }
        EXPECT_LT(answer.status(), 500) << row.path << " " << answer.body.dump();
    }
}

TEST_F(ThreatA, A03_TokensOfApplicationsAreNotMembers) {
    Caller application;
    application.application = 5;
    application.token = 6;
    application.scopes = tests::every_scope();
    for (auto const& row : client_api_endpoints()) {
        if (row.needs.access == Access::member) {
            EXPECT_EQ(call(row, application).status(), 422) << row.path;
        }
    }
}

TEST_F(ThreatA, A03_WrongScopesAreRefused) {
    auto const ana = node.member("ana");
    for (auto const& row : client_api_endpoints()) {
        if (auto const scopes = wrong_scopes(row)) {
            EXPECT_EQ(call(row, ApiNode::as(ana, *scopes)).status(), 403) << row.path;
        }
    }
}

TEST_F(ThreatA, A03_RightScopesAreEnough) {
    auto const ana = node.member("ana");
    for (auto const& row : client_api_endpoints()) {
        if (row.needs.any_of.empty()) {
            continue;
        }
        auto const answer = call(row, ApiNode::as(ana, row.needs.any_of));
        EXPECT_NE(answer.status(), 401) << row.path;
        EXPECT_NE(answer.status(), 403) << row.path;
        EXPECT_LT(answer.status(), 500) << row.path << " " << answer.body.dump();
    }
}

TEST_F(ThreatA, A03_EveryRowThatChangesSomethingNeedsAMemberAndAScope) {
    for (auto const& row : client_api_endpoints()) {
        if (row.verb != Verb::get) {
            EXPECT_EQ(row.needs.access, Access::member) << row.path;
            EXPECT_FALSE(row.needs.any_of.empty()) << row.path;
        }
        EXPECT_FALSE(row.summary.empty()) << row.path;
    }
    EXPECT_TRUE(unique_endpoints(client_api_endpoints()));
}

/// A member of whom another has everything that has an id of its own.
class SecondMember : public ThreatA {
protected:
    void SetUp() override {
        ana = node.member("ana");
        eve = node.member("eve");
        auto const written =
            write_status(ana, {{"status", "for my followers"}, {"visibility", "private"}});
        hidden_status = written.at("id");
        media = node.upload(ana);
        node.follows(eve, ana);
        node.must(unfollow(*node.services, eve, ana));
        auto const told = node.get("/api/v1/notifications", ApiNode::as(ana));
        notification = told.body.at(0).at("id");
    }

    storage::ActorId ana;
    storage::ActorId eve;
    std::string hidden_status;
    std::string media;
    std::string notification;
};

TEST_F(SecondMember, A04_ReachesNothingThroughOtherMembersIds) {
    std::string const status = "/api/v1/statuses/" + hidden_status;
    std::string const notice = "/api/v1/notifications/" + notification;
    std::vector<std::pair<Verb, std::string>> const tries{
        {Verb::get, status},
        {Verb::get, status + "/context"},
        {Verb::get, status + "/source"},
        {Verb::get, status + "/history"},
        {Verb::get, status + "/favourited_by"},
        {Verb::get, status + "/reblogged_by"},
        {Verb::put, status},
        {Verb::del, status},
        {Verb::post, status + "/favourite"},
        {Verb::post, status + "/unfavourite"},
        {Verb::post, status + "/reblog"},
        {Verb::post, status + "/unreblog"},
        {Verb::post, status + "/bookmark"},
        {Verb::get, "/api/v1/media/" + media},
        {Verb::put, "/api/v1/media/" + media},
        {Verb::del, "/api/v1/media/" + media},
        {Verb::get, notice},
        {Verb::post, notice + "/dismiss"},
        {Verb::get, "/api/v2/notifications/ungrouped-" + notification},
        {Verb::post, "/api/v2/notifications/ungrouped-" + notification + "/dismiss"},
    };
    for (auto const& [verb, path] : tries) {
        auto const known =
            node.call(verb, path, ApiNode::as(eve), verb == Verb::get ? Json() : Json::object());
        EXPECT_EQ(known.status(), 404) << path;
        // P04: an id that never was gives the same bytes.
        auto nowhere = path;
        for (auto const* id : {&hidden_status, &media, &notification}) {
            if (auto const at = nowhere.find(*id); at != std::string::npos) {
                nowhere.replace(at, id->size(), "99");
            }
        }
        auto const unknown =
            node.call(verb, nowhere, ApiNode::as(eve), verb == Verb::get ? Json() : Json::object());
        EXPECT_EQ(known.response.bytes(), unknown.response.bytes()) << path;
    }
    EXPECT_TRUE(node.get("/api/v1/statuses?id[]=" + hidden_status, ApiNode::as(eve)).body.empty());
    EXPECT_EQ(node.get(status, ApiNode::as(ana)).status(), 200);
    EXPECT_EQ(node.get(notice, ApiNode::as(ana)).status(), 200);
}

TEST_F(SecondMember, A04_CannotAttachAnothersFileNorEditAnothersStatus) {
    auto const attached = node.post(
        "/api/v1/statuses",
        ApiNode::as(eve),
        {{"status", "mine now"}, {"media_ids", Json::array({media})}}
    );
    EXPECT_EQ(attached.status(), 404) << attached.body.dump();
    auto const open = write_status(ana, {{"status", "open"}}).at("id").get<std::string>();
    for (auto const verb : {Verb::put, Verb::del}) {
        auto const answer = node.call(
            verb, "/api/v1/statuses/" + open, ApiNode::as(eve), {{"status", "eve was here"}}
        );
        EXPECT_TRUE(answer.status() == 403 || answer.status() == 404) << answer.status();
    }
    EXPECT_EQ(node.get("/api/v1/statuses/" + open).body.at("content"), "<p>open</p>");
}

TEST_F(SecondMember, P03_NoEntityHoldsWhatIsOnlyForTheNode) {
    std::set<std::string> keys;
    auto const collect = [&](auto const& self, Json const& value) -> void {
        if (value.is_object()) {
            for (auto const& [key, item] : value.items()) {
                keys.insert(key);
                self(self, item);
            }
        } else if (value.is_array()) {
            for (auto const& item : value) {
                self(self, item);
            }
        }
    };
    for (auto const* path :
         {"/api/v1/accounts/verify_credentials",
          "/api/v1/timelines/home",
          "/api/v1/notifications",
          "/api/v2/notifications",
          "/api/v1/preferences"}) {
        collect(collect, node.get(path, ApiNode::as(ana)).body);
    }
    EXPECT_GT(keys.size(), 50U);
    for (auto const* forbidden :
         {"ip", "email", "password", "password_hash", "hash", "token", "private_key", "raw"}) {
        EXPECT_FALSE(keys.contains(forbidden)) << forbidden;
    }
}

}  // namespace
}  // namespace folkmoot::node
