#include "federation/resolve/document_fetcher.hpp"

#include "tests/federation/resolve/resolve_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace folkmoot::federation {
namespace {

class DocumentFetcherTest : public ResolveTest {
protected:
    void expect_error(Result<FetchedDocument> const& result, ErrorCode code) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, code) << result.error().detail;
    }
};

constexpr char const* url = "https://remote.example/users/ana";

TEST_F(DocumentFetcherTest, FetchesSignedWithTheExactAcceptHeader) {
    door.document(url, R"("type":"Person")");
    auto const document = fetch(url);
    ASSERT_TRUE(document) << document.error().detail;
    EXPECT_EQ(document->id.text(), url);
    EXPECT_EQ(document->json["type"], "Person");
    ASSERT_EQ(door.requests().size(), 1U);
    EXPECT_EQ(door.requests()[0].signature, "cavage");
    EXPECT_EQ(
        door.requests()[0].accept,
        "application/activity+json, application/ld+json; "
        "profile=\"https://www.w3.org/ns/activitystreams\""
    );
}

TEST_F(DocumentFetcherTest, UnsignedWhereAsked) {
    door.document(url);
    ASSERT_TRUE(fetch(url, FetchBudget(), Authorization::none));
    EXPECT_EQ(door.requests()[0].signature, "");
}

TEST_F(DocumentFetcherTest, DropsTheFragmentOfAKeyId) {
    door.document(url);
    ASSERT_TRUE(fetch(std::string(url) + "#main-key"));
    EXPECT_EQ(door.requests()[0].url, url);
}

TEST_F(DocumentFetcherTest, F06_RefusesOtherMediaTypes) {
    for (auto const* type :
         {"application/json", "text/html", "application/ld+json", "image/png", ""}) {
        auto const address = std::string(url) + "/" + std::to_string(door.requests().size());
        door.respond(address, 200, type, R"({"id":")" + address + R"(","type":"Note"})");
        expect_error(fetch(address), ErrorCode::remote_invalid);
    }
}

TEST_F(DocumentFetcherTest, F05_AnotherIdOfTheOriginIsFetchedOnceMore) {
    door.respond(
        "https://remote.example/@ana",
        200,
        "application/activity+json",
        R"({"id":"https://remote.example/users/ana"})"
    );
    door.document(url);
    auto const document = fetch("https://remote.example/@ana");
    ASSERT_TRUE(document) << document.error().detail;
    EXPECT_EQ(document->id.text(), url);
    EXPECT_EQ(door.requests().size(), 2U);
}

TEST_F(DocumentFetcherTest, F05_TheSecondAnswerMustAgree) {
    door.respond(
        "https://remote.example/1",
        200,
        "application/activity+json",
        R"({"id":"https://remote.example/2"})"
    );
    door.respond(
        "https://remote.example/2",
        200,
        "application/activity+json",
        R"({"id":"https://remote.example/3"})"
    );
    expect_error(fetch("https://remote.example/1"), ErrorCode::remote_invalid);
    EXPECT_EQ(door.requests().size(), 2U);
}

TEST_F(DocumentFetcherTest, F05_IdOfAnotherOriginIsRefusedWithoutFetchingIt) {
    for (auto const* id :
         {"https://victim.example/users/bob",
          "https://remote.example:8443/users/ana",
          "https://sub.remote.example/"}) {
        auto const address = std::string(url) + "/" + std::to_string(door.requests().size());
        door.respond(
            address, 200, "application/activity+json", R"({"id":")" + std::string(id) + "\"}"
        );
        auto const before = door.requests().size();
        expect_error(fetch(address), ErrorCode::remote_invalid);
        EXPECT_EQ(door.requests().size(), before + 1);
    }
}

TEST_F(DocumentFetcherTest, F05_AfterARedirectTheFinalAddressCounts) {
    HttpResponse response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/activity+json"}};
    response.body = R"({"id":"https://remote.example/users/ana"})";
    response.final_url = "https://evil.example/users/ana";
    door.answer(url, response);
    expect_error(fetch(url), ErrorCode::remote_invalid);
}

TEST_F(DocumentFetcherTest, RefusesWhatIsNoSoundDocument) {
    int n = 0;
    for (auto const* body :
         {"",
          "{}",
          "[]",
          "{\"id\":5}",
          "{\"id\":\"javascript:x\"}",
          "{\"id\":\"x\",\"id\":\"y\"}",
          "{\"id\":null}"}) {
        auto const address = std::string(url) + "/" + std::to_string(++n);
        door.respond(address, 200, "application/activity+json", body);
        expect_error(fetch(address), ErrorCode::remote_invalid);
    }
}

// ---- refusals by the peer

TEST_F(DocumentFetcherTest, F12_Retries401OnceWithoutTheQuery) {
    auto const page = std::string(url) + "?page=1";
    door.respond(page, 401, "", "");
    door.document(page);
    ASSERT_TRUE(fetch(page));
    ASSERT_EQ(door.requests().size(), 2U);
    EXPECT_EQ(door.requests()[1].signature, "path");
}

TEST_F(DocumentFetcherTest, Retries401OnceInTheOtherSchemeAndRemembersIt) {
    door.respond(url, 401, "", "");
    door.document(url);
    ASSERT_TRUE(fetch(url));
    EXPECT_EQ(door.requests()[1].signature, "message");
    door.document("https://remote.example/users/bob");
    ASSERT_TRUE(fetch("https://remote.example/users/bob"));
    ASSERT_EQ(door.requests().size(), 3U);
    EXPECT_EQ(door.requests()[2].signature, "message");
}

TEST_F(DocumentFetcherTest, ASecond401Stands) {
    door.respond(url, 401, "", "");
    expect_error(fetch(url), ErrorCode::remote_status);
    EXPECT_EQ(door.requests().size(), 2U);
}

TEST_F(DocumentFetcherTest, Unsigned401IsNotRetried) {
    door.respond(url, 401, "", "");
    expect_error(fetch(url, FetchBudget(), Authorization::none), ErrorCode::remote_status);
    EXPECT_EQ(door.requests().size(), 1U);
}

TEST_F(DocumentFetcherTest, R34_MissingIsRememberedForADay) {
    door.respond(url, 410, "", "");
    door.document(url);
    expect_error(fetch(url), ErrorCode::gone);
    now += std::chrono::hours(23);
    expect_error(fetch(url), ErrorCode::gone);
    EXPECT_EQ(door.requests().size(), 1U);
    now += std::chrono::hours(1);
    EXPECT_TRUE(fetch(url));
}

TEST_F(DocumentFetcherTest, R34_OtherFailuresAreRememberedForTenMinutes) {
    door.respond(url, 503, "", "");
    door.document(url);
    expect_error(fetch(url), ErrorCode::remote_status);
    now += std::chrono::minutes(9);
    expect_error(fetch(url), ErrorCode::remote_status);
    now += std::chrono::minutes(1);
    EXPECT_TRUE(fetch(url));
}

TEST_F(DocumentFetcherTest, OurOwnLimitsAreNotHeldAgainstTheDocument) {
    door.fail(url, ErrorCode::unavailable);
    door.document(url);
    expect_error(fetch(url), ErrorCode::unavailable);
    EXPECT_TRUE(fetch(url));
}

TEST_F(DocumentFetcherTest, AHostThatShowsItselfIsForgiven) {
    door.respond(url, 404, "", "");
    door.document(url);
    expect_error(fetch(url), ErrorCode::not_found);
    fetcher().forget_failure(iri(url));
    EXPECT_TRUE(fetch(url));
}

TEST_F(DocumentFetcherTest, RememberedFailuresAreBounded) {
    config.negative_entries = 2;
    for (int i = 0; i < 3; ++i) {
        expect_error(fetch(std::string(url) + std::to_string(i)), ErrorCode::not_found);
    }
    expect_error(fetch(std::string(url) + "0"), ErrorCode::not_found);
    EXPECT_EQ(door.requests().size(), 4U);
}

TEST_F(DocumentFetcherTest, R23_DeadHostsAreLeftAlone) {
    for (int i = 0; i < 6; ++i) {
        auto const address = "https://dead.example/" + std::to_string(i);
        door.fail(address, ErrorCode::unreachable);
        expect_error(fetch(address), ErrorCode::unreachable);
    }
    EXPECT_EQ(door.requests().size(), 5U);
    door.document(url);
    EXPECT_TRUE(fetch(url));
}

// ---- budget and coalescing

TEST_F(DocumentFetcherTest, D01_StopsWhenTheBudgetIsSpent) {
    FetchBudget budget(2);
    for (int i = 0; i < 3; ++i) {
        door.document("https://remote.example/" + std::to_string(i));
    }
    EXPECT_TRUE(fetch("https://remote.example/0", budget));
    EXPECT_TRUE(fetch("https://remote.example/1", budget));
    expect_error(fetch("https://remote.example/2", budget), ErrorCode::budget_exhausted);
    EXPECT_TRUE(fetch("https://remote.example/2")) << "another activity has its own budget";
}

TEST_F(DocumentFetcherTest, D01_TheSecondFetchOfAnIdIsPaidToo) {
    door.respond(
        "https://remote.example/1",
        200,
        "application/activity+json",
        R"({"id":"https://remote.example/2"})"
    );
    door.document("https://remote.example/2");
    expect_error(fetch("https://remote.example/1", FetchBudget(1)), ErrorCode::budget_exhausted);
}

TEST_F(DocumentFetcherTest, F13_EqualAddressesAskedForTogetherAreFetchedOnce) {
    door.document(url);
    door.hold();
    int done = 0;
    for (int i = 0; i < 10; ++i) {
        boost::asio::co_spawn(
            io,
            fetcher().fetch(iri(url), FetchBudget()),
            [&](std::exception_ptr, Result<FetchedDocument> result) {
                EXPECT_TRUE(result);
                ++done;
            }
        );
    }
    io.poll();
    EXPECT_EQ(done, 0);
    door.release();
    while (done < 10 && io.run_one() > 0) {
    }
    EXPECT_EQ(done, 10);
    EXPECT_EQ(door.requests().size(), 1U);
}

TEST_F(DocumentFetcherTest, ACancelledCallerDoesNotEndWhatOthersWaitFor) {
    door.document(url);
    door.hold();
    boost::asio::cancellation_signal cancel;
    bool first_ended = false;
    std::optional<Result<FetchedDocument>> second;
    boost::asio::co_spawn(
        io,
        fetcher().fetch(iri(url), FetchBudget()),
        boost::asio::bind_cancellation_slot(
            cancel.slot(), [&](std::exception_ptr, Result<FetchedDocument>) { first_ended = true; }
        )
    );
    io.poll();
    boost::asio::co_spawn(
        io,
        fetcher().fetch(iri(url), FetchBudget()),
        [&](std::exception_ptr, Result<FetchedDocument> result) { second = std::move(result); }
    );
    io.poll();
    cancel.emit(boost::asio::cancellation_type::terminal);
    io.poll();
    EXPECT_TRUE(first_ended);
    EXPECT_FALSE(second);
    door.release();
    while (!second && io.run_one() > 0) {
    }
    ASSERT_TRUE(second);
    EXPECT_TRUE(*second);
    EXPECT_EQ(door.requests().size(), 1U);
}

}  // namespace
}  // namespace folkmoot::federation
