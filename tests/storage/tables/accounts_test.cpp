// Credentials, client applications, tokens, codes, sessions, idempotency keys, markers,
// preferences, group settings.
#include "tests/storage/tables/temp_store.hpp"

#include <fstream>
#include <iterator>

namespace folkmoot::storage::testing_support {
namespace {

std::vector<std::uint8_t> hashed(std::string_view secret) {
    auto const hash = sha256(secret);
    return {hash.begin(), hash.end()};
}

class Accounts : public StoreTest {
protected:
    template <class Record>
    Result<void> insert(auto& table, Record const& row) {
        return write([&](WriteTxn& txn) { return table.insert(txn, row); });
    }

    static TokenRecord token(std::uint64_t id, std::uint64_t member, std::string_view secret) {
        TokenRecord row;
        row.id = id;
        row.app = 70;
        row.member = member;
        row.hash = hashed(secret);
        return row;
    }

    static SessionRecord session(std::uint64_t id, std::string_view secret) {
        SessionRecord row;
        row.id = id;
        row.member = 5;
        row.hash = hashed(secret);
        row.expires = 1000;
        return row;
    }
};

TEST_F(Accounts, MailAddressesAreUniqueHoweverTheyAreWritten) {
    CredentialsRecord row;
    row.actor = 5;
    row.email = " Ana@Example.org";
    ASSERT_TRUE(insert(store->credentials, row));
    EXPECT_EQ(store->credentials.by_email(snapshot(), "ana@example.ORG ")->actor, 5U);
    row.actor = 6;
    row.email = "ANA@example.org";
    EXPECT_EQ(code_of(insert(store->credentials, row)), ErrorCode::already_exists);
    row.email.clear();
    EXPECT_TRUE(insert(store->credentials, row));
}

TEST_F(Accounts, AreListedByStateAndRole) {
    CredentialsRecord row;
    row.actor = 5;
    row.state = AccountState::awaiting_approval;
    ASSERT_TRUE(insert(store->credentials, row));
    row.state = AccountState::active;
    row.role = NodeRole::admin;
    must_write([&](WriteTxn& txn) { return store->credentials.update(txn, row); });
    EXPECT_TRUE(
        store->credentials.in_state(snapshot(), AccountState::awaiting_approval, {})->items.empty()
    );
    EXPECT_EQ(store->credentials.with_role(snapshot(), NodeRole::admin, {})->items.size(), 1U);
    expect_clean();
}

TEST_F(Accounts, AppsAreFoundByClientId) {
    AppRecord row;
    row.id = 70;
    row.client_id = "abc";
    ASSERT_TRUE(insert(store->apps, row));
    EXPECT_EQ(store->apps.by_client_id(snapshot(), "abc")->id, 70U);
    EXPECT_EQ(
        code_of(store->apps.by_client_id(snapshot(), std::string(600, 'x'))), ErrorCode::not_found
    );
    row.id = 71;
    EXPECT_EQ(code_of(insert(store->apps, row)), ErrorCode::already_exists);
}

TEST_F(Accounts, TokensAreFoundByHashUntilTheyExpire) {
    auto row = token(1, 5, "t");
    row.expires = 100;
    ASSERT_TRUE(insert(store->tokens, row));
    EXPECT_EQ(store->tokens.by_hash(snapshot(), sha256("t"), 99)->id, 1U);
    EXPECT_FALSE(store->tokens.by_hash(snapshot(), sha256("t"), 100));
    EXPECT_FALSE(store->tokens.by_hash(snapshot(), sha256("u"), 99));
}

TEST_F(Accounts, TokensAreRevokedByOwnerAndByApp) {
    ASSERT_TRUE(insert(store->tokens, token(1, 5, "a")));
    ASSERT_TRUE(insert(store->tokens, token(2, 5, "b")));
    ASSERT_TRUE(insert(store->tokens, token(3, 6, "c")));
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->tokens.erase_of_member(txn, ActorId(5), 10); }
        ).value(),
        2U
    );
    EXPECT_FALSE(store->tokens.by_hash(snapshot(), sha256("a"), 0));
    EXPECT_TRUE(store->tokens.has_tokens(snapshot(), AppId(70)).value());
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->tokens.erase_of_app(txn, AppId(70), 10); }
        ).value(),
        1U
    );
    EXPECT_FALSE(store->tokens.has_tokens(snapshot(), AppId(70)).value());
    expect_clean();
}

TEST_F(Accounts, A13_NoTokenStandsInTheDataFile) {
    std::string const planted = "planted-token-6f1c2c0e5a";
    ASSERT_TRUE(insert(store->tokens, token(1, 5, planted)));
    ASSERT_TRUE(insert(store->sessions, session(2, planted)));
    std::string bytes;
    for (auto const& file : std::filesystem::recursive_directory_iterator(folder_)) {
        if (file.is_regular_file()) {
            std::ifstream stream(file.path(), std::ios::binary);
            bytes.append(std::istreambuf_iterator<char>(stream), {});
        }
    }
    EXPECT_GT(bytes.size(), 4096U);
    EXPECT_EQ(bytes.find(planted), std::string::npos);
}

TEST_F(Accounts, A13_ASecretThatIsNotAHashIsRefused) {
    auto row = token(1, 5, "t");
    row.hash = {'t'};
    EXPECT_EQ(code_of(insert(store->tokens, row)), ErrorCode::invalid);
}

TEST_F(Accounts, CodesAreRedeemedOnceAndForTheirPurpose) {
    OneTimeCodeRecord row;
    row.id = 1;
    row.hash = hashed("code");
    row.purpose = CodePurpose::authorization;
    row.expires = 100;
    row.challenge = "pkce";
    ASSERT_TRUE(insert(store->one_time_codes, row));
    auto const redeem = [&](CodePurpose purpose, std::int64_t at) {
        return write([&, purpose, at](WriteTxn& txn) {
            return store->one_time_codes.redeem(txn, sha256("code"), purpose, at);
        });
    };
    EXPECT_EQ(code_of(redeem(CodePurpose::password_reset, 1)), ErrorCode::not_found);
    EXPECT_EQ(code_of(redeem(CodePurpose::authorization, 100)), ErrorCode::not_found);
    EXPECT_EQ(redeem(CodePurpose::authorization, 99)->challenge, "pkce");
    EXPECT_EQ(code_of(redeem(CodePurpose::authorization, 99)), ErrorCode::not_found);
}

TEST_F(Accounts, ExpiredCodesAndSessionsAreSwept) {
    OneTimeCodeRecord row;
    row.id = 1;
    row.hash = hashed("code");
    row.expires = 100;
    ASSERT_TRUE(insert(store->one_time_codes, row));
    ASSERT_TRUE(insert(store->sessions, session(2, "s")));
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->one_time_codes.erase_expired(txn, 99, 9); }
        ).value(),
        0U
    );
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->one_time_codes.erase_expired(txn, 100, 9); }
        ).value(),
        1U
    );
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->sessions.erase_expired(txn, 1000, 9); }).value(),
        1U
    );
}

TEST_F(Accounts, SessionsOfAMemberEndTogetherButOne) {
    for (std::uint64_t id = 1; id <= 3; ++id) {
        ASSERT_TRUE(insert(store->sessions, session(id, std::to_string(id))));
    }
    auto const ended = write([&](WriteTxn& txn) {
        return store->sessions.erase_of_member(txn, ActorId(5), SessionId(2));
    });
    EXPECT_EQ(ended.value(), 2U);
    EXPECT_TRUE(store->sessions.by_hash(snapshot(), sha256("2"), 0));
    EXPECT_FALSE(store->sessions.by_hash(snapshot(), sha256("1"), 0));
}

TEST_F(Accounts, TooManySessionsPushTheOldestOut) {
    for (std::uint64_t id = 1; id <= SessionTable::max_per_member + 1; ++id) {
        ASSERT_TRUE(insert(store->sessions, session(id, std::to_string(id))));
    }
    EXPECT_EQ(store->sessions.of_member(snapshot(), ActorId(5))->front().id, 2U);
    EXPECT_EQ(
        store->sessions.of_member(snapshot(), ActorId(5))->size(), SessionTable::max_per_member
    );
}

TEST_F(Accounts, AnIdempotencyKeyIsOneMembersAndExpires) {
    auto const use = [&](std::uint64_t member, std::uint64_t post, std::int64_t at) {
        return write([&, member, post, at](WriteTxn& txn) {
            return store->idempotency.insert(txn, ActorId(member), "k", PostId(post), at, at + 100);
        });
    };
    ASSERT_TRUE(use(5, 1, 0));
    ASSERT_TRUE(use(6, 2, 0));
    EXPECT_EQ(code_of(use(5, 3, 99)), ErrorCode::already_exists);
    EXPECT_EQ(store->idempotency.find(snapshot(), ActorId(5), "k", 99).value(), PostId(1));
    EXPECT_FALSE(store->idempotency.find(snapshot(), ActorId(5), "k", 100));
    ASSERT_TRUE(use(5, 3, 100));
    EXPECT_EQ(store->idempotency.find(snapshot(), ActorId(5), "k", 101).value(), PostId(3));
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->idempotency.erase_expired(txn, 100, 9); }).value(),
        1U
    );
    expect_clean();
}

TEST_F(Accounts, MarkersCountTheirVersions) {
    auto const set = [&](std::uint64_t last_read) {
        return write([&, last_read](WriteTxn& txn) {
            return store->markers.set(txn, ActorId(5), MarkedTimeline::home, last_read, 7);
        });
    };
    EXPECT_FALSE(store->markers.load(snapshot(), ActorId(5), MarkedTimeline::home));
    EXPECT_EQ(set(10)->version, 1U);
    EXPECT_EQ(set(20)->version, 2U);
    EXPECT_EQ(store->markers.load(snapshot(), ActorId(5), MarkedTimeline::home)->last_read, 20U);
    EXPECT_FALSE(store->markers.load(snapshot(), ActorId(5), MarkedTimeline::notifications));
}

TEST_F(Accounts, PreferencesHaveDefaults) {
    EXPECT_EQ(store->preferences.load(snapshot(), ActorId(5)).value(), PreferencesRecord{});
    PreferencesRecord row;
    row.language = "zh-Hans";
    must_write([&](WriteTxn& txn) { return store->preferences.put(txn, ActorId(5), row); });
    EXPECT_EQ(store->preferences.load(snapshot(), ActorId(5)).value(), row);
}

TEST_F(Accounts, GroupSettingsKeepTheOrderOfModerators) {
    GroupSettingsRecord row;
    row.group = 50;
    row.moderators = {9, 3, 7};
    row.rules = {{.id = 1, .text = "Be kind", .hint = ""}};
    must_write([&](WriteTxn& txn) { return store->group_settings.put(txn, row); });
    EXPECT_EQ(store->group_settings.load(snapshot(), ActorId(50)).value(), row);
    row.moderators = {9, 3, 9};
    EXPECT_EQ(
        code_of(write([&](WriteTxn& txn) { return store->group_settings.put(txn, row); })),
        ErrorCode::invalid
    );
}

TEST_F(Accounts, Decision28_GroupsAreListedByVisibility) {
    GroupSettingsRecord row;
    row.group = 50;
    must_write([&](WriteTxn& txn) { return store->group_settings.put(txn, row); });
    row.group = 51;
    row.visibility = Visibility::hidden;
    must_write([&](WriteTxn& txn) { return store->group_settings.put(txn, row); });
    auto const page = store->group_settings.with_visibility(snapshot(), Visibility::public_, {});
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items.front().group, 50U);
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
