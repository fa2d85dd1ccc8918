// Who may see and do what: viewer, visibility and action as tables.
#include "node/access/can.hpp"

#include "node/community/blocks_and_mutes.hpp"
#include "node/community/moderation.hpp"
#include "tests/node/community/harness.hpp"

#include <map>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::PostId;
using storage::Visibility;
using testing_support::Community;

/// One author with every kind of neighbour. Made once: no test changes it.
struct Neighbourhood {
    Neighbourhood() {
        author = node.member("author");
        follower = node.member("follower");
        stranger = node.member("stranger");
        blocked = node.member("blocked");
        named = node.member("named");
        far_follower = node.remote("fan", "near.example");
        far_stranger = node.remote("stranger", "far.example");
        node.follows(follower, author);
        node.follows(blocked, author);
        node.must(follow(
            *node.services, {.follower = far_follower, .followed = author}, node.from(far_follower)
        ));
        for (auto const visibility :
             {Visibility::public_, Visibility::unlisted, Visibility::followers, Visibility::direct
             }) {
            posts[visibility] = node.post(author, "hello @named", {}, visibility);
        }
        node.must(block_actor(*node.services, author, blocked));
        viewers = {
            {"anonymous", Viewer::anonymous()},
            {"author", Viewer::member(author)},
            {"follower", Viewer::member(follower)},
            {"stranger", Viewer::member(stranger)},
            {"blocked", Viewer::member(blocked)},
            {"named", Viewer::member(named)},
            {"far_follower", Viewer::remote_actor(far_follower, node.host("near.example"))},
            {"far_stranger", Viewer::remote_actor(far_stranger, node.host("far.example"))},
            {"near_host", Viewer::remote_host(node.host("near.example"))},
            {"far_host", Viewer::remote_host(node.host("far.example"))}
        };
    }

    Community node;
    ActorId author, follower, stranger, blocked, named, far_follower, far_stranger;
    std::map<Visibility, PostId> posts;
    std::map<std::string, Viewer> viewers;
};

Neighbourhood& neighbourhood() {
    static Neighbourhood shared;
    return shared;
}

struct Case {
    char const* name;
    Visibility visibility;
    Action action;
    char const* allowed;  ///< viewers, separated by spaces
    char const* refused;  ///< told so; all others get "not found"
};

constexpr char const* everybody =
    "anonymous author follower stranger named far_follower far_stranger near_host far_host";

Case const cases[] = {
    {"ReadPublic", Visibility::public_, Action::read, everybody, ""},
    {"ReadUnlisted", Visibility::unlisted, Action::read, everybody, ""},
    {"ReadFollowers",
     Visibility::followers,
     Action::read,
     "author follower named far_follower near_host",
     ""},
    {"ReadDirect", Visibility::direct, Action::read, "author named", ""},
    {"ReplyPublic",
     Visibility::public_,
     Action::reply,
     "author follower stranger named far_follower far_stranger",
     "anonymous near_host far_host"},
    {"ReplyFollowers",
     Visibility::followers,
     Action::reply,
     "author follower named far_follower",
     "near_host"},
    {"ReactDirect", Visibility::direct, Action::react, "author named", ""},
    {"BoostUnlisted",
     Visibility::unlisted,
     Action::boost,
     "author follower stranger named far_follower far_stranger",
     "anonymous near_host far_host"},
    {"BoostFollowersIsNobodys",
     Visibility::followers,
     Action::boost,
     "",
     "author follower named far_follower near_host"},
    {"EditPublic",
     Visibility::public_,
     Action::edit,
     "author",
     "anonymous follower stranger named far_follower far_stranger near_host far_host"},
    {"EraseDirect", Visibility::direct, Action::erase, "author", "named"},
    {"ModerateFollowers",
     Visibility::followers,
     Action::moderate,
     "",
     "author follower named far_follower near_host"},
    {"KnowFollowers",
     Visibility::followers,
     Action::know,
     "author follower named far_follower near_host",
     ""},
};

bool lists(std::string_view names, std::string const& name) {
    auto const padded = " " + std::string(names) + " ";
    return padded.find(" " + name + " ") != std::string::npos;
}

class ThreatP_PostAccess : public testing::TestWithParam<Case> {};

TEST_P(ThreatP_PostAccess, P04_IsJudgedByViewer) {
    auto& scene = neighbourhood();
    auto const txn = scene.node.snapshot();
    auto const post =
        scene.node.store->posts.load(txn, scene.posts.at(GetParam().visibility)).value();
    for (auto const& [name, viewer] : scene.viewers) {
        auto const verdict = judge(txn, *scene.node.store, viewer, GetParam().action, post);
        ASSERT_TRUE(verdict) << name;
        auto const expected = lists(GetParam().allowed, name)   ? Verdict::allow
                              : lists(GetParam().refused, name) ? Verdict::refuse
                                                                : Verdict::hide;
        EXPECT_EQ(static_cast<int>(*verdict), static_cast<int>(expected)) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(Table, ThreatP_PostAccess, testing::ValuesIn(cases), [](auto const& info) {
    return std::string(info.param.name);
});

class CanTest : public testing_support::CommunityTest {
protected:
    Result<void> may(Viewer const& viewer, Action action, PostId id) {
        auto const txn = node.snapshot();
        auto const post = node.store->posts.load(txn, id).value();
        return can(txn, *node.store, viewer, action, post);
    }

    /// Makes a group one that members only read.
    void close(ActorId group) {
        node.write<void>([&](storage::WriteTxn& txn) {
            auto actor = node.store->actors.load(txn, group);
            actor->visibility = Visibility::members;
            return node.store->actors.update(txn, *actor);
        });
    }
};

TEST_F(CanTest, P02_AMembersGroupIsReadByMembersOnly) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const bees = node.group("bees", ana);
    auto const topic = node.topic(ana, bees, "Swarms");
    close(bees);
    EXPECT_TRUE(may(Viewer::member(ana), Action::read, topic));
    for (auto const& outsider : {Viewer::anonymous(), Viewer::member(bob)}) {
        EXPECT_EQ(
            testing_support::code_of(may(outsider, Action::read, topic)), ErrorCode::not_found
        );
    }
    node.follows(bob, bees);
    EXPECT_TRUE(may(Viewer::member(bob), Action::read, topic));
}

TEST_F(CanTest, P07_NothingIsLeftToSeeAfterLeaving) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const bees = node.group("bees", ana);
    auto const topic = node.topic(ana, bees, "Swarms");
    node.follows(bob, bees);
    close(bees);
    ASSERT_TRUE(may(Viewer::member(bob), Action::read, topic));
    node.must(unfollow(*node.services, bob, bees));
    EXPECT_FALSE(may(Viewer::member(bob), Action::read, topic));
}

TEST_F(CanTest, ARemovedPostIsForItsAuthorAndTheModerators) {
    auto const owner = node.member("olga");
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const bees = node.group("bees", owner);
    auto const topic = node.topic(ana, bees, "Swarms");
    node.must(remove_post(*node.services, owner, topic, "off topic"));
    EXPECT_TRUE(may(Viewer::member(ana), Action::read, topic));
    EXPECT_TRUE(may(Viewer::member(owner), Action::read, topic));
    EXPECT_FALSE(may(Viewer::member(bob), Action::read, topic));
    EXPECT_TRUE(may(Viewer::member(bob), Action::know, topic));
}

TEST_F(CanTest, PostingPoliciesAreKept) {
    auto const owner = node.member("olga");
    auto const ana = node.member("ana");
    using storage::JoinPolicy;
    using storage::PostingPolicy;
    auto const open = node.group("open", owner);
    auto const followed = node.group("followed", owner, JoinPolicy::open, PostingPolicy::followers);
    auto const news = node.group("news", owner, JoinPolicy::open, PostingPolicy::moderators);
    auto const may_post = [&](ActorId member, ActorId group) {
        auto const txn = node.snapshot();
        auto const record = node.store->actors.load(txn, group).value();
        return can(txn, *node.store, Viewer::member(member), Action::post, record).has_value();
    };
    EXPECT_TRUE(may_post(ana, open));
    EXPECT_FALSE(may_post(ana, followed));
    node.follows(ana, followed);
    EXPECT_TRUE(may_post(ana, followed));
    EXPECT_FALSE(may_post(ana, news));
    EXPECT_TRUE(may_post(owner, news));
}

TEST_F(CanTest, P05_HiddenCollectionsAreForTheirOwner) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    node.must(update_profile(*node.services, {.member = ana, .hide_collections = true}));
    auto const txn = node.snapshot();
    auto const record = node.store->actors.load(txn, ana).value();
    ActorCollection const followers{record, CollectionKind::followers};
    EXPECT_TRUE(can(txn, *node.store, Viewer::member(ana), Action::read, followers));
    EXPECT_FALSE(can(txn, *node.store, Viewer::member(bob), Action::read, followers));
    EXPECT_TRUE(
        can(txn,
            *node.store,
            Viewer::anonymous(),
            Action::read,
            ActorCollection{record, CollectionKind::outbox})
    );
}

TEST_F(CanTest, A04_AnUploadIsItsOwnersUntilItIsAttached) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    storage::MediaFileRecord media;
    media.id = 7;
    media.owner = ana.value();
    auto const txn = node.snapshot();
    EXPECT_TRUE(can(txn, *node.store, Viewer::member(ana), Action::read, media));
    EXPECT_EQ(
        testing_support::code_of(can(txn, *node.store, Viewer::member(bob), Action::read, media)),
        ErrorCode::not_found
    );
    media.used_by_profile = true;
    EXPECT_TRUE(can(txn, *node.store, Viewer::anonymous(), Action::read, media));
    EXPECT_FALSE(can(txn, *node.store, Viewer::member(bob), Action::edit, media));
}

TEST_F(CanTest, ASuspendedHostSeesNothing) {
    auto const ana = node.member("ana");
    auto const post = node.post(ana, "hello");
    auto const rob = node.remote("rob");
    auto const viewer = Viewer::remote_actor(rob, node.host("far.example"));
    EXPECT_TRUE(may(viewer, Action::read, post));
    node.write<void>([&](storage::WriteTxn& txn) {
        storage::HostPolicyRecord policy;
        policy.severity = storage::Severity::suspend;
        return node.store->host_policies.put(txn, "far.example", policy);
    });
    EXPECT_FALSE(may(viewer, Action::read, post));
    EXPECT_FALSE(may(Viewer::remote_host(node.host("far.example")), Action::read, post));
}

}  // namespace
}  // namespace folkmoot::node
