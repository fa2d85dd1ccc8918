#include "federation/peers/peer_facts.hpp"

#include "tests/federation/inbox/remote_world.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

class PeerFactsTest : public testing::Test {
protected:
    PeerFactsTest() {
        world.must_write([this](storage::WriteTxn& txn) {
            return ensure_host(*world.store, txn, "good.test", id, 1);
        });
    }

    PeerFacts facts(Result<PeerSoftware> answer) {
        return PeerFacts(
            *world.store,
            [this, answer](std::string authority) -> boost::asio::awaitable<Result<PeerSoftware>> {
                asked.push_back(std::move(authority));
                return give(answer);
            },
            [this] { return world.now; }
        );
    }

    static boost::asio::awaitable<Result<PeerSoftware>> give(Result<PeerSoftware> answer) {
        co_return answer;
    }

    static PeerSoftware software(std::string const& name) {
        PeerSoftware known;
        known.info.software_name = name;
        known.info.software_version = "1.0";
        return known;
    }

    storage::HostRecord host() {
        auto const txn = world.snapshot();
        return *world.store->hosts.load(txn, id);
    }

    tests::RemoteWorld world;
    storage::HostId const id{7};
    std::vector<std::string> asked;
};

TEST_F(PeerFactsTest, KeepsWhatAHostSaysOfItself) {
    auto peers = facts(software("lemmy"));
    world.run(peers.refresh(id));
    EXPECT_EQ(asked, std::vector<std::string>{"good.test"});
    EXPECT_EQ(host().software, "lemmy");
    EXPECT_EQ(host().delivery_class, storage::DeliveryClass::threadiverse);
}

TEST_F(PeerFactsTest, AsksOnceADay) {
    auto peers = facts(software("mastodon"));
    world.run(peers.refresh(id));
    world.now += std::chrono::hours(23);
    world.run(peers.refresh(id));
    EXPECT_EQ(asked.size(), 1U);
    world.now += std::chrono::hours(2);
    world.run(peers.refresh(id));
    EXPECT_EQ(asked.size(), 2U);
}

TEST_F(PeerFactsTest, AFailureCountsAsAskedAndChangesNothing) {
    auto good = facts(software("mastodon"));
    world.run(good.refresh(id));
    world.now += std::chrono::hours(25);
    auto bad = facts(std::unexpected(Error{ErrorCode::unreachable, "down"}));
    world.run(bad.refresh(id));
    world.run(bad.refresh(id));
    EXPECT_EQ(asked.size(), 2U);
    EXPECT_EQ(host().software, "mastodon");
}

TEST_F(PeerFactsTest, WhatAHostShowsIsNotedOnce) {
    auto peers = facts(software("unheard-of"));
    world.run(peers.saw_threadiverse(id, {}));
    EXPECT_EQ(host().observed_class, storage::DeliveryClass::threadiverse);
    auto const change = world.store->writer().metrics().jobs_committed;
    world.run(peers.saw_threadiverse(id, {}));
    EXPECT_EQ(world.store->writer().metrics().jobs_committed, change);
}

TEST_F(PeerFactsTest, NotesOnceAnHourThatAHostLives) {
    auto peers = facts(software("mastodon"));
    world.run(peers.heard(id));
    auto const first = host().last_seen;
    EXPECT_EQ(first, world.now.time_since_epoch().count());
    world.now += std::chrono::minutes(30);
    world.run(peers.heard(id));
    EXPECT_EQ(host().last_seen, first);
    world.now += std::chrono::minutes(31);
    world.run(peers.heard(id));
    EXPECT_GT(host().last_seen, first);
}

TEST_F(PeerFactsTest, AHostIsMadeOnce) {
    world.must_write([this](storage::WriteTxn& txn) -> storage::Result<void> {
        auto const again = ensure_host(*world.store, txn, "good.test", storage::HostId(8), 2);
        EXPECT_EQ(again->id, id.value());
        return {};
    });
}

}  // namespace
}  // namespace folkmoot::federation
