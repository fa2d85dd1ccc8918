// What moderators decide about other domains.
#include "node/community/domain_policies.hpp"

#include "tests/node/community/harness.hpp"

namespace folkmoot::node {
namespace {

using storage::Severity;
using testing_support::code_of;

class DomainPoliciesTest : public testing_support::CommunityTest {
protected:
    /// The severity that holds for a host; none when nothing was decided.
    Severity severity(char const* host) {
        auto const txn = node.snapshot();
        auto const match = *node.store->host_policies.match(txn, host);
        return match ? match->policy.severity : Severity::none;
    }

    Result<std::string> set(storage::ActorId by, std::string domain) {
        return node.run(set_domain_policy(
            *node.services, {.by = by, .domain = std::move(domain), .severity = Severity::suspend}
        ));
    }
};

TEST_F(DomainPoliciesTest, F21_APolicyHoldsForEveryNameBelow) {
    auto const moderator = node.member("ana", storage::NodeRole::moderator);
    EXPECT_EQ(set(moderator, "Spam.Example."), "spam.example");
    EXPECT_EQ(severity("spam.example"), Severity::suspend);
    EXPECT_EQ(severity("a.spam.example:8443"), Severity::suspend);
    EXPECT_EQ(severity("notspam.example"), Severity::none);
    auto const txn = node.snapshot();
    auto const acts = node.store->audit.list(txn, {});
    ASSERT_EQ(acts->items.size(), 1U);
    EXPECT_EQ(acts->items[0].actor, moderator.value());
    EXPECT_EQ(acts->items[0].details, "spam.example");
}

TEST_F(DomainPoliciesTest, APolicyIsTakenBack) {
    ASSERT_TRUE(set({}, "spam.example"));
    EXPECT_EQ(node.run(remove_domain_policy(*node.services, {}, "SPAM.example")), "spam.example");
    EXPECT_EQ(severity("spam.example"), Severity::none);
    EXPECT_EQ(
        code_of(node.run(remove_domain_policy(*node.services, {}, "spam.example"))),
        ErrorCode::not_found
    );
}

TEST_F(DomainPoliciesTest, OnlyModeratorsDecide) {
    auto const member = node.member("bob");
    EXPECT_EQ(code_of(set(member, "spam.example")), ErrorCode::forbidden);
    ASSERT_TRUE(set({}, "spam.example"));
    EXPECT_EQ(
        code_of(node.run(remove_domain_policy(*node.services, member, "spam.example"))),
        ErrorCode::forbidden
    );
    EXPECT_EQ(severity("spam.example"), Severity::suspend);
}

TEST_F(DomainPoliciesTest, WhatIsNoOtherHostIsRefused) {
    for (char const* const domain : {"", "two words", "https://spam.example", "folk.example"}) {
        EXPECT_EQ(code_of(set({}, domain)), ErrorCode::unprocessable) << domain;
    }
}

}  // namespace
}  // namespace folkmoot::node
