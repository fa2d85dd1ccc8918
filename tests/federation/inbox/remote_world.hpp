// Other nodes for tests of receiving: actors with real keys, their documents behind a scripted
// door, requests signed as they would be sent, and a real store on this side.
#pragma once

#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/digest.hpp"
#include "federation/inbox/inbox.hpp"
#include "federation/inbox/pending_runner.hpp"
#include "federation/peers/host_policies.hpp"
#include "federation/resolve/actor_directory.hpp"
#include "federation/resolve/document_fetcher.hpp"
#include "federation/resolve/key_cache.hpp"
#include "federation/resolve/webfinger_client.hpp"
#include "storage/engine/typed_write.hpp"
#include "storage/store.hpp"
#include "tests/support/awaitable_test.hpp"
#include "tests/support/fake_door.hpp"

#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace folkmoot::tests {

/// Everything around an inbox.
class RemoteWorld {
public:
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;
    using Tweak = std::function<void(federation::SignedRequest&)>;

    static constexpr char const* home = "https://home.test";

    RemoteWorld() {
        std::string name =
            (std::filesystem::temp_directory_path() / "folkmoot-inbox-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        folder_ = name;
        storage::StoreOptions options;
        options.directory = folder_;
        options.clock = [this] { return now; };
        options.map_size = std::uint64_t{64} << 20;
        options.media_quota = 1 << 20;
        auto opened = storage::Store::open(std::move(options));
        if (!opened) {
            throw std::runtime_error(opened.error().detail);
        }
        store = std::move(*opened);
        make_federation();
    }

    ~RemoteWorld() {
        directory.reset();
        webfinger.reset();
        fetcher.reset();
        policies.reset();
        store.reset();
        std::filesystem::remove_all(folder_);
    }

    RemoteWorld(RemoteWorld const&) = delete;
    RemoteWorld& operator=(RemoteWorld const&) = delete;

    static activitypub::Iri iri(std::string const& text) {
        auto parsed = activitypub::Iri::parse(text, {}, activitypub::Fragment::allowed);
        EXPECT_TRUE(parsed) << text;
        return *parsed;
    }

    static activitypub::Origin local() { return iri(home).origin(); }

    /// Gives an actor a fresh key; its next document shows it.
    void make_key(std::string const& actor) {
        auto key = activitypub::PrivateKey::generate_ed25519();
        keys_.insert_or_assign(
            actor, activitypub::SigningKey{actor + "#main-key", std::move(*key)}
        );
    }

    activitypub::SigningKey const& key(std::string const& actor) const { return keys_.at(actor); }

    /// The document of an actor with its present key.
    nlohmann::json actor_document(std::string const& actor, std::string const& type) const {
        auto const name = actor.substr(actor.rfind('/') + 1);
        return {
            {"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", actor},
            {"type", type},
            {"preferredUsername", name},
            {"inbox", actor + "/inbox"},
            {"followers", actor + "/followers"},
            {"publicKey",
             {{"id", actor + "#main-key"},
              {"owner", actor},
              {"publicKeyPem", keys_.at(actor).key.public_key().to_pem()}}},
        };
    }

    /// An actor that can be fetched and signs.
    /// @param patch  merged into its document
    void add_actor(
        std::string const& actor, std::string const& type = "Person", nlohmann::json patch = {}
    ) {
        make_key(actor);
        serve_actor(actor, type, std::move(patch));
    }

    /// From now on the actor's address answers with its document.
    void serve_actor(
        std::string const& actor, std::string const& type = "Person", nlohmann::json patch = {}
    ) {
        auto document = actor_document(actor, type);
        if (!patch.is_null()) {
            document.merge_patch(patch);
        }
        serve(actor, document);
    }

    void serve(std::string const& url, nlohmann::json const& document) {
        door.forget(url);
        door.respond(url, 200, "application/activity+json", document.dump());
    }

    /// A POST to the shared inbox, signed by `signer`.
    federation::SignedRequest request(
        std::string const& signer, std::string body, Tweak const& before_signing = {}
    ) const {
        federation::SignedRequest made;
        made.received_at = now;
        made.peer = "192.0.2.1";
        made.body = std::move(body);
        made.message.method = "POST";
        made.message.target = "/inbox";
        made.message.headers = {
            {"Host", "home.test"},
            {"Content-Type", "application/activity+json"},
            {"Digest", activitypub::make_digest(made.body)},
        };
        if (before_signing) {
            before_signing(made);
        }
        auto const signed_well = activitypub::sign_cavage(made.message, keys_.at(signer), now);
        EXPECT_TRUE(signed_well) << signed_well.error().detail;
        return made;
    }

    /// The parts of an inbox over this world.
    federation::InboxParts inbox_parts(federation::Listener& listener) {
        activitypub::SignaturePolicy signatures;
        signatures.authority = "home.test";
        return {
            .store = *store,
            .directory = *directory,
            .keys = key_cache,
            .policies = *policies,
            .listener = listener,
            .crypto_pool = crypto,
            .signatures = signatures,
            .ids = {},
            .local = local(),
            .now = [this] { return now; },
            .heard_from = {},
            .pending_added = {},
            .observe = {},
        };
    }

    federation::PendingParts pending_parts(federation::Listener& listener) {
        return {
            .store = *store,
            .policies = *policies,
            .listener = listener,
            .ids = {},
            .local = local(),
            .now = [this] { return now; },
            .observe = {},
        };
    }

    template <class T>
    T run(boost::asio::awaitable<T> work) {
        return run_awaitable(io, std::move(work));
    }

    void run(boost::asio::awaitable<void> work) { run_awaitable(io, std::move(work)); }

    template <class Change>
    void must_write(Change change) {
        auto const written =
            storage::write_blocking(store->writer(), storage::WriteClass::local, std::move(change));
        ASSERT_TRUE(written) << written.error().detail;
    }

    storage::ReadTxn snapshot() const {
        auto txn = store->read();
        EXPECT_TRUE(txn);
        return std::move(*txn);
    }

    /// The stored actor of this id, or one without id.
    storage::ActorRecord actor(std::string const& id) const {
        auto const txn = snapshot();
        return store->actors.by_iri(txn, id).value_or(storage::ActorRecord{});
    }

    /// Refuses a domain.
    void suspend_host(std::string const& domain) {
        storage::HostPolicyRecord policy;
        policy.severity = storage::Severity::suspend;
        must_write([&](storage::WriteTxn& txn) {
            return store->host_policies.put(txn, domain, policy);
        });
    }

    /// How often an address was asked for.
    std::size_t fetches(std::string const& url) const {
        return static_cast<std::size_t>(std::ranges::count(door.requests(), url, &DoorRequest::url)
        );
    }

    boost::asio::io_context io;
    FakeDoor door;
    Time now{std::chrono::milliseconds(1'795'000'000'000)};
    boost::asio::thread_pool crypto{2};
    federation::KeyCache key_cache;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<federation::HostPolicies> policies;
    std::unique_ptr<federation::DocumentFetcher> fetcher;
    std::unique_ptr<federation::WebFingerClient> webfinger;
    std::unique_ptr<federation::ActorDirectory> directory;

private:
    void make_federation() {
        policies = std::make_unique<federation::HostPolicies>(
            *store, local(), federation::FederationMode::open
        );
        federation::DocumentFetcherConfig config;
        config.host_filter = policies->filter();
        fetcher = std::make_unique<federation::DocumentFetcher>(
            io.get_executor(),
            config,
            door.fetch(),
            federation::DocumentSigner(),
            [this] { return now; }
        );
        webfinger =
            std::make_unique<federation::WebFingerClient>(*fetcher, activitypub::IriPolicy());
        directory = std::make_unique<federation::ActorDirectory>(
            io.get_executor(),
            federation::DirectoryParts{
                .store = *store,
                .fetcher = *fetcher,
                .webfinger = *webfinger,
                .keys = key_cache,
                .policies = *policies,
                .ids = {},
                .local = local(),
                .now = [this] { return now; },
            }
        );
    }

    std::filesystem::path folder_;
    std::map<std::string, activitypub::SigningKey> keys_;
};

}  // namespace folkmoot::tests
