#include "federation/peers/host_policies.hpp"

#include "tests/federation/inbox/remote_world.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

struct Case {
    char const* name;
    char const* host;
    bool refused;
};

class HostPoliciesCover : public testing::TestWithParam<Case> {};

TEST_P(HostPoliciesCover, WholeLabelsInAnySpelling) {
    tests::RemoteWorld world;
    world.suspend_host("blocked.test");
    EXPECT_EQ(world.policies->refuses(GetParam().host), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF21,
    HostPoliciesCover,
    testing::Values(
        Case{"Itself", "blocked.test", true},
        Case{"Below", "a.b.blocked.test", true},
        Case{"Case", "BLOCKED.Test", true},
        Case{"Dot", "blocked.test.", true},
        Case{"Port", "blocked.test:8443", true},
        Case{"OtherName", "notblocked.test", false},
        Case{"Above", "test", false},
        Case{"LongerName", "blocked.test.example", false}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(HostPolicies, AnAllowListRefusesTheRest) {
    tests::RemoteWorld world;
    storage::HostPolicyRecord allowed;
    allowed.allowed = true;
    world.must_write([&](storage::WriteTxn& txn) {
        return world.store->host_policies.put(txn, "friend.test", allowed);
    });
    HostPolicies const policies(
        *world.store, tests::RemoteWorld::local(), FederationMode::allowlist
    );
    EXPECT_FALSE(policies.refuses("friend.test"));
    EXPECT_TRUE(policies.refuses("stranger.test"));
}

TEST(HostPolicies, SilenceIsNoRefusal) {
    tests::RemoteWorld world;
    storage::HostPolicyRecord policy;
    policy.severity = storage::Severity::silence;
    policy.reject_media = true;
    world.must_write([&](storage::WriteTxn& txn) {
        return world.store->host_policies.put(txn, "loud.test", policy);
    });
    auto const txn = world.snapshot();
    EXPECT_EQ(
        *world.policies->standing(txn, "loud.test"),
        (HostStanding{.refused = false, .silenced = true, .reject_media = true})
    );
}

TEST(HostPolicies, TheDoorNeverLeadsHome) {
    tests::RemoteWorld world;
    auto const filter = world.policies->filter();
    EXPECT_FALSE(filter("home.test"));
    EXPECT_TRUE(filter("good.test"));
}

}  // namespace
}  // namespace folkmoot::federation
