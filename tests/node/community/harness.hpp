// A community in a temporary folder: a real store, the publisher, keys, a clock of the test's own.
// For tests of everything that stands on the rules: API, listeners, pages.
#pragma once

#include "node/community/boosts.hpp"
#include "node/community/following.hpp"
#include "node/community/groups.hpp"
#include "node/community/members.hpp"
#include "node/community/posts.hpp"
#include "node/community/reactions.hpp"
#include "node/community/received_posts.hpp"
#include "node/community/services.hpp"
#include "storage/engine/typed_write.hpp"
#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace folkmoot::node::testing_support {

/// One RSA key for every actor of every test: making one costs a quarter of a second.
inline activitypub::PrivateKey const& shared_rsa_key() {
    static auto const key = activitypub::PrivateKey::generate_rsa();
    return *key;
}

inline boost::asio::awaitable<Result<activitypub::PrivateKey>> give_shared_key() {
    co_return shared_rsa_key();
}

/// A node without doors. Everything that it makes lies in a folder that goes with it.
class Community {
public:
    explicit Community(std::string origin = "https://folk.example") : site(std::move(origin)) {
        std::string name =
            (std::filesystem::temp_directory_path() / "folkmoot-node-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("mkdtemp");
        }
        folder = name;
        storage::StoreOptions options;
        options.directory = folder / "data";
        options.clock = clock();
        options.map_size = std::uint64_t{256} << 20;
        options.media_quota = 1 << 20;
        auto opened = storage::Store::open(std::move(options));
        auto key = MasterKey::create(folder / "key");
        if (!opened || !key) {
            throw std::runtime_error(opened ? key.error().detail : opened.error().detail);
        }
        store = std::move(*opened);
        vault = std::make_unique<KeyVault>(*store, site, std::move(*key));
        publisher = std::make_unique<Publisher>(*store, site, *vault, clock());
        services = std::unique_ptr<Services>(new Services{
            .store = *store,
            .site = site,
            .publisher = *publisher,
            .vault = *vault,
            .keys = give_shared_key,
            .now = clock(),
            .random = system_random(),
            .crypto_pool = crypto_pool
        });
        // Argon2id at its smallest: what it costs is not what these tests are about.
        services->limits.password_cost = {.operations = 1, .memory = 8192};
    }

    ~Community() {
        crypto_pool.join();
        services.reset();
        store.reset();
        std::filesystem::remove_all(folder);
    }

    Community(Community const&) = delete;
    Community& operator=(Community const&) = delete;

    /// The test's clock.
    Clock clock() {
        return [this] { return Time(std::chrono::milliseconds(now)); };
    }

    /// Lets time pass.
    void pass(std::int64_t milliseconds) { now += milliseconds; }

    /// Runs a use case to its end.
    template <class T>
    T run(boost::asio::awaitable<T> work) {
        return tests::run_awaitable(io, std::move(work));
    }

    /// Runs a use case that must succeed.
    template <class T>
    T must(boost::asio::awaitable<Result<T>> work) {
        auto result = run(std::move(work));
        if (!result) {
            throw std::runtime_error(result.error().safe + " / " + result.error().detail);
        }
        if constexpr (!std::is_void_v<T>) {
            return std::move(*result);
        }
    }

    storage::ReadTxn snapshot() const {
        auto txn = store->read();
        if (!txn) {
            throw std::runtime_error(txn.error().detail);
        }
        return std::move(*txn);
    }

    storage::ActorId member(std::string name, storage::NodeRole role = storage::NodeRole::member) {
        return must(create_member(*services, {.name = std::move(name), .role = role}));
    }

    storage::ActorId group(
        std::string name,
        storage::ActorId by = {},
        storage::JoinPolicy join = storage::JoinPolicy::open,
        storage::PostingPolicy posting = storage::PostingPolicy::anyone
    ) {
        return must(create_group(
            *services,
            {.by = by, .name = std::move(name), .join_policy = join, .posting_policy = posting}
        ));
    }

    /// A remote host, made when it is not known.
    storage::HostId host(std::string const& name) {
        return write<storage::HostId>([&](storage::WriteTxn& txn) {
            if (auto known = store->hosts.by_name(txn, name)) {
                return storage::Result<storage::HostId>(storage::HostId(known->id));
            }
            storage::HostRecord record;
            record.id = store->ids().next();
            record.name = name;
            record.shared_inbox = "https://" + name + "/inbox";
            auto const stored = store->hosts.insert(txn, record);
            return stored ? storage::Result<storage::HostId>(storage::HostId(record.id))
                          : std::unexpected(stored.error());
        });
    }

    /// A remote actor, as the directory would have stored it.
    storage::ActorId remote(
        std::string const& name,
        std::string const& host_name = "far.example",
        storage::ActorKind kind = storage::ActorKind::person
    ) {
        auto const on = host(host_name);
        return write<storage::ActorId>([&](storage::WriteTxn& txn) {
            storage::ActorRecord actor;
            actor.id = store->ids().next();
            actor.kind = kind;
            actor.host = on.value();
            actor.username = name;
            actor.handle = storage::fold_handle(name, host_name);
            actor.iri = "https://" + host_name + "/users/" + name;
            actor.inbox = actor.iri + "/inbox";
            actor.shared_inbox = "https://" + host_name + "/inbox";
            actor.followers = actor.iri + "/followers";
            auto const stored = store->actors.insert(txn, actor);
            return stored ? storage::Result<storage::ActorId>(storage::ActorId(actor.id))
                          : std::unexpected(stored.error());
        });
    }

    /// Where an activity of a remote actor comes from; every call is another activity.
    Origin from(storage::ActorId actor) {
        auto const txn = snapshot();
        auto const record = store->actors.load(txn, actor);
        Origin origin;
        origin.write_class = storage::WriteClass::inbox;
        origin.host = storage::HostId(record->host);
        origin.activity_iri = record->iri + "/activities/" + std::to_string(++activities);
        origin.seen = storage::hash_128(origin.activity_iri);
        origin.raw = std::make_shared<std::string const>(
            R"({"id":")" + origin.activity_iri + R"(","actor":")" + record->iri + R"("})"
        );
        return origin;
    }

    /// A post of a remote actor, as a listener would hand it over.
    ReceivedPost received(
        storage::ActorId author, std::string const& html, storage::ActorId group = {}
    ) {
        auto const txn = snapshot();
        ReceivedPost post;
        post.post.author = author.value();
        post.post.iri =
            store->actors.load(txn, author)->iri + "/posts/" + std::to_string(++activities);
        post.post.group = group.value();
        post.post.created = now;
        post.body.html = html;
        return post;
    }

    /// Writes a post of a member.
    storage::PostId post(
        storage::ActorId author,
        std::string text,
        storage::PostId parent = {},
        std::optional<storage::Visibility> visibility = std::nullopt
    ) {
        return must(create_post(
            *services,
            {.author = author,
             .text = std::move(text),
             .in_reply_to = parent,
             .visibility = visibility}
        ));
    }

    /// Starts a topic.
    storage::PostId topic(storage::ActorId author, storage::ActorId group, std::string title) {
        return must(create_post(
            *services, {.author = author, .text = "text", .group = group, .title = std::move(title)}
        ));
    }

    storage::PostRecord post_record(storage::PostId id) const {
        auto const txn = snapshot();
        return store->posts.load(txn, id).value();
    }

    /// Follows and expects to be accepted at once.
    void follows(storage::ActorId follower, storage::ActorId followed) {
        must(follow(*services, {.follower = follower, .followed = followed}));
    }

    /// Runs a change of records directly.
    template <class T, class Change>
    T write(Change change) {
        auto result =
            storage::write_blocking(store->writer(), storage::WriteClass::local, std::move(change));
        if (!result) {
            throw std::runtime_error(result.error().detail);
        }
        if constexpr (!std::is_void_v<T>) {
            return *result;
        }
    }

    /// Events in the outgoing log so far.
    std::uint64_t outgoing() const {
        auto const txn = snapshot();
        return store->outgoing.last(txn)->value();
    }

    /// Counters, indices and logs are what the records say.
    void expect_clean() const {
        auto const report = store->verify();
        ASSERT_TRUE(report) << report.error().detail;
        for (auto const& problem : report->problems) {
            ADD_FAILURE() << problem.database << " " << problem.key << " " << problem.detail;
        }
    }

    std::filesystem::path folder;
    std::int64_t now = 1'795'000'000'000;
    boost::asio::io_context io;
    boost::asio::thread_pool crypto_pool{1};
    Site site;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<KeyVault> vault;
    std::unique_ptr<Publisher> publisher;
    std::unique_ptr<Services> services;
    std::uint64_t activities = 0;
};

/// A test in a community of its own; every one ends with a store that agrees with itself.
class CommunityTest : public testing::Test {
protected:
    void TearDown() override { node.expect_clean(); }

    Community node;
};

/// The code of a refusal.
template <class T>
ErrorCode code_of(Result<T> const& result) {
    EXPECT_FALSE(result.has_value()) << "expected a refusal";
    return result ? ErrorCode::internal : result.error().code;
}

}  // namespace folkmoot::node::testing_support
