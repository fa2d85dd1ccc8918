#include "node/jobs/tasks.hpp"

#include "storage/engine/typed_write.hpp"
#include "tests/node/cli/temp_folder.hpp"
#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

using storage::WriteTxn;

constexpr std::int64_t day = 86'400'000;

/// A real store, a clock of the test's own, and the tasks over it.
class Tasks : public testing::Test {
protected:
    void SetUp() override {
        storage::StoreOptions options;
        options.directory = folder.path;
        options.clock = clock();
        options.map_size = std::uint64_t{64} << 20;
        auto opened = storage::Store::open(std::move(options));
        ASSERT_TRUE(opened) << opened.error().detail;
        store = std::move(*opened);
        uploads = std::make_unique<Uploads>(*store, clock(), pool);
    }

    void TearDown() override {
        pool.join();
        uploads.reset();
        store.reset();
    }

    Clock clock() {
        return [this] { return Time{std::chrono::milliseconds{now}}; };
    }

    TaskRun run(std::string_view name) {
        auto const tasks =
            maintenance_tasks({.store = *store, .uploads = *uploads, .now = clock(), .batch = 2});
        auto const task = std::ranges::find(tasks, name, &MaintenanceTask::name);
        if (task == tasks.end()) {
            ADD_FAILURE() << "no task " << name;
            return {};
        }
        auto const done = tests::run_awaitable(io, task->run());
        EXPECT_TRUE(done) << done.error().detail;
        return done.value_or(TaskRun{});
    }

    template <class Change>
    void write(Change change) {
        auto const written =
            storage::write_blocking(store->writer(), storage::WriteClass::local, std::move(change));
        ASSERT_TRUE(written) << written.error().detail;
    }

    storage::ReadTxn snapshot() const { return std::move(*store->read()); }

    void expect_clean() const {
        auto const report = store->verify();
        ASSERT_TRUE(report);
        EXPECT_TRUE(report->clean());
    }

    void add_outgoing(std::uint64_t channel) {
        storage::OutgoingRecord event;
        event.created = now;
        event.bodies.emplace_back();
        write([&](WriteTxn& txn) {
            return store->outgoing.append(txn, storage::Channel(channel), event);
        });
    }

    TempFolder folder;
    boost::asio::io_context io;
    boost::asio::thread_pool pool{1};
    std::int64_t now{20'000 * day};
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<Uploads> uploads;
};

TEST_F(Tasks, AllHaveNamesAndPeriods) {
    for (auto const& task :
         maintenance_tasks({.store = *store, .uploads = *uploads, .now = clock()})) {
        EXPECT_FALSE(task.name.empty());
        EXPECT_GE(task.period, 30s);
    }
}

TEST_F(Tasks, F29_TombstonesGoAfterThirtyDays) {
    for (std::uint64_t i = 1; i <= 3; ++i) {
        storage::TombstoneRecord gone;
        gone.id = i;
        gone.iri = "https://else.example/" + std::to_string(i);
        gone.host = 1;
        gone.deleted_at = now;
        write([&](WriteTxn& txn) { return store->tombstones.insert(txn, gone); });
    }
    now += 29 * day;
    EXPECT_EQ(run("tombstones").done, 0U);
    now += 2 * day;
    auto const first = run("tombstones");
    EXPECT_EQ(first.done, 2U);
    EXPECT_TRUE(first.more) << "the batch was full";
    auto const second = run("tombstones");
    EXPECT_EQ(second.done, 1U);
    EXPECT_FALSE(second.more);
    expect_clean();
}

TEST_F(Tasks, SessionsGoWhenTheyExpire) {
    storage::SessionRecord session;
    session.id = 1;
    session.member = 5;
    session.hash.assign(32, 7);
    session.expires = now + day;
    write([&](WriteTxn& txn) { return store->sessions.insert(txn, session); });
    EXPECT_EQ(run("sessions").done, 0U);
    now += day + 1;
    EXPECT_EQ(run("sessions").done, 1U);
    expect_clean();
}

TEST_F(Tasks, CodesGoWhenTheyExpire) {
    storage::OneTimeCodeRecord code;
    code.id = 1;
    code.member = 5;
    code.hash.assign(32, 7);
    code.expires = now + day;
    write([&](WriteTxn& txn) { return store->one_time_codes.insert(txn, code); });
    EXPECT_EQ(run("one_time_codes").done, 0U);
    now += day + 1;
    EXPECT_EQ(run("one_time_codes").done, 1U);
}

TEST_F(Tasks, IdempotencyKeysGoWhenTheyExpire) {
    write([&](WriteTxn& txn) {
        return store->idempotency.insert(
            txn, storage::ActorId(5), "key", storage::PostId(6), now, now + day
        );
    });
    EXPECT_EQ(run("idempotency").done, 0U);
    now += day + 1;
    EXPECT_EQ(run("idempotency").done, 1U);
}

TEST_F(Tasks, FailuresGoWhenTheyNoLongerHold) {
    write([&](WriteTxn& txn) {
        return store->remote_failures.note(txn, "https://else.example/1", 410, now + day);
    });
    EXPECT_EQ(run("remote_failures").done, 0U);
    now += day + 1;
    EXPECT_EQ(run("remote_failures").done, 1U);
}

TEST_F(Tasks, ReceivedActivitiesGoAfterNinetyDays) {
    storage::ReceivedActivityRecord facts;
    facts.id = storage::first_id_at(clock()());
    facts.iri = "https://else.example/1";
    facts.received = now;
    write([&](WriteTxn& txn) { return store->received_activities.insert(txn, facts, "compressed"); }
    );
    now += 89 * day;
    EXPECT_EQ(run("received_activities").done, 0U);
    now += 2 * day;
    EXPECT_EQ(run("received_activities").done, 1U);
}

TEST_F(Tasks, ChangesStayUntilEveryConsumerHasPassedThem) {
    storage::ChangeRecord change;
    change.at = now;
    for (int i = 0; i < 2; ++i) {
        write([&](WriteTxn& txn) { return store->change_log.append(txn, change); });
    }
    now += 8 * day;
    change.at = now;
    write([&](WriteTxn& txn) { return store->change_log.append(txn, change); });
    write([&](WriteTxn& txn) {
        return store->change_log.advance(txn, "search", storage::ChangeNumber(1));
    });
    EXPECT_EQ(run("changes").done, 1U);
    write([&](WriteTxn& txn) {
        return store->change_log.advance(txn, "search", storage::ChangeNumber(3));
    });
    EXPECT_EQ(run("changes").done, 1U) << "the third is young";
}

TEST_F(Tasks, OldEventsAndWhatIsOwedToServersThatAreAwayGoAfterThirtyDays) {
    storage::HostRecord host;
    host.id = 9;
    host.name = "away.example";
    storage::HostDeliveryRecord delivery;
    delivery.state = storage::HostState::dead;
    delivery.next_try = now + day;
    write([&](WriteTxn& txn) { return store->hosts.insert(txn, host); });
    write([&](WriteTxn& txn) {
        return store->hosts.put_delivery(txn, storage::HostId(9), delivery);
    });
    add_outgoing(50);
    write([&](WriteTxn& txn) {
        return store->outgoing.address(
            txn, storage::HostId(9), storage::Channel(50), storage::Sequence(1)
        );
    });
    now += 31 * day;
    add_outgoing(50);
    EXPECT_EQ(run("outgoing").done, 1U);
    EXPECT_FALSE(store->outgoing.load(snapshot(), storage::Channel(50), storage::Sequence(1)));
    EXPECT_TRUE(store->outgoing.load(snapshot(), storage::Channel(50), storage::Sequence(2)));
    EXPECT_TRUE(
        store->outgoing.owed(snapshot(), storage::HostId(9), storage::Sequence{}, 10)->empty()
    );
    EXPECT_EQ(run("outgoing").done, 0U);
    expect_clean();
}

TEST_F(Tasks, UploadsThatNothingUsesGoAfterADay) {
    storage::MediaFileRecord media;
    media.id = 1;
    media.owner = 5;
    media.created = now;
    write([&](WriteTxn& txn) { return store->media_files.insert(txn, media); });
    EXPECT_EQ(run("unused_uploads").done, 0U);
    now += day + 1;
    EXPECT_EQ(run("unused_uploads").done, 1U);
}

TEST_F(Tasks, R08_LooksAfterReadersAndLeavesASoundStoreAlone) {
    bool lost = false;
    auto const tasks = maintenance_tasks(
        {.store = *store, .uploads = *uploads, .now = clock(), .store_lost = [&] { lost = true; }}
    );
    auto const task = std::ranges::find(tasks, "store", &MaintenanceTask::name);
    ASSERT_NE(task, tasks.end());
    EXPECT_TRUE(tests::run_awaitable(io, task->run()));
    EXPECT_FALSE(lost);
}

}  // namespace
}  // namespace folkmoot::node
