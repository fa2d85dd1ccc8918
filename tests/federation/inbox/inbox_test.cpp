#include "federation/inbox/inbox.hpp"

#include "tests/federation/inbox/inbox_fixture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

TEST_F(InboxTest, HandsAVerifiedActivityToTheListener) {
    auto const answer = deliver(carol, create(carol));
    EXPECT_EQ(answer.status, 202) << answer.reason;
    ASSERT_EQ(spy.heard.size(), 1U);
    EXPECT_EQ(spy.heard[0].actor().iri, carol);
    EXPECT_EQ(spy.heard[0].activity().type, activitypub::ActivityType::create);
    EXPECT_EQ(*spy.heard[0].raw(), create(carol).dump());
    EXPECT_FALSE(spy.had_budget[0]);
}

TEST_F(InboxTest, StoresAnUnknownSenderOnceAndFetchesItsKeyOnce) {
    deliver(carol, create(carol, "1"));
    deliver(carol, create(carol, "2"));
    EXPECT_EQ(world.fetches(carol), 1U);
    EXPECT_EQ(spy.heard.size(), 2U);
    EXPECT_EQ(world.actor(carol).handle, "carol@good.test");
}

TEST_F(InboxTest, F03_KeyIsNotTakenFromADocumentThatClaimsTheActor) {
    know(carol);
    // A key at carol's host that names her, and that she does not list.
    world.make_key("https://good.test/upload");
    auto const answer = post(world.request("https://good.test/upload", create(carol, "2").dump()));
    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(spy.heard.empty());
    auto const txn = world.snapshot();
    auto const keys = world.store->actor_keys.of_actor(
        txn, storage::ActorId(world.store->actors.by_iri(txn, carol)->id)
    );
    ASSERT_EQ(keys->size(), 1U);
    EXPECT_EQ(keys->front().key_iri, std::string(carol) + "#main-key");
}

TEST_F(InboxTest, F17_NeverFetchesItself) {
    world.make_key("https://home.test/users/alice");
    auto const answer = deliver("https://home.test/users/alice", create(carol));
    EXPECT_EQ(answer.status, 403);
    EXPECT_TRUE(world.door.requests().empty());
}

TEST_F(InboxTest, F01_StoresNobodyWhoseSignatureDoesNotHold) {
    auto request = world.request(carol, create(carol).dump());
    world.make_key(carol);
    world.serve_actor(carol);
    EXPECT_EQ(post(std::move(request)).status, 401);
    EXPECT_EQ(world.actor(carol).id, 0U);
}

TEST_F(InboxTest, F13_ARotatedKeyIsFetchedOnceAndKept) {
    know(carol);
    world.make_key(carol);
    world.serve_actor(carol);
    world.now += std::chrono::minutes(6);
    auto const before = world.fetches(carol);
    EXPECT_EQ(deliver(carol, create(carol, "2")).status, 202);
    EXPECT_EQ(deliver(carol, create(carol, "3")).status, 202);
    EXPECT_EQ(world.fetches(carol), before + 1);
    EXPECT_EQ(spy.heard.size(), 2U);
}

TEST_F(InboxTest, F13_AStormOfBadSignaturesFetchesOnce) {
    settings.failure_bucket = {.per_minute = 1'000, .burst = 1'000};
    know(carol);
    world.now += std::chrono::minutes(6);
    auto const before = world.fetches(carol);
    world.make_key(carol);  // signs with a key that is published nowhere
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(deliver(carol, create(carol, std::to_string(i))).status, 401);
    }
    EXPECT_EQ(world.fetches(carol), before + 1);
    EXPECT_TRUE(spy.heard.empty());
}

TEST_F(InboxTest, F13_CallersThatComeTogetherShareAFetch) {
    world.door.hold();
    int done = 0;
    for (int i = 0; i < 5; ++i) {
        boost::asio::co_spawn(
            boost::asio::make_strand(world.io),
            inbox().receive(world.request(carol, create(carol, std::to_string(i)).dump())),
            [&done](std::exception_ptr, InboxAnswer answer) { done += answer.status == 202; }
        );
    }
    for (int i = 0; i < 2'000 && world.door.requests().empty(); ++i) {
        world.io.run_one();
    }
    world.door.release();
    while (done < 5 && world.io.run_one() > 0) {
    }
    EXPECT_EQ(done, 5);
    EXPECT_EQ(world.fetches(carol), 1U);
}

TEST_F(InboxTest, D09_BadSignaturesExhaustTheBucketOfTheirSender) {
    settings.failure_bucket = {.per_minute = 1, .burst = 3};
    know(carol);
    world.make_key(carol);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(deliver(carol, create(carol, std::to_string(i))).status, 401);
    }
    auto const answer = deliver(carol, create(carol, "4"));
    EXPECT_EQ(answer.status, 429);
    EXPECT_TRUE(answer.retry_after);
}

TEST_F(InboxTest, D03_AHostHasItsRate) {
    settings.host_bucket = {.per_minute = 1, .burst = 2};
    EXPECT_EQ(deliver(carol, create(carol, "1")).status, 202);
    EXPECT_EQ(deliver(dave, create(dave, "2")).status, 202);
    EXPECT_EQ(deliver(carol, create(carol, "3")).status, 429);
    EXPECT_EQ(deliver(mallory, create(mallory, "4")).status, 202);
}

TEST_F(InboxTest, R24_TooManyAtATimeAreAskedToComeAgain) {
    settings.in_flight = 0;
    auto const answer = deliver(carol, create(carol));
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.retry_after);
}

TEST_F(InboxTest, F21_RefusedHostsAreNotHeard) {
    world.suspend_host("good.test");
    EXPECT_EQ(deliver(carol, create(carol)).status, 403);
    EXPECT_TRUE(world.door.requests().empty());
}

TEST_F(InboxTest, F21_ARefusalCoversSubdomains) {
    std::string const below = "https://a.good.test/users/eve";
    world.add_actor(below);
    world.suspend_host("good.test");
    EXPECT_EQ(deliver(below, create(below)).status, 403);
    EXPECT_TRUE(world.door.requests().empty());
}

TEST_F(InboxTest, F21_SuspendedActorsAreNotHeard) {
    know(carol);
    auto record = world.actor(carol);
    record.suspended = true;
    world.must_write([&](storage::WriteTxn& txn) { return world.store->actors.update(txn, record); }
    );
    EXPECT_EQ(deliver(carol, create(carol)).status, 403);
    EXPECT_TRUE(spy.heard.empty());
}

TEST_F(InboxTest, DeletionsByUnknownActorsCostNothing) {
    nlohmann::json const leave = {
        {"id", "https://good.test/activities/9"},
        {"type", "Delete"},
        {"actor", carol},
        {"object", carol},
    };
    EXPECT_EQ(deliver(carol, leave).status, 202);
    EXPECT_TRUE(world.door.requests().empty());
    EXPECT_TRUE(spy.heard.empty());
}

TEST_F(InboxTest, ADeletedActorMayStillSayGoodbye) {
    know(carol);
    world.now += std::chrono::minutes(6);
    world.make_key(carol);
    world.door.forget(carol);
    world.door.respond(carol, 410, "", "");
    nlohmann::json const leave = {
        {"id", "https://good.test/activities/9"},
        {"type", "Delete"},
        {"actor", carol},
        {"object", carol},
    };
    EXPECT_EQ(deliver(carol, leave).status, 202);
    ASSERT_EQ(spy.heard.size(), 1U);
    EXPECT_EQ(spy.heard[0].evidence(), Evidence::gone);
}

TEST_F(InboxTest, AKeyThatCannotBeFetchedNowIsAskedForAgain) {
    std::string const eve = "https://slow.test/users/eve";
    world.make_key(eve);
    world.door.fail(eve, ErrorCode::unreachable);
    auto const answer = deliver(eve, create(eve));
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.retry_after);
}

TEST_F(InboxTest, R21_ARepeatedActivityIsAcceptedAndNotHeardAgain) {
    spy.wants_fetch = true;  // the one outcome that this room makes durable by itself
    EXPECT_EQ(deliver(carol, create(carol)).status, 202);
    auto const again = deliver(carol, create(carol));
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.reason, "activity.seen");
    EXPECT_EQ(spy.heard.size(), 1U);
}

TEST_F(InboxTest, F09_ASeenIdIsNoPassForABadSignature) {
    spy.wants_fetch = true;
    EXPECT_EQ(deliver(carol, create(carol)).status, 202);
    auto request = world.request(carol, create(carol).dump());
    request.message.target = "/users/alice/inbox";
    EXPECT_EQ(post(std::move(request)).status, 401);
}

TEST_F(InboxTest, WhatMustBeFetchedIsKeptBeforeTheAnswer) {
    spy.wants_fetch = true;
    bool woken = false;
    auto parts = world.inbox_parts(spy);
    parts.pending_added = [&woken] { woken = true; };
    Inbox inbox(parts);
    auto const answer = world.run(inbox.receive(world.request(carol, create(carol).dump())));
    EXPECT_EQ(answer.status, 202);
    EXPECT_TRUE(woken);
    auto const txn = world.snapshot();
    auto const due =
        world.store->pending_activities.due(txn, world.now.time_since_epoch().count(), 10);
    ASSERT_EQ(due->size(), 1U);
    EXPECT_EQ(world.store->pending_activities.load(txn, due->front())->body, create(carol).dump());
}

TEST_F(InboxTest, TheListenersRefusalIsTheAnswer) {
    spy.answer = {Disposition::rejected, 403, "spy.refused"};
    EXPECT_EQ(deliver(carol, create(carol)).status, 403);
}

TEST_F(InboxTest, J10_APoisonItemIsRefusedForGood) {
    spy.poison = true;
    EXPECT_EQ(deliver(carol, create(carol)).status, 422);
    spy.poison = false;
    EXPECT_EQ(deliver(carol, create(carol, "2")).status, 202);
}

TEST_F(InboxTest, TellsWhatHappened) {
    std::vector<std::string> told;
    auto parts = world.inbox_parts(spy);
    parts.observe = [&told](InboxEvent const& event) {
        told.push_back(event.host + " " + event.activity_type + " " + event.answer.reason);
    };
    Inbox inbox(parts);
    world.run(inbox.receive(world.request(carol, create(carol).dump())));
    EXPECT_EQ(told, std::vector<std::string>{"good.test Create spy.applied"});
}

SignedRequest get(tests::RemoteWorld& world, std::string const& signer) {
    SignedRequest request;
    request.received_at = world.now;
    request.peer = "192.0.2.1";
    request.message.method = "GET";
    request.message.target = "/objects/1";
    request.message.headers = {{"Host", "home.test"}};
    EXPECT_TRUE(activitypub::sign_cavage(request.message, world.key(signer), world.now));
    return request;
}

TEST_F(InboxTest, KnowsWhoReads) {
    auto const reader = world.run(inbox().verify_reader(get(world, carol)));
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->actor.iri, carol);
    EXPECT_EQ(reader->host, "good.test");
    EXPECT_FALSE(reader->refused);
}

TEST_F(InboxTest, AnUnsignedOrForgedReaderIsAnybody) {
    auto request = get(world, carol);
    request.message.target = "/objects/2";
    EXPECT_FALSE(world.run(inbox().verify_reader(std::move(request))));
    SignedRequest plain;
    plain.received_at = world.now;
    plain.message.method = "GET";
    plain.message.target = "/objects/1";
    plain.message.headers = {{"Host", "home.test"}};
    EXPECT_FALSE(world.run(inbox().verify_reader(std::move(plain))));
}

TEST_F(InboxTest, F21_ARefusedReaderIsTold) {
    world.suspend_host("good.test");
    auto const reader = world.run(inbox().verify_reader(get(world, carol)));
    ASSERT_TRUE(reader);
    EXPECT_TRUE(reader->refused);
}

}  // namespace
}  // namespace folkmoot::federation
