// Members: names, passwords, profiles, suspensions.
#include "node/community/members.hpp"

#include "node/community/local_names.hpp"
#include "tests/node/community/harness.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorId;
using testing_support::code_of;
using MembersTest = testing_support::CommunityTest;

struct NameCase {
    char const* name;
    char const* given;
    bool good;
};

class LocalName : public testing::TestWithParam<NameCase> {};

TEST_P(LocalName, IsChecked) {
    EXPECT_EQ(check_local_name(GetParam().given).has_value(), GetParam().good);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    LocalName,
    testing::Values(
        NameCase{"Plain", "ana", true},
        NameCase{"CapitalsDigitsUnderscore", "Ana_2", true},
        NameCase{"Longest", "abcdefghijklmnopqrstuvwxyz0123", true},
        NameCase{"TooLong", "abcdefghijklmnopqrstuvwxyz01234", false},
        NameCase{"Empty", "", false},
        NameCase{"Dot", "a.b", false},
        NameCase{"Slash", "a/b", false},
        NameCase{"NotAscii", "añа", false},
        NameCase{"Reserved", "admin", false},
        NameCase{"ReservedInCapitals", "ADMIN", false}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST_F(MembersTest, AnOwnerMayBearAReservedName) {
    using storage::NodeRole;
    EXPECT_TRUE(node.run(create_member(*node.services, {.name = "owner", .role = NodeRole::owner}))
    );
    EXPECT_EQ(
        code_of(node.run(create_member(*node.services, {.name = "root", .role = NodeRole::admin}))),
        ErrorCode::unprocessable
    );
}

TEST_F(MembersTest, AMemberHasKeysCredentialsAndALog) {
    auto const ana = node.must(create_member(
        *node.services,
        {.name = "Ana",
         .display_name = "Ana B",
         .email = "ana@mail.example",
         .password = "long enough"}
    ));
    auto const txn = node.snapshot();
    auto const actor = node.store->actors.load(txn, ana).value();
    EXPECT_EQ(actor.username, "ana");
    EXPECT_EQ(actor.display_name, "Ana B");
    EXPECT_EQ(node.store->actor_keys.of_actor(txn, ana)->size(), 2U);
    EXPECT_EQ(node.store->credentials.by_email(txn, "ANA@mail.example")->actor, ana.value());
    EXPECT_TRUE(*node.store->entries.has_author_log(txn, ana));
    EXPECT_TRUE(node.store->preferences.load(txn, ana)->expand_spoilers);
}

TEST_F(MembersTest, A11_MembersAndGroupsShareOneSetOfNames) {
    node.member("ana");
    node.group("bees");
    EXPECT_EQ(
        code_of(node.run(create_member(*node.services, {.name = "BEES"}))), ErrorCode::conflict
    );
    EXPECT_EQ(
        code_of(node.run(create_group(*node.services, {.name = "Ana"}))), ErrorCode::conflict
    );
}

TEST_F(MembersTest, A11_OnlyTheOperatorGivesReservedNames) {
    auto const ana = node.member("ana");
    EXPECT_EQ(
        code_of(node.run(create_group(*node.services, {.by = ana, .name = "help"}))),
        ErrorCode::unprocessable
    );
    EXPECT_TRUE(node.run(create_group(*node.services, {.name = "help"})));
}

TEST_F(MembersTest, AMailAddressIsGivenOnce) {
    node.must(create_member(*node.services, {.name = "ana", .email = "a@mail.example"}));
    EXPECT_EQ(
        code_of(node.run(create_member(*node.services, {.name = "bob", .email = "A@mail.example"}))
        ),
        ErrorCode::conflict
    );
    EXPECT_EQ(
        code_of(node.run(create_member(*node.services, {.name = "cy", .email = "no address"}))),
        ErrorCode::unprocessable
    );
}

TEST_F(MembersTest, A08_UnknownNamesAndWrongPasswordsAnswerTheSame) {
    node.must(create_member(
        *node.services, {.name = "ana", .email = "a@mail.example", .password = "long enough"}
    ));
    auto const unknown = node.run(verify_password(*node.services, "nobody", "long enough"));
    auto const wrong = node.run(verify_password(*node.services, "ana", "not the one"));
    ASSERT_FALSE(unknown || wrong);
    EXPECT_EQ(unknown.error().code, ErrorCode::unauthenticated);
    EXPECT_EQ(unknown.error().code, wrong.error().code);
    EXPECT_EQ(unknown.error().safe, wrong.error().safe);
    EXPECT_TRUE(node.run(verify_password(*node.services, "@ANA", "long enough")));
    EXPECT_TRUE(node.run(verify_password(*node.services, "A@mail.example", "long enough")));
}

TEST_F(MembersTest, WithoutAPasswordNobodySignsIn) {
    node.member("ana");
    EXPECT_EQ(
        code_of(node.run(verify_password(*node.services, "ana", ""))), ErrorCode::unauthenticated
    );
}

/// Signs a member in twice: with a browser and with an app.
struct SignedIn {
    storage::SessionId session;
    storage::TokenId token;
};

SignedIn sign_in(testing_support::Community& node, ActorId member) {
    storage::SessionRecord session;
    session.id = node.store->ids().next();
    session.hash.assign(32, 1);
    session.member = member.value();
    session.expires = node.now + 1'000'000;
    storage::TokenRecord token;
    token.id = node.store->ids().next();
    token.hash.assign(32, 2);
    token.app = 1;
    token.member = member.value();
    node.write<void>([&](storage::WriteTxn& txn) {
        auto const stored = node.store->sessions.insert(txn, session);
        return stored ? node.store->tokens.insert(txn, token) : stored;
    });
    return {storage::SessionId(session.id), storage::TokenId(token.id)};
}

TEST_F(MembersTest, A02_ANewPasswordEndsSessionsAndTokens) {
    auto const ana = node.member("ana");
    auto const signed_in = sign_in(node, ana);
    node.must(set_password(*node.services, ana, "a new password", signed_in.session));
    {
        auto const txn = node.snapshot();
        EXPECT_EQ(node.store->sessions.of_member(txn, ana)->size(), 1U);
        EXPECT_TRUE(node.store->tokens.of_member(txn, ana, {})->items.empty());
    }
    node.must(set_password(*node.services, ana, "another password"));
    auto const txn = node.snapshot();
    EXPECT_TRUE(node.store->sessions.of_member(txn, ana)->empty());
}

TEST_F(MembersTest, AShortPasswordIsRefusedAndChangesNothing) {
    auto const ana = node.member("ana");
    sign_in(node, ana);
    EXPECT_EQ(
        code_of(node.run(set_password(*node.services, ana, "short"))), ErrorCode::unprocessable
    );
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->sessions.of_member(txn, ana)->size(), 1U);
}

TEST_F(MembersTest, A02_SuspensionSignsOutAndHides) {
    auto const admin = node.member("boss", storage::NodeRole::admin);
    auto const ana = node.member("ana");
    node.must(set_password(*node.services, ana, "long enough"));
    sign_in(node, ana);
    node.must(suspend_actor(*node.services, admin, ana, "spam"));
    {
        auto const txn = node.snapshot();
        EXPECT_TRUE(node.store->actors.load(txn, ana)->suspended);
        EXPECT_TRUE(node.store->tokens.of_member(txn, ana, {})->items.empty());
        EXPECT_EQ(node.store->audit.about(txn, ana.value(), {})->items.size(), 1U);
    }
    EXPECT_EQ(
        code_of(node.run(verify_password(*node.services, "ana", "long enough"))),
        ErrorCode::forbidden
    );
    node.must(unsuspend_actor(*node.services, admin, ana, "mistake"));
    EXPECT_TRUE(node.run(verify_password(*node.services, "ana", "long enough")));
}

TEST_F(MembersTest, NobodySuspendsTheirEqualsOrWithoutTheRole) {
    auto const admin = node.member("boss", storage::NodeRole::admin);
    auto const other = node.member("chief", storage::NodeRole::admin);
    auto const ana = node.member("ana");
    EXPECT_EQ(
        code_of(node.run(suspend_actor(*node.services, admin, other, ""))), ErrorCode::forbidden
    );
    EXPECT_EQ(
        code_of(node.run(suspend_actor(*node.services, ana, other, ""))), ErrorCode::forbidden
    );
}

TEST_F(MembersTest, AProfileIsRenderedAndToldToFollowers) {
    auto const ana = node.member("ana");
    node.member("bob");
    auto const before = node.outgoing();
    UpdateProfile command{.member = ana, .display_name = "Ana", .summary = "I know @bob <script>"};
    command.fields.emplace();
    command.fields->emplace_back("Site", "https://ana.example");
    auto const actor = node.must(update_profile(*node.services, command));
    EXPECT_EQ(actor.display_name, "Ana");
    EXPECT_NE(actor.summary_html.find("https://folk.example/@bob"), std::string::npos);
    EXPECT_EQ(actor.summary_html.find("<script"), std::string::npos);
    ASSERT_EQ(actor.fields.size(), 1U);
    EXPECT_TRUE(actor.fields[0].value.starts_with("<a ")) << actor.fields[0].value;
    EXPECT_GT(node.outgoing(), before);
}

TEST_F(MembersTest, A04_AProfilePictureMustBeOnesOwn) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const picture = node.write<storage::MediaId>([&](storage::WriteTxn& txn) {
        storage::MediaFileRecord media;
        media.id = node.store->ids().next();
        media.owner = bob.value();
        media.state = storage::MediaState::ready;
        media.media_type = "image/png";
        auto const stored = node.store->media_files.insert(txn, media);
        return stored ? storage::Result<storage::MediaId>(storage::MediaId(media.id))
                      : std::unexpected(stored.error());
    });
    EXPECT_EQ(
        code_of(node.run(update_profile(*node.services, {.member = ana, .icon = picture}))),
        ErrorCode::not_found
    );
    node.must(update_profile(*node.services, {.member = bob, .icon = picture}));
    {
        auto const txn = node.snapshot();
        EXPECT_TRUE(node.store->media_files.load(txn, picture)->used_by_profile);
    }
    node.must(update_profile(*node.services, {.member = bob, .icon = storage::MediaId()}));
    auto const txn = node.snapshot();
    EXPECT_FALSE(node.store->media_files.load(txn, picture)->used_by_profile);
}

TEST_F(MembersTest, TheNodesOwnActorsAreMadeOnce) {
    auto const first = node.must(create_instance_actors(*node.services, "Folk"));
    auto const second = node.must(create_instance_actors(*node.services, "Folk town"));
    EXPECT_EQ(first.instance, second.instance);
    EXPECT_EQ(first.moderation, second.moderation);
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->identity.load(txn)->name, "Folk town");
    EXPECT_EQ(node.store->identity.load(txn)->domain, "folk.example");
}

}  // namespace
}  // namespace folkmoot::node
