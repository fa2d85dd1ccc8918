// The sender against real stores and real sockets on loopback.
#include "federation/delivery/delivery.hpp"

#include "federation/delivery/append.hpp"
#include "tests/storage/tables/temp_store.hpp"
#include "tests/support/awaitable_test.hpp"
#include "tests/support/fake_resolver.hpp"
#include "tests/support/stub_server.hpp"

#include <boost/asio/thread_pool.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

namespace folkmoot::federation {
namespace {

using storage::ActorId;
using storage::Channel;
using storage::DeliveryClass;
using storage::HostId;
using storage::Sequence;
using tests::StubReply;
using tests::StubRequest;
using tests::StubServer;

constexpr Channel channel{77};

activitypub::SigningKey const& test_key() {
    static activitypub::SigningKey const key{
        "https://home.test/users/ana#main-key", *activitypub::PrivateKey::generate_rsa()
    };
    return key;
}

class DeliveryTest : public storage::testing_support::StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        HttpClientConfig config;
        config.user_agent = "folkmoot-test";
        config.addresses.development = true;
        client_ = *HttpClient::create(io_.get_executor(), std::move(config), resolver_);
    }

    void TearDown() override {
        if (delivery_) {
            stop();
        }
        tests::run_awaitable(io_, client_->shutdown(std::chrono::seconds(1)));
        client_.reset();
        StoreTest::TearDown();
    }

    /// A host whose shared inbox is the stub, staying in the channel.
    HostId add_host(
        StubServer const& stub,
        std::string const& path,
        DeliveryClass host_class,
        bool follows = true
    ) {
        storage::HostRecord host;
        host.id = store->ids().next();
        host.name = "host" + std::to_string(host.id) + ".test";
        host.delivery_class = host_class;
        host.shared_inbox = stub.url("127.0.0.1", path);
        HostId const id(host.id);
        must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
            if (auto done = store->hosts.insert(txn, host); !done) {
                return done;
            }
            return follows ? store->outgoing.enter(txn, id, channel) : storage::Result<void>{};
        });
        return id;
    }

    /// Logs an event with one body for every class, e.g. {"n":3}.
    Sequence log_event(
        int number,
        std::uint64_t object = 0,
        std::vector<ExplicitRecipient> const& also = {},
        Channel to = channel
    ) {
        storage::OutgoingRecord event;
        event.object = object;
        event.created = now;
        event.kind = storage::OutgoingKind::creation;
        storage::OutgoingBodyRecord body;
        body.signer = 1;
        body.json = nlohmann::json{{"n", number}}.dump();
        body.threadiverse = body.microblog = body.unknown = true;
        event.bodies.push_back(body);
        return log_record(event, also, to);
    }

    Sequence log_record(
        storage::OutgoingRecord const& event,
        std::vector<ExplicitRecipient> const& also = {},
        Channel to = channel
    ) {
        auto const seq = write([&](storage::WriteTxn& txn) {
            return append_outgoing(*store, txn, to, event, also);
        });
        EXPECT_TRUE(seq);
        if (delivery_) {
            delivery_->committed();
        }
        return *seq;
    }

    void start(DeliverySettings settings = {}) {
        settings.flush_time = std::chrono::milliseconds(1);
        delivery_ = std::make_unique<Delivery>(
            io_.get_executor(),
            DeliveryParts{
                .store = *store,
                .client = *client_,
                .crypto_pool = pool_,
                .signing_key = [](ActorId) -> Result<activitypub::SigningKey> {
                    return test_key();
                },
                .now = [this] { return storage::Timestamp(std::chrono::milliseconds(now)); },
                .random = [] { return std::uint64_t{200}; },
                .refresh_facts = {},
                .host_filter = {},
                .observe = [this](DeliveryEvent const& event) { events_.push_back(event); }
            },
            settings
        );
        delivery_->start();
    }

    void stop() {
        tests::run_awaitable(io_, delivery_->stop(std::chrono::seconds(2)));
        delivery_.reset();
    }

    /// Lets the sender work until something holds.
    template <class Condition>
    void run_until(Condition condition) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        io_.restart();
        while (!condition()) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "waited in vain";
            io_.run_one_for(std::chrono::milliseconds(50));
            io_.restart();
        }
    }

    storage::HostDeliveryRecord progress(HostId host) {
        auto const txn = store->read();
        return *store->hosts.delivery(*txn, host);
    }

    static std::vector<int> numbers(StubServer const& stub, std::string const& path) {
        std::vector<int> result;
        for (auto const& request : stub.requests()) {
            if (request.target == path) {
                result.push_back(nlohmann::json::parse(request.body).at("n").get<int>());
            }
        }
        return result;
    }

    boost::asio::io_context io_;
    boost::asio::thread_pool pool_{1};
    tests::FakeResolver resolver_;
    std::shared_ptr<HttpClient> client_;
    std::unique_ptr<Delivery> delivery_;
    std::vector<DeliveryEvent> events_;
};

StubReply accept_all(StubRequest const&) {
    return tests::stub_reply(202, "{}");
}

TEST_F(DeliveryTest, SendsSignedEventsToEveryHostOfTheChannel) {
    StubServer stub(accept_all);
    auto const first = add_host(stub, "/a", DeliveryClass::threadiverse);
    add_host(stub, "/b", DeliveryClass::microblog);
    add_host(stub, "/c", DeliveryClass::unknown, /*follows=*/false);
    start();
    log_event(1);
    run_until([&] { return stub.requests().size() == 2; });
    run_until([&] { return progress(first).last_success != 0; });
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{1}));
    EXPECT_EQ(numbers(stub, "/b"), (std::vector{1}));
    EXPECT_TRUE(numbers(stub, "/c").empty());
    for (auto const& request : stub.requests()) {
        EXPECT_EQ(request.header("content-type"), "application/activity+json");
        EXPECT_TRUE(request.header("signature").contains("users/ana#main-key"));
        EXPECT_FALSE(request.header("digest").empty());
    }
}

TEST_F(DeliveryTest, Decision17_OwesNothingThatWasLoggedBeforeTheHostCame) {
    StubServer stub(accept_all);
    start();
    log_event(1);
    add_host(stub, "/a", DeliveryClass::threadiverse);
    log_event(2);
    run_until([&] { return !stub.requests().empty(); });
    stop();
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{2}));
}

TEST_F(DeliveryTest, SendsExplicitRowsToTheInboxTheyName) {
    StubServer stub(accept_all);
    auto const host = add_host(stub, "/shared", DeliveryClass::microblog, /*follows=*/false);
    start();
    log_event(1, 0, {{host, stub.url("127.0.0.1", "/users/bo/inbox")}}, storage::direct_channel);
    log_event(2, 0, {{host, {}}}, storage::direct_channel);
    run_until([&] { return stub.requests().size() == 2; });
    EXPECT_EQ(numbers(stub, "/users/bo/inbox"), (std::vector{1}));
    EXPECT_EQ(numbers(stub, "/shared"), (std::vector{2}));
}

TEST_F(DeliveryTest, R22_KeepsTheOrderOfEventsAboutOneObject) {
    StubServer stub(accept_all);
    add_host(stub, "/a", DeliveryClass::threadiverse);
    for (int n = 1; n <= 40; ++n) {
        log_event(n, /*object=*/static_cast<std::uint64_t>(n % 3) + 1);
    }
    start();
    run_until([&] { return stub.requests().size() == 40; });
    for (int object = 0; object < 3; ++object) {
        std::vector<int> of_object;
        for (auto const n : numbers(stub, "/a")) {
            if (n % 3 == object) {
                of_object.push_back(n);
            }
        }
        EXPECT_TRUE(std::ranges::is_sorted(of_object));
    }
}

TEST_F(DeliveryTest, R20_GoesOnAfterARestartWithoutRepeatingWhatIsDone) {
    StubServer stub(accept_all);
    auto const host = add_host(stub, "/a", DeliveryClass::threadiverse);
    start();
    log_event(1);
    run_until([&] { return stub.requests().size() == 1; });
    stop();
    auto const last = log_event(2);
    reopen();
    start();
    run_until([&] { return stub.requests().size() == 2; });
    stop();
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{1, 2}));
    EXPECT_EQ(progress(host).cursor, last.value());
}

TEST_F(DeliveryTest, R23_WaitsForAHostThatFailsAndKeepsTheEvent) {
    std::atomic<bool> healthy{false};
    StubServer stub([&](StubRequest const&) {
        return healthy ? tests::stub_reply(202) : tests::stub_reply(503);
    });
    auto const host = add_host(stub, "/a", DeliveryClass::threadiverse);
    start();
    log_event(1);
    run_until([&] { return progress(host).failures == 1; });
    EXPECT_EQ(progress(host).state, storage::HostState::failing);
    EXPECT_EQ(progress(host).next_try, now + 10'000);
    EXPECT_EQ(progress(host).last_error, "HTTP 503");

    healthy = true;
    delivery_->heard_from(host);
    run_until([&] { return progress(host).failures == 0 && progress(host).last_success != 0; });
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{1, 1}));
    EXPECT_EQ(progress(host).state, storage::HostState::alive);
}

TEST_F(DeliveryTest, R23_OneDeadHostDoesNotHoldUpAnother) {
    StubServer dead([](StubRequest const&) {
        return StubReply{.bytes = {}, .then = tests::Then::reset};
    });
    StubServer alive(accept_all);
    auto const failing = add_host(dead, "/a", DeliveryClass::threadiverse);
    add_host(alive, "/b", DeliveryClass::threadiverse);
    start();
    for (int n = 1; n <= 10; ++n) {
        log_event(n);
    }
    run_until([&] { return alive.requests().size() == 10; });
    run_until([&] { return progress(failing).failures > 0; });
    EXPECT_EQ(progress(failing).cursor, 0U);
}

TEST_F(DeliveryTest, R34_DropsWhatAHostRefusesForGood) {
    StubServer stub([](StubRequest const& request) {
        return tests::stub_reply(request.body.contains(":1}") ? 404 : 202);
    });
    auto const host = add_host(stub, "/a", DeliveryClass::threadiverse);
    start();
    log_event(1);
    auto const second = log_event(2);
    run_until([&] { return progress(host).cursor == second.value(); });
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{1, 2}));
    EXPECT_EQ(delivery_->metrics().dropped, 1U);
    EXPECT_EQ(delivery_->metrics().delivered, 1U);
}

TEST_F(DeliveryTest, Decision10_TriesTheOtherSignatureOnARefusalAndRemembersIt) {
    StubServer stub([](StubRequest const& request) {
        return tests::stub_reply(request.header("signature-input").empty() ? 401 : 202);
    });
    auto const host = add_host(stub, "/a", DeliveryClass::threadiverse);
    start();
    log_event(1);
    run_until([&] {
        auto const txn = store->read();
        return store->hosts.load(*txn, host)->scheme == storage::SignatureScheme::rfc9421;
    });
    log_event(2);
    run_until([&] { return stub.requests().size() == 3; });
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{1, 1, 2}));
}

TEST_F(DeliveryTest, SendsEachClassItsOwnForms) {
    StubServer stub(accept_all);
    add_host(stub, "/threadiverse", DeliveryClass::threadiverse);
    add_host(stub, "/microblog", DeliveryClass::microblog);
    add_host(stub, "/unknown", DeliveryClass::unknown);
    storage::OutgoingRecord event;
    event.created = now;
    event.bodies.resize(2);
    event.bodies[0].signer = event.bodies[1].signer = 1;
    event.bodies[0].json = R"({"n":1})";
    event.bodies[0].threadiverse = event.bodies[0].unknown = true;
    event.bodies[1].json = R"({"n":2})";
    event.bodies[1].microblog = event.bodies[1].unknown = true;
    start();
    log_record(event);
    run_until([&] { return stub.requests().size() == 4; });
    EXPECT_EQ(numbers(stub, "/threadiverse"), (std::vector{1}));
    EXPECT_EQ(numbers(stub, "/microblog"), (std::vector{2}));
    EXPECT_EQ(numbers(stub, "/unknown"), (std::vector{1, 2}));
}

TEST_F(DeliveryTest, ReachesEachFollowerOfAHostWithoutSharedInbox) {
    StubServer stub(accept_all);
    auto const host = add_host(stub, "", DeliveryClass::microblog);
    must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
        auto record = *store->hosts.load(txn, host);
        record.shared_inbox.clear();
        return store->hosts.update(txn, record);
    });
    for (std::string const name : {"bo", "cem", "dan"}) {
        must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
            storage::ActorRecord actor;
            actor.id = store->ids().next();
            actor.host = host.value();
            actor.username = name;
            actor.handle = storage::fold_handle(name, "remote.test");
            actor.iri = "https://remote.test/users/" + name;
            actor.inbox = stub.url("127.0.0.1", "/users/" + name + "/inbox");
            if (auto done = store->actors.insert(txn, actor); !done || name == "dan") {
                return done;
            }
            storage::FollowRecord follow;
            follow.id = store->ids().next();
            follow.follower = actor.id;
            follow.followed = channel.value();
            follow.state = storage::FollowState::accepted;
            return store->follows.insert(txn, follow);
        });
    }
    start();
    log_event(1);
    run_until([&] { return stub.requests().size() == 2; });
    stop();
    EXPECT_EQ(numbers(stub, "/users/bo/inbox"), (std::vector{1}));
    EXPECT_EQ(numbers(stub, "/users/cem/inbox"), (std::vector{1}));
    EXPECT_TRUE(numbers(stub, "/users/dan/inbox").empty());
}

TEST_F(DeliveryTest, Decision43_FindsWhatIsOwedWhenItStarts) {
    StubServer stub(accept_all);
    add_host(stub, "/a", DeliveryClass::threadiverse);
    log_event(1);
    log_event(2);
    start();
    run_until([&] { return stub.requests().size() == 2; });
    EXPECT_EQ(numbers(stub, "/a"), (std::vector{1, 2}));
}

}  // namespace
}  // namespace folkmoot::federation
