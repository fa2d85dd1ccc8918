// Follows, memberships, reactions, bookmarks, blocks, mutes, notifications.
#include "tests/storage/tables/temp_store.hpp"

namespace folkmoot::storage::testing_support {
namespace {

class Relations : public StoreTest {
protected:
    static FollowRecord follow(
        std::uint64_t id,
        std::uint64_t from,
        std::uint64_t to,
        FollowState state = FollowState::accepted
    ) {
        FollowRecord row;
        row.id = id;
        row.follower = from;
        row.followed = to;
        row.state = state;
        return row;
    }

    static ReactionRecord like(std::uint64_t id, std::uint64_t actor, std::uint64_t post) {
        ReactionRecord row;
        row.id = id;
        row.actor = actor;
        row.post = post;
        return row;
    }

    /// Inserts a record into a table of the store.
    template <class Record>
    Result<void> insert(auto& table, Record const& row) {
        return write([&](WriteTxn& txn) { return table.insert(txn, row); });
    }

    ActorCountersRecord actor(std::uint64_t id) {
        return store->actor_counters.load(snapshot(), ActorId(id)).value();
    }

    PostCountersRecord post(std::uint64_t id) {
        return store->post_counters.load(snapshot(), PostId(id)).value();
    }
};

TEST_F(Relations, FollowsAreListedBothWaysByRelationId) {
    ASSERT_TRUE(insert(store->follows, follow(30, 1, 9)));
    ASSERT_TRUE(insert(store->follows, follow(10, 2, 9)));
    ASSERT_TRUE(insert(store->follows, follow(20, 1, 8)));
    auto const followers =
        store->follows.followers_of(snapshot(), ActorId(9), FollowState::accepted, {});
    EXPECT_EQ(ids_of(followers), (Ids{30, 10}));
    EXPECT_EQ(
        ids_of(store->follows.followed_by(snapshot(), ActorId(1), FollowState::accepted, {})),
        (Ids{30, 20})
    );
    EXPECT_EQ(store->follows.sources_of(snapshot(), ActorId(1), 10)->size(), 2U);
}

TEST_F(Relations, AFollowIsCountedWhileItIsAccepted) {
    ASSERT_TRUE(insert(store->follows, follow(1, 1, 9, FollowState::pending)));
    EXPECT_EQ(actor(9).followers, 0U);
    must_write([&](WriteTxn& txn) { return store->follows.update(txn, follow(1, 1, 9)); });
    EXPECT_EQ(actor(9).followers, 1U);
    EXPECT_EQ(actor(1).following, 1U);
    EXPECT_TRUE(store->follows.is_accepted(snapshot(), ActorId(1), ActorId(9)).value());
    EXPECT_TRUE(ids_of(store->follows.followers_of(snapshot(), ActorId(9), FollowState::pending, {})
    )
                    .empty());
    must_write([&](WriteTxn& txn) { return store->follows.erase(txn, FollowId(1)); });
    EXPECT_EQ(actor(9).followers, 0U);
    expect_clean();
}

TEST_F(Relations, APairHasOneFollow) {
    ASSERT_TRUE(insert(store->follows, follow(1, 1, 9)));
    EXPECT_EQ(code_of(insert(store->follows, follow(2, 1, 9))), ErrorCode::already_exists);
    ASSERT_TRUE(insert(store->follows, follow(3, 9, 1)));
    EXPECT_EQ(code_of(insert(store->follows, follow(4, 5, 5))), ErrorCode::invalid);
}

TEST_F(Relations, ARepeatedFollowTakesTheNewActivity) {
    auto row = follow(1, 1, 9);
    row.activity_iri = "https://a.example/follows/1";
    ASSERT_TRUE(insert(store->follows, row));
    row.activity_iri = "https://a.example/follows/2";
    must_write([&](WriteTxn& txn) { return store->follows.update(txn, row); });
    EXPECT_EQ(store->follows.by_activity(snapshot(), "https://a.example/follows/2")->id, 1U);
    EXPECT_FALSE(store->follows.by_activity(snapshot(), "https://a.example/follows/1"));
}

TEST_F(Relations, AFollowShowsBoostsUnlessToldOtherwise) {
    ASSERT_TRUE(insert(store->follows, follow(1, 1, 9)));
    EXPECT_TRUE(store->follows.load(snapshot(), FollowId(1))->show_reblogs);
    auto row = follow(1, 1, 9);
    row.show_reblogs = false;
    must_write([&](WriteTxn& txn) { return store->follows.update(txn, row); });
    EXPECT_FALSE(store->follows.load(snapshot(), FollowId(1))->show_reblogs);
}

TEST_F(Relations, MembershipsAreListedBothWays) {
    MembershipRecord row;
    row.id = 1;
    row.group = 50;
    row.member = 2;
    row.state = MembershipState::accepted;
    ASSERT_TRUE(insert(store->memberships, row));
    row.id = 2;
    row.member = 3;
    row.role = GroupRole::moderator;
    ASSERT_TRUE(insert(store->memberships, row));
    row.id = 3;
    EXPECT_EQ(code_of(insert(store->memberships, row)), ErrorCode::already_exists);
    auto const members =
        store->memberships.of_group(snapshot(), ActorId(50), MembershipState::accepted, {});
    EXPECT_EQ(ids_of(members), (Ids{2, 1}));
    EXPECT_EQ(
        ids_of(store->memberships.with_role(snapshot(), ActorId(50), GroupRole::moderator, {})),
        (Ids{2})
    );
    EXPECT_EQ(
        ids_of(store->memberships.of_member(snapshot(), ActorId(2), MembershipState::accepted, {})),
        (Ids{1})
    );
    EXPECT_EQ(actor(50).members, 2U);
}

TEST_F(Relations, AMutedMemberCountsAndABannedOneDoesNot) {
    MembershipRecord row;
    row.id = 1;
    row.group = 50;
    row.member = 2;
    row.state = MembershipState::accepted;
    ASSERT_TRUE(insert(store->memberships, row));
    auto const set = [&](MembershipState state) {
        row.state = state;
        must_write([&](WriteTxn& txn) { return store->memberships.update(txn, row); });
        return actor(50).members;
    };
    EXPECT_EQ(set(MembershipState::muted), 1U);
    EXPECT_EQ(set(MembershipState::banned), 0U);
    EXPECT_EQ(set(MembershipState::accepted), 1U);
    expect_clean();
}

TEST_F(Relations, ReactionsAreCountedByKind) {
    ASSERT_TRUE(insert(store->reactions, like(1, 1, 7)));
    ASSERT_TRUE(insert(store->reactions, like(2, 2, 7)));
    auto dislike = like(3, 3, 7);
    dislike.kind = ReactionKind::dislike;
    ASSERT_TRUE(insert(store->reactions, dislike));
    EXPECT_EQ(post(7).likes, 2U);
    EXPECT_EQ(post(7).dislikes, 1U);
    EXPECT_EQ(code_of(insert(store->reactions, like(4, 1, 7))), ErrorCode::already_exists);
    EXPECT_EQ(
        ids_of(store->reactions.of_post(snapshot(), PostId(7), ReactionKind::like, {})), (Ids{2, 1})
    );
    must_write([&](WriteTxn& txn) { return store->reactions.erase(txn, ReactionId(1)); });
    EXPECT_EQ(post(7).likes, 1U);
    expect_clean();
}

TEST_F(Relations, FavouritesPageByRelationId) {
    ASSERT_TRUE(insert(store->reactions, like(1, 5, 900)));
    ASSERT_TRUE(insert(store->reactions, like(2, 5, 100)));
    auto const page =
        store->reactions.of_actor(snapshot(), ActorId(5), ReactionKind::like, {.max_id = 2});
    EXPECT_EQ(ids_of(page), (Ids{1}));
}

TEST_F(Relations, AVoteAGroupVouchedForGetsItsOwnActivityLater) {
    auto row = like(1, 1, 7);
    row.via_group = 50;
    ASSERT_TRUE(insert(store->reactions, row));
    row.via_group = 0;
    row.activity_iri = "https://a.example/likes/1";
    must_write([&](WriteTxn& txn) { return store->reactions.update(txn, row); });
    EXPECT_EQ(store->reactions.by_activity(snapshot(), row.activity_iri)->via_group, 0U);
    EXPECT_EQ(post(7).likes, 1U);
    row.post = 8;
    EXPECT_EQ(
        code_of(write([&](WriteTxn& txn) { return store->reactions.update(txn, row); })),
        ErrorCode::invalid
    );
}

TEST_F(Relations, EmojiReactionsAreApartFromLikes) {
    auto row = like(1, 1, 7);
    row.kind = ReactionKind::emoji;
    EXPECT_EQ(code_of(insert(store->reactions, row)), ErrorCode::invalid);
    row.emoji = ":bee:";
    ASSERT_TRUE(insert(store->reactions, row));
    row.id = 2;
    row.emoji = "🐝";
    ASSERT_TRUE(insert(store->reactions, row));
    EXPECT_EQ(
        store->reactions.of(snapshot(), ActorId(1), PostId(7), ReactionKind::emoji, "🐝")->id, 2U
    );
    EXPECT_EQ(post(7).likes, 0U);
}

TEST_F(Relations, P11_ReactionsGoWithTheirPost) {
    for (std::uint64_t id = 1; id <= 5; ++id) {
        ASSERT_TRUE(insert(store->reactions, like(id, id, 7)));
    }
    auto const erased =
        write([&](WriteTxn& txn) { return store->reactions.erase_of_post(txn, PostId(7), 3); });
    EXPECT_EQ(erased->size(), 3U);
    EXPECT_EQ(post(7).likes, 2U);
    expect_clean();
}

TEST_F(Relations, BookmarksAreKeptOnce) {
    BookmarkRecord row;
    row.id = 1;
    row.member = 2;
    row.post = 7;
    ASSERT_TRUE(insert(store->bookmarks, row));
    row.id = 2;
    EXPECT_EQ(code_of(insert(store->bookmarks, row)), ErrorCode::already_exists);
    EXPECT_TRUE(store->bookmarks.exists(snapshot(), ActorId(2), PostId(7)).value());
    auto const erase = [&] {
        return write([&](WriteTxn& txn) {
            return store->bookmarks.erase(txn, ActorId(2), PostId(7));
        });
    };
    EXPECT_TRUE(erase().value());
    EXPECT_FALSE(erase().value());
}

TEST_F(Relations, BlocksHaveADirection) {
    BlockRecord row;
    row.id = 1;
    row.actor = 2;
    row.target = 3;
    row.activity_iri = "https://a.example/blocks/1";
    ASSERT_TRUE(insert(store->blocks, row));
    EXPECT_TRUE(store->blocks.exists(snapshot(), ActorId(2), ActorId(3)).value());
    EXPECT_FALSE(store->blocks.exists(snapshot(), ActorId(3), ActorId(2)).value());
    EXPECT_EQ(ids_of(store->blocks.of_target(snapshot(), ActorId(3), {})), (Ids{1}));
    EXPECT_EQ(store->blocks.by_activity(snapshot(), row.activity_iri)->id, 1U);
}

TEST_F(Relations, MutesExpire) {
    MuteRecord row;
    row.id = 1;
    row.actor = 2;
    row.target = 3;
    row.expires = 100;
    must_write([&](WriteTxn& txn) { return store->mutes.put(txn, row); });
    EXPECT_TRUE(store->mutes.between(snapshot(), ActorId(2), ActorId(3), 99));
    EXPECT_EQ(
        code_of(store->mutes.between(snapshot(), ActorId(2), ActorId(3), 100)), ErrorCode::not_found
    );
    EXPECT_TRUE(store->mutes.of_actor(snapshot(), ActorId(2), 100, {})->items.empty());
    auto const erased =
        write([&](WriteTxn& txn) { return store->mutes.erase_expired(txn, 100, 10); });
    EXPECT_EQ(erased.value(), 1U);
}

TEST_F(Relations, MutingAgainChangesTheTermsAndKeepsTheId) {
    MuteRecord row;
    row.id = 1;
    row.actor = 2;
    row.target = 3;
    must_write([&](WriteTxn& txn) { return store->mutes.put(txn, row); });
    row.id = 9;
    row.notifications = true;
    must_write([&](WriteTxn& txn) { return store->mutes.put(txn, row); });
    auto const mute = store->mutes.between(snapshot(), ActorId(2), ActorId(3), 0);
    EXPECT_EQ(mute->id, 1U);
    EXPECT_TRUE(mute->notifications);
}

class Notifications : public Relations {
protected:
    void add(std::uint64_t id, NotificationKind kind, std::uint64_t about = 0) {
        NotificationRecord row;
        row.id = id;
        row.member = 2;
        row.kind = kind;
        row.from = 3;
        row.post = about;
        ASSERT_TRUE(insert(store->notifications, row));
    }
};

TEST_F(Notifications, AreOneMembersOwn) {
    add(1, NotificationKind::mention);
    EXPECT_TRUE(store->notifications.load(snapshot(), ActorId(2), NotificationId(1)));
    EXPECT_EQ(
        code_of(store->notifications.load(snapshot(), ActorId(9), NotificationId(1))),
        ErrorCode::not_found
    );
    auto const stolen = write([&](WriteTxn& txn) {
        return store->notifications.erase(txn, ActorId(9), NotificationId(1));
    });
    EXPECT_EQ(code_of(stolen), ErrorCode::not_found);
}

TEST_F(Notifications, AreFiltered) {
    add(1, NotificationKind::mention);
    add(2, NotificationKind::follow);
    add(3, NotificationKind::mention);
    auto const mentions = [](NotificationRecord const& row) {
        return row.kind == NotificationKind::mention;
    };
    EXPECT_EQ(
        ids_of(store->notifications.of_member(snapshot(), ActorId(2), {}, mentions)), (Ids{3, 1})
    );
}

TEST_F(Notifications, P11_GoWithTheirPost) {
    add(1, NotificationKind::mention, 7);
    add(2, NotificationKind::follow);
    must_write([&](WriteTxn& txn) { return store->notifications.erase_of_post(txn, PostId(7), 10); }
    );
    EXPECT_EQ(ids_of(store->notifications.of_member(snapshot(), ActorId(2), {})), (Ids{2}));
}

TEST_F(Notifications, AreTrimmedFromTheOldestOn) {
    for (std::uint64_t id = 1; id <= 6; ++id) {
        add(id, NotificationKind::follow);
    }
    auto const trimmed =
        write([&](WriteTxn& txn) { return store->notifications.trim(txn, ActorId(2), 2, 3); });
    EXPECT_EQ(trimmed.value(), 3U);
    EXPECT_EQ(ids_of(store->notifications.of_member(snapshot(), ActorId(2), {})), (Ids{6, 5, 1}));
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
