// The outgoing log: channels, stays of hosts, explicit recipients (decision 17).
#include "tests/storage/tables/temp_store.hpp"

namespace folkmoot::storage::testing_support {
namespace {

class OutgoingLog : public StoreTest {
protected:
    Sequence append(std::uint64_t channel) {
        OutgoingRecord event;
        event.bodies = {{.signer = channel, .json = "{}"}};
        return write([&](WriteTxn& txn) {
                   return store->outgoing.append(txn, Channel(channel), event);
               }
        ).value();
    }

    void enter(std::uint64_t host, std::uint64_t channel) {
        must_write([&](WriteTxn& txn) {
            return store->outgoing.enter(txn, HostId(host), Channel(channel));
        });
    }

    void leave(std::uint64_t host, std::uint64_t channel) {
        must_write([&](WriteTxn& txn) {
            return store->outgoing.leave(txn, HostId(host), Channel(channel));
        });
    }

    Ids owed(std::uint64_t host, std::uint64_t after = 0, std::size_t limit = 100) {
        Ids ids;
        auto const rows = store->outgoing.owed(snapshot(), HostId(host), Sequence(after), limit);
        for (auto const& row : rows.value()) {
            ids.push_back(row.seq.value());
        }
        return ids;
    }
};

TEST_F(OutgoingLog, Decision17_OneRowServesEveryHostOfAChannel) {
    enter(1, 50);
    enter(2, 50);
    EXPECT_EQ(append(50), Sequence(1));
    EXPECT_EQ(owed(1), (Ids{1}));
    EXPECT_EQ(owed(2), (Ids{1}));
    EXPECT_EQ(owed(3), (Ids{}));
}

TEST_F(OutgoingLog, Decision17_AHostMergesItsChannelsAfterOneCursor) {
    enter(1, 50);
    enter(1, 60);
    append(60);
    append(50);
    append(70);
    append(60);
    EXPECT_EQ(owed(1), (Ids{1, 2, 4}));
    EXPECT_EQ(owed(1, 1), (Ids{2, 4}));
    EXPECT_EQ(owed(1, 0, 2), (Ids{1, 2}));
    EXPECT_EQ(owed(1, 4), (Ids{}));
}

TEST_F(OutgoingLog, Decision17_AHostIsOwedWhatWasLoggedWhileItStayed) {
    append(50);
    enter(1, 50);
    append(50);
    append(50);
    leave(1, 50);
    append(50);
    EXPECT_EQ(owed(1), (Ids{2, 3}));
    enter(1, 50);
    append(50);
    EXPECT_EQ(owed(1), (Ids{2, 3, 5}));
}

TEST_F(OutgoingLog, Decision17_FollowersOfOneHostAreCounted) {
    enter(1, 50);
    enter(1, 50);
    leave(1, 50);
    append(50);
    EXPECT_EQ(owed(1), (Ids{1}));
    EXPECT_EQ(store->outgoing.hosts_of(snapshot(), Channel(50), HostId(), 9)->size(), 1U);
    leave(1, 50);
    EXPECT_TRUE(store->outgoing.hosts_of(snapshot(), Channel(50), HostId(), 9)->empty());
    auto const again =
        write([&](WriteTxn& txn) { return store->outgoing.leave(txn, HostId(1), Channel(50)); });
    EXPECT_EQ(code_of(again), ErrorCode::not_found);
}

TEST_F(OutgoingLog, Decision17_ADeleteReachesHostsThatHaveLeft) {
    enter(1, 50);
    enter(2, 50);
    auto const creation = append(50);
    leave(1, 50);
    auto const later = append(50);
    auto const departed = store->outgoing.departed_that_got(snapshot(), Channel(50), creation, 9);
    EXPECT_EQ(departed.value(), (std::vector{HostId(1)}));
    EXPECT_TRUE(store->outgoing.departed_that_got(snapshot(), Channel(50), later, 9)->empty());
    auto const removal = append(50);
    must_write([&](WriteTxn& txn) {
        return store->outgoing.address(txn, HostId(1), Channel(50), removal);
    });
    EXPECT_EQ(owed(1), (Ids{1, 3}));
}

TEST_F(OutgoingLog, Decision17_ExplicitRecipientsGetRowsOfTheirOwn) {
    enter(1, 50);
    auto const seq = append(50);
    auto const alone = append(direct_channel.value());
    must_write([&](WriteTxn& txn) -> Result<void> {
        auto done = store->outgoing.address(txn, HostId(1), Channel(50), seq, "https://h/u/inbox");
        return done ? store->outgoing.address(txn, HostId(2), direct_channel, alone) : done;
    });
    auto const rows = store->outgoing.owed(snapshot(), HostId(1), Sequence(), 9).value();
    EXPECT_EQ(rows, (std::vector<OwedDelivery>{{seq, Channel(50), "https://h/u/inbox"}}));
    EXPECT_EQ(owed(2), (Ids{2}));
    must_write([&](WriteTxn& txn) {
        return store->outgoing.erase_addressed(txn, HostId(2), alone, 9);
    });
    EXPECT_EQ(owed(2), (Ids{}));
}

TEST_F(OutgoingLog, AddressingAnUnknownEventIsRefused) {
    auto const addressed = write([&](WriteTxn& txn) {
        return store->outgoing.address(txn, HostId(1), Channel(50), Sequence(9));
    });
    EXPECT_EQ(code_of(addressed), ErrorCode::not_found);
}

TEST_F(OutgoingLog, PruningKeepsTheNumbersRising) {
    enter(1, 50);
    append(50);
    append(60);
    leave(1, 50);
    append(50);
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->outgoing.prune(txn, Sequence(4), 9); }).value(), 3U
    );
    EXPECT_TRUE(store->outgoing.stays_of(snapshot(), HostId(1))->empty());
    EXPECT_EQ(append(50), Sequence(4));
    expect_clean();
}

TEST_F(OutgoingLog, TellsWhereOlderEventsEnd) {
    EXPECT_EQ(store->outgoing.end_of_older(snapshot(), 100, 9), Sequence());
    for (std::int64_t const created : {10, 20, 30}) {
        OutgoingRecord event;
        event.created = created;
        event.bodies.emplace_back();
        ASSERT_TRUE(write([&](WriteTxn& txn) {
            return store->outgoing.append(txn, Channel(50), event);
        }));
    }
    EXPECT_EQ(store->outgoing.end_of_older(snapshot(), 10, 9), Sequence());
    EXPECT_EQ(store->outgoing.end_of_older(snapshot(), 30, 9), Sequence(3));
    EXPECT_EQ(store->outgoing.end_of_older(snapshot(), 100, 2), Sequence(3));
    EXPECT_EQ(store->outgoing.end_of_older(snapshot(), 100, 9), Sequence(4));
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
