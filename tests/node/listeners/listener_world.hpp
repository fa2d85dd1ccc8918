// A whole receiving side over a real store and community: two members and a group here, actors with
// real keys elsewhere. Every activity comes in as a signed request through the pipeline.
#pragma once

#include "federation/inbox/inbox.hpp"
#include "federation/inbox/pending_runner.hpp"
#include "federation/peers/peer_facts.hpp"
#include "node/app/random.hpp"
#include "node/community/following.hpp"
#include "node/community/groups.hpp"
#include "node/community/members.hpp"
#include "node/community/posts.hpp"
#include "node/listeners/dispatch.hpp"
#include "node/publish/key_vault.hpp"
#include "node/publish/publisher.hpp"
#include "node/publish/site.hpp"
#include "tests/federation/inbox/remote_world.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::tests {

inline constexpr char const* public_address = "https://www.w3.org/ns/activitystreams#Public";
inline constexpr char const* carol = "https://good.test/users/carol";
inline constexpr char const* dave = "https://good.test/users/dave";
inline constexpr char const* hobby = "https://good.test/groups/hobby";
inline constexpr char const* mallory = "https://evil.test/users/mallory";

/// The world. `alice` follows carol and the group hobby.
class ListenerWorld : public RemoteWorld {
public:
    ListenerWorld()
        : site(home),
          master_file_(
              std::filesystem::temp_directory_path() /
              ("folkmoot-listener-key-" + std::to_string(::getpid()))
          ),
          vault(*store, site, make_master()),
          publisher(*store, site, vault, clock()),
          services{
              .store = *store,
              .site = site,
              .publisher = publisher,
              .vault = vault,
              .keys = [] { return one_rsa_key(); },
              .now = clock(),
              .random = node::system_random(),
              .crypto_pool = crypto,
          },
          peers(*store, &no_software, clock()),
          listeners(
              {.community = services,
               .directory = *directory,
               .fetcher = *fetcher,
               .policies = *policies,
               .peers = peers,
               .ids = {},
               .local = local()}
          ),
          inbox(inbox_parts(listeners)),
          pending(io.get_executor(), pending_parts(listeners)) {
        EXPECT_TRUE(run(node::create_instance_actors(services, "Home")));
        alice = member("alice");
        bob = member("bob");
        group = *run(node::create_group(
            services, node::CreateGroup{.by = alice, .name = "open", .title = "Open"}
        ));
        for (auto const* const actor : {carol, dave, mallory}) {
            add_actor(actor);
        }
        add_actor(hobby, "Group");
        befriend(carol);
        befriend(hobby);
    }

    ~ListenerWorld() { std::filesystem::remove(master_file_); }

    /// The activity as it comes in.
    federation::InboxAnswer deliver(std::string const& signer, nlohmann::json const& activity) {
        return run(inbox.receive(request(signer, activity.dump())));
    }

    /// Delivers, and does at once what waits for a fetch.
    federation::InboxAnswer settle(std::string const& signer, nlohmann::json const& activity) {
        auto answer = deliver(signer, activity);
        run(pending.drain());
        return answer;
    }

    /// Delivers something that must be accepted.
    void accept(std::string const& signer, nlohmann::json const& activity) {
        auto const answer = settle(signer, activity);
        EXPECT_TRUE(answer.accepted()) << answer.status << ' ' << answer.reason;
    }

    /// An activity of an actor with an id of its own.
    nlohmann::json activity(
        std::string const& actor, std::string const& type, nlohmann::json object
    ) {
        auto const origin = activitypub_origin(actor);
        return {
            {"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", origin + "/activities/" + std::to_string(++activities_)},
            {"type", type},
            {"actor", actor},
            {"to", {public_address}},
            {"object", std::move(object)},
        };
    }

    /// A public note.
    nlohmann::json note(
        std::string const& author, std::string const& name, nlohmann::json patch = {}
    ) {
        nlohmann::json made = {
            {"id", activitypub_origin(author) + "/notes/" + name},
            {"type", "Note"},
            {"attributedTo", author},
            {"to", {public_address}},
            {"content", "<p>hello</p>"},
            {"published", "2026-11-18T00:00:00Z"},
        };
        if (!patch.is_null()) {
            made.merge_patch(patch);
        }
        return made;
    }

    nlohmann::json create(nlohmann::json const& object) {
        return activity(object["attributedTo"].get<std::string>(), "Create", object);
    }

    /// A public post of alice.
    storage::PostId local_post(
        storage::Visibility visibility = storage::Visibility::public_, storage::ActorId in = {}
    ) {
        auto const post = run(node::create_post(
            services,
            node::CreatePost{
                .author = alice, .text = "something of ours", .group = in, .visibility = visibility
            }
        ));
        EXPECT_TRUE(post) << (post ? "" : post.error().detail);
        return post.value_or(storage::PostId());
    }

    /// Makes alice follow a remote actor, accepted.
    void befriend(std::string const& actor) {
        EXPECT_TRUE(run(directory->by_iri(iri(actor), federation::FetchBudget())));
        storage::ActorId const followed(this->actor(actor).id);
        EXPECT_TRUE(
            run(node::follow(services, node::FollowActor{.follower = alice, .followed = followed}))
        );
        EXPECT_TRUE(run(node::answer_follow(
            services, node::AnswerFollow{.followed = followed, .follower = alice}
        )));
    }

    /// The stored post of this id, or one without id.
    storage::PostRecord post(std::string const& id) const {
        auto const txn = snapshot();
        return store->posts.by_iri(txn, id).value_or(storage::PostRecord{});
    }

    std::string html(std::string const& id) const {
        auto const txn = snapshot();
        return store->posts.load_body(txn, storage::PostId(post(id).id))
            .value_or(storage::PostBodyRecord{})
            .html;
    }

    storage::PostCountersRecord counters(storage::PostId id) const {
        auto const txn = snapshot();
        return store->post_counters.load(txn, id).value_or(storage::PostCountersRecord{});
    }

    std::optional<storage::FollowRecord> follow_of(
        storage::ActorId follower, storage::ActorId followed
    ) const {
        auto const txn = snapshot();
        auto found = store->follows.between(txn, follower, followed);
        return found ? std::optional(*found) : std::nullopt;
    }

    storage::ActorId id_of(std::string const& iri) const { return storage::ActorId(actor(iri).id); }

    std::size_t notifications(storage::ActorId of) const {
        auto const txn = snapshot();
        return store->notifications.of_member(txn, of, {})->items.size();
    }

    node::Clock clock() {
        return [this] { return now; };
    }

    node::Site site;

private:
    static std::string activitypub_origin(std::string const& actor) {
        return actor.substr(0, actor.find('/', std::string("https://").size()));
    }

    static boost::asio::awaitable<node::Result<activitypub::PrivateKey>> one_rsa_key() {
        // Making one takes long, and what it is does not matter here.
        static auto const key = *activitypub::PrivateKey::generate_rsa();
        co_return key;
    }

    static boost::asio::awaitable<federation::Result<federation::PeerSoftware>> no_software(
        std::string
    ) {
        co_return std::unexpected(federation::Error{federation::ErrorCode::unreachable, "fake"});
    }

    storage::ActorId member(std::string const& name) {
        auto const made = run(node::create_member(services, node::CreateMember{.name = name}));
        EXPECT_TRUE(made) << (made ? "" : made.error().detail);
        return made.value_or(storage::ActorId());
    }

    node::MasterKey make_master() {
        std::filesystem::remove(master_file_);
        return *node::MasterKey::create(master_file_);
    }

    std::filesystem::path master_file_;
    int activities_ = 0;

public:
    node::KeyVault vault;
    node::Publisher publisher;
    node::Services services;
    federation::PeerFacts peers;
    node::Listeners listeners;
    federation::Inbox inbox;
    federation::PendingRunner pending;
    storage::ActorId alice;
    storage::ActorId bob;
    storage::ActorId group;
};

/// A test with a world.
class ListenerTest : public testing::Test {
protected:
    ListenerWorld world;
};

}  // namespace folkmoot::tests
