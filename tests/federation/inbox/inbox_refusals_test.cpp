// Requests and bodies that the inbox refuses before anybody hears of them.
#include "federation/inbox/inbox.hpp"
#include "tests/federation/inbox/inbox_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace folkmoot::federation {
namespace {

struct BadRequest {
    char const* name;
    std::function<void(SignedRequest&)> after_signing;
    int status;
};

class InboxRefuses : public InboxTest, public testing::WithParamInterface<BadRequest> {};

TEST_P(InboxRefuses, BeforeAnythingIsStoredOrHeard) {
    know(carol);
    auto request = world.request(carol, create(carol).dump());
    GetParam().after_signing(request);
    EXPECT_EQ(post(std::move(request)).status, GetParam().status);
    EXPECT_TRUE(spy.heard.empty());
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF,
    InboxRefuses,
    testing::Values(
        BadRequest{
            "F01_Unsigned",
            [](SignedRequest& r) {
                std::erase_if(r.message.headers, [](auto const& h) {
                    return h.name == "Signature";
                });
            },
            401
        },
        BadRequest{
            "F02_GarbageSignature",
            [](SignedRequest& r) {
                auto value = std::string(*r.message.find("Signature"));
                auto const at = value.find("signature=\"") + 11;
                value[at] = value[at] == 'A' ? 'B' : 'A';
                r.message.set("Signature", value);
            },
            401
        },
        BadRequest{"F07_OtherBody", [](SignedRequest& r) { r.body += ' '; }, 401},
        BadRequest{
            "F07_NoDigest",
            [](SignedRequest& r) {
                std::erase_if(r.message.headers, [](auto const& h) { return h.name == "Digest"; });
            },
            401
        },
        BadRequest{"F08_OtherPath", [](SignedRequest& r) { r.message.target = "/other"; }, 401},
        BadRequest{
            "F08_OtherHost", [](SignedRequest& r) { r.message.set("Host", "other.test"); }, 401
        },
        BadRequest{
            "F09_Stale", [](SignedRequest& r) { r.received_at += std::chrono::hours(24); }, 401
        },
        BadRequest{
            "F10_TwoSignatures",
            [](SignedRequest& r) {
                r.message.headers.push_back({"Signature", std::string(*r.message.find("Signature"))}
                );
            },
            400
        },
        BadRequest{
            "H_MediaType",
            [](SignedRequest& r) { r.message.set("Content-Type", "text/plain"); },
            415
        },
        BadRequest{
            "H_Compressed", [](SignedRequest& r) { r.message.set("Content-Encoding", "gzip"); }, 415
        },
        BadRequest{"H_TooLarge", [](SignedRequest& r) { r.body.resize(1024 * 1024 + 1, ' '); }, 413}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

struct BadBody {
    char const* name;
    char const* signer;
    std::function<std::string(nlohmann::json)> body;
    int status;
};

class InboxRefusesBody : public InboxTest, public testing::WithParamInterface<BadBody> {};

TEST_P(InboxRefusesBody, AndHearsNothing) {
    know(carol);
    know(mallory);
    auto const body = GetParam().body(create(carol));
    EXPECT_EQ(post(world.request(GetParam().signer, body)).status, GetParam().status);
    EXPECT_TRUE(spy.heard.empty());
}

std::string patched(nlohmann::json activity, nlohmann::json const& patch) {
    activity.merge_patch(patch);
    return activity.dump();
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF,
    InboxRefusesBody,
    testing::Values(
        BadBody{"F03_KeyOfAnotherHost", mallory, [](auto a) { return a.dump(); }, 403},
        BadBody{"F03_KeyOfAnotherActor", dave, [](auto a) { return a.dump(); }, 401},
        BadBody{
            "F16_AuthorIsAnother",
            carol,
            [](auto a) { return patched(a, {{"object", {{"attributedTo", dave}}}}); },
            403
        },
        BadBody{
            "F16_AuthorIsANumber",
            carol,
            [](auto a) { return patched(a, {{"object", {{"attributedTo", 1}}}}); },
            400
        },
        BadBody{
            "F16_TwoAuthors",
            carol,
            [](auto a) { return patched(a, {{"object", {{"attributedTo", {carol, dave}}}}}); },
            422
        },
        BadBody{
            "F17_ObjectIsOurs",
            carol,
            [](auto a) {
                return patched(a, {{"object", {{"id", "https://home.test/objects/1"}}}});
            },
            403
        },
        BadBody{
            "F17_ActorIsOurs",
            carol,
            [](auto a) { return patched(a, {{"actor", "https://home.test/users/alice"}}); },
            403
        },
        BadBody{
            "F05_ActivityIdOfAnotherHost",
            carol,
            [](auto a) { return patched(a, {{"id", "https://evil.test/activities/1"}}); },
            403
        },
        BadBody{"F20_Graph", carol, [](auto a) { return patched(a, {{"@graph", {1}}}); }, 400},
        BadBody{
            "J01_DuplicateKey",
            carol,
            [](auto a) { return R"({"actor":"https://evil.test/x",)" + a.dump().substr(1); },
            400
        },
        BadBody{"J01_NoObject", carol, [](auto) { return std::string("[]"); }, 400},
        BadBody{
            "J08_TwoTypes",
            carol,
            [](auto a) { return patched(a, {{"type", {"Create", "Delete"}}}); },
            400
        }
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

}  // namespace
}  // namespace folkmoot::federation
