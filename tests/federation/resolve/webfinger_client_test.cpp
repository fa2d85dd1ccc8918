#include "federation/resolve/webfinger_client.hpp"

#include "tests/federation/resolve/resolve_fixture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

using activitypub::Handle;

class WebFingerClientTest : public ResolveTest {
protected:
    static std::string address(std::string const& name, std::string const& host) {
        return "https://" + host + "/.well-known/webfinger?resource=acct%3A" + name + "%40" + host;
    }

    static std::string jrd(std::string const& subject, std::string const& actor) {
        return R"({"subject":")" + subject +
               R"(","links":[{"rel":"self","type":"application/activity+json","href":")" + actor +
               "\"}]}";
    }

    void answer(
        std::string const& name,
        std::string const& host,
        std::string const& subject,
        std::string const& actor
    ) {
        door.respond(
            address(name, host), 200, "application/jrd+json; charset=utf-8", jrd(subject, actor)
        );
    }

    Result<WebFingerAnswer> look_up(
        std::string const& handle, FetchBudget budget = FetchBudget(), bool wants_group = false
    ) {
        WebFingerClient client(fetcher(), {});
        return run(client.look_up(*Handle::parse(handle), budget, wants_group));
    }

    Result<ActorHandle> handle_of(
        std::string const& actor, std::string const& name, std::optional<Handle> claimed = {}
    ) {
        WebFingerClient client(fetcher(), {});
        return run(client.handle_of(iri(actor), name, claimed, FetchBudget()));
    }

    void expect_error(Result<WebFingerAnswer> const& answer, ErrorCode code) {
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, code) << answer.error().detail;
    }
};

constexpr char const* ana = "https://remote.example/users/ana";

TEST_F(WebFingerClientTest, FindsTheActorUnsigned) {
    answer("ana", "remote.example", "acct:Ana@remote.example", ana);
    auto const found = look_up("@ana@remote.example");
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->actor.text(), ana);
    EXPECT_EQ(found->handle.text(), "Ana@remote.example");
    EXPECT_EQ(door.requests()[0].signature, "");
}

TEST_F(WebFingerClientTest, FollowsOneChangeOfSubject) {
    answer("ana", "www.example", "acct:ana@remote.example", "https://www.example/wrong");
    answer("ana", "remote.example", "acct:ana@remote.example", ana);
    auto const found = look_up("ana@www.example");
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->handle.text(), "ana@remote.example");
    EXPECT_EQ(found->actor.text(), ana);
}

TEST_F(WebFingerClientTest, F24_ASecondChangeOfSubjectIsRefused) {
    answer("ana", "a.example", "acct:ana@b.example", ana);
    answer("ana", "b.example", "acct:ana@c.example", ana);
    answer("ana", "c.example", "acct:ana@c.example", ana);
    expect_error(look_up("ana@a.example"), ErrorCode::remote_invalid);
    EXPECT_EQ(door.requests().size(), 2U);
}

TEST_F(WebFingerClientTest, F24_TheOtherHostMustVouch) {
    answer("ana", "evil.example", "acct:admin@victim.example", "https://evil.example/ana");
    expect_error(look_up("ana@evil.example"), ErrorCode::not_found);
}

TEST_F(WebFingerClientTest, AsksHostMetaAfter404) {
    door.respond(
        "https://remote.example/.well-known/host-meta",
        200,
        "application/xrd+xml",
        R"(<?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" template="https://other.example/wf?r={uri}"/></XRD>)"
    );
    door.respond(
        "https://other.example/wf?r=acct%3Aana%40remote.example",
        200,
        "application/json",
        jrd("acct:ana@remote.example", ana)
    );
    auto const found = look_up("ana@remote.example");
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->actor.text(), ana);
}

TEST_F(WebFingerClientTest, GoneIsGone) {
    door.respond(address("ana", "remote.example"), 410, "", "");
    expect_error(look_up("ana@remote.example"), ErrorCode::gone);
    EXPECT_EQ(door.requests().size(), 1U);
}

TEST_F(WebFingerClientTest, RefusesAnswersThatAreNone) {
    struct Case {
        char const* type;
        std::string body;
    };

    for (auto const& bad : {
             Case{"text/html", jrd("acct:ana@remote.example", ana)},
             Case{"application/jrd+json", "{"},
             Case{"application/jrd+json", R"({"links":[]})"},
             Case{"application/jrd+json", R"({"subject":"acct:ana@remote.example","links":[]})"},
             Case{"application/jrd+json", jrd("https://remote.example/users/ana", ana)},
             Case{"application/jrd+json", jrd("acct:ana@remote.example", "javascript:alert(1)")},
             Case{"application/jrd+json", jrd("acct:ana@remote.example", "http://10.0.0.1/")},
         }) {
        tests::FakeDoor own;
        own.respond(address("ana", "remote.example"), 200, bad.type, bad.body);
        DocumentFetcher bad_fetcher(
            io.get_executor(), config, own.fetch(), sign_with_form, clock()
        );
        WebFingerClient client(bad_fetcher, {});
        expect_error(
            run(client.look_up(*Handle::parse("ana@remote.example"), FetchBudget())),
            ErrorCode::remote_invalid
        );
    }
}

TEST_F(WebFingerClientTest, ChoosesTheGroupWhenAskedForOne) {
    door.respond(
        address("books", "remote.example"),
        200,
        "application/jrd+json",
        R"({"subject":"acct:books@remote.example","links":[
            {"rel":"self","type":"application/activity+json","href":"https://remote.example/u/books",
             "properties":{"https://www.w3.org/ns/activitystreams#type":"Person"}},
            {"rel":"self","type":"application/activity+json","href":"https://remote.example/c/books",
             "properties":{"https://www.w3.org/ns/activitystreams#type":"Group"}}]})"
    );
    EXPECT_EQ(
        look_up("books@remote.example", FetchBudget(), true)->actor.text(),
        "https://remote.example/c/books"
    );
    EXPECT_EQ(look_up("books@remote.example")->actor.text(), "https://remote.example/u/books");
}

TEST_F(WebFingerClientTest, D01_LookupsArePaid) {
    answer("ana", "remote.example", "acct:ana@remote.example", ana);
    expect_error(look_up("ana@remote.example", FetchBudget(0)), ErrorCode::budget_exhausted);
}

TEST_F(WebFingerClientTest, F24_HandleIsConfirmedByTheRoundTrip) {
    answer("ana", "remote.example", "acct:ana@remote.example", ana);
    auto const handle = handle_of(ana, "ana");
    ASSERT_TRUE(handle);
    EXPECT_TRUE(handle->confirmed);
    EXPECT_EQ(handle->handle.text(), "ana@remote.example");
}

TEST_F(WebFingerClientTest, F24_ClaimOfAnothersHandleIsNotAdopted) {
    answer(
        "boss", "victim.example", "acct:boss@victim.example", "https://victim.example/users/boss"
    );
    auto const handle = handle_of(ana, "ana", *Handle::parse("boss@victim.example"));
    ASSERT_TRUE(handle);
    EXPECT_FALSE(handle->confirmed);
    EXPECT_EQ(handle->handle.text(), "ana@remote.example");
}

TEST_F(WebFingerClientTest, F24_ClaimThatLeadsBackIsAdopted) {
    answer("ana", "short.example", "acct:ana@short.example", ana);
    auto const handle = handle_of(ana, "ana", *Handle::parse("ana@short.example"));
    ASSERT_TRUE(handle);
    EXPECT_TRUE(handle->confirmed);
    EXPECT_EQ(handle->handle.text(), "ana@short.example");
}

TEST_F(WebFingerClientTest, F24_NoAnswerAtAllDecidesNothing) {
    door.fail(address("ana", "remote.example"), ErrorCode::unreachable);
    auto const handle = handle_of(ana, "ana");
    ASSERT_FALSE(handle);
    EXPECT_EQ(handle.error().code, ErrorCode::unreachable);
}

TEST_F(WebFingerClientTest, F27_NamesThatAreNone) {
    auto const handle = handle_of(ana, "a b@c");
    ASSERT_FALSE(handle);
    EXPECT_EQ(handle.error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace folkmoot::federation
