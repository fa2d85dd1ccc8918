// Posts of members: places, titles, visibility, edits, deletions.
#include "node/community/posts.hpp"

#include "node/community/bookmarks.hpp"
#include "node/community/moderation.hpp"
#include "tests/node/community/harness.hpp"

#include <boost/asio/detached.hpp>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::PostId;
using storage::Visibility;
using testing_support::code_of;

class PostsTest : public testing_support::CommunityTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bob = node.member("bob");
        bees = node.group("bees", ana);
    }

    storage::PostBodyRecord body(PostId id) {
        auto const txn = node.snapshot();
        return node.store->posts.load_body(txn, id).value();
    }

    std::size_t notified(ActorId member) {
        auto const txn = node.snapshot();
        return node.store->notifications.of_member(txn, member, {})->items.size();
    }

    storage::MediaId upload(ActorId owner) {
        return node.write<storage::MediaId>([&](storage::WriteTxn& txn) {
            storage::MediaFileRecord media;
            media.id = node.store->ids().next();
            media.owner = owner.value();
            media.state = storage::MediaState::ready;
            media.media_type = "image/png";
            media.created = node.now;
            auto const stored = node.store->media_files.insert(txn, media);
            return stored ? storage::Result<storage::MediaId>(storage::MediaId(media.id))
                          : std::unexpected(stored.error());
        });
    }

    ActorId ana, bob, bees;
};

TEST_F(PostsTest, APlainPostStandsOutsideGroups) {
    auto const id = node.post(ana, "Hello #World @bob");
    auto const post = node.post_record(id);
    EXPECT_EQ(post.group, 0U);
    EXPECT_EQ(post.root, id.value());
    EXPECT_EQ(post.kind, storage::ObjectKind::note);
    EXPECT_TRUE(post.title.empty());
    ASSERT_EQ(post.mentions.size(), 1U);
    EXPECT_EQ(post.mentions[0].actor, bob.value());
    EXPECT_EQ(post.mentions[0].name, "@bob@folk.example");
    EXPECT_EQ(post.tags.size(), 1U);
    EXPECT_NE(body(id).html.find("href=\"https://folk.example/tags/world\""), std::string::npos)
        << body(id).html;
    EXPECT_EQ(notified(bob), 1U);
}

struct TitleCase {
    char const* name;
    CreatePost command;
    char const* title;
};

class TitleTest : public PostsTest, public testing::WithParamInterface<TitleCase> {};

TEST_P(TitleTest, IsTaken) {
    auto command = GetParam().command;
    command.author = ana;
    if (command.text.find("@bees") == std::string::npos) {
        command.group = bees;
    }
    auto const post = node.post_record(node.must(create_post(*node.services, command)));
    EXPECT_EQ(post.group, bees.value());
    EXPECT_EQ(post.title, GetParam().title);
    EXPECT_EQ(post.kind, storage::ObjectKind::article);
    EXPECT_FALSE(post.sensitive);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    TitleTest,
    testing::Values(
        TitleCase{"Explicit", {.text = "text", .title = "A title"}, "A title"},
        TitleCase{"Warning", {.text = "text", .content_warning = "From CW"}, "From CW"},
        TitleCase{
            "ExplicitBeforeWarning",
            {.text = "text", .title = "Title", .content_warning = "CW"},
            "Title"
        },
        TitleCase{"FirstLine", {.text = "First line\nsecond"}, "First line"},
        TitleCase{"FirstLineWithoutTheGroup", {.text = "@bees First line\nsecond"}, "First line"},
        TitleCase{"Nothing", {.text = "@bees"}, "(untitled)"},
        TitleCase{
            "Markdown", {.text = "# Heading\n\ntext", .format = TextFormat::markdown}, "Heading"
        }
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST_F(PostsTest, ATopicIsBoostedByItsGroup) {
    auto const id = node.topic(ana, bees, "Swarms in May");
    EXPECT_EQ(node.post_record(id).slug, "swarms-in-may");
    auto const txn = node.snapshot();
    auto const entry = node.store->entries.boost_of(txn, bees, id);
    ASSERT_TRUE(entry);
    EXPECT_NE(entry->value(), id.value()) << "the Announce has an id of its own";
    EXPECT_EQ(node.store->entries.newest(txn, storage::Log::group(bees)).value(), *entry);
    EXPECT_EQ(node.store->actor_counters.load(txn, bees)->topics, 1U);
}

TEST_F(PostsTest, TheFirstGroupThatIsMentionedGetsTheTopic) {
    auto const wasps = node.group("wasps");
    auto const id = node.post(ana, "About @wasps and @bees");
    EXPECT_EQ(node.post_record(id).group, wasps.value());
}

TEST_F(PostsTest, APrivatePostIsNotFiledInTheGroupThatItMentions) {
    for (auto const visibility : {Visibility::followers, Visibility::direct}) {
        EXPECT_EQ(node.post_record(node.post(ana, "psst @bees", {}, visibility)).group, 0U);
    }
    CreatePost asked{.author = ana, .text = "psst", .group = bees};
    asked.visibility = Visibility::followers;
    EXPECT_EQ(code_of(node.run(create_post(*node.services, asked))), ErrorCode::unprocessable);
}

TEST_F(PostsTest, RepliesBelongWhereTheirParentDoes) {
    auto const topic = node.topic(ana, bees, "Swarms");
    auto const reply = node.post(bob, "yes", topic);
    auto const post = node.post_record(reply);
    EXPECT_EQ(post.group, bees.value());
    EXPECT_EQ(post.root, topic.value());
    EXPECT_EQ(post.ordinal, 1U);
    EXPECT_EQ(notified(ana), 1U) << "the author of what is answered is told";
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->post_counters.load(txn, topic)->thread_replies, 1U);
}

TEST_F(PostsTest, AReplyIsNoWiderThanWhatItAnswersUnlessAsked) {
    auto const secret = node.post(ana, "only you @bob", {}, Visibility::direct);
    auto const reply = node.post(bob, "@ana yes", secret);
    EXPECT_EQ(node.post_record(reply).visibility, Visibility::direct);
}

TEST_F(PostsTest, P04_NobodyAnswersWhatTheyCannotSee) {
    auto const secret = node.post(ana, "me only", {}, Visibility::direct);
    CreatePost command{.author = bob, .text = "hm", .in_reply_to = secret};
    auto const hidden = node.run(create_post(*node.services, command));
    command.in_reply_to = PostId(12345);
    auto const unknown = node.run(create_post(*node.services, command));
    ASSERT_FALSE(hidden || unknown);
    EXPECT_EQ(hidden.error().code, unknown.error().code);
    EXPECT_EQ(hidden.error().safe, unknown.error().safe);
}

TEST_F(PostsTest, ALockedTopicTakesNoReplies) {
    auto const topic = node.topic(ana, bees, "Swarms");
    node.write<void>([&](storage::WriteTxn& txn) {
        auto post = node.store->posts.load(txn, topic);
        post->locked = true;
        return node.store->posts.update(txn, *post);
    });
    CreatePost const command{.author = bob, .text = "hm", .in_reply_to = topic};
    EXPECT_EQ(code_of(node.run(create_post(*node.services, command))), ErrorCode::forbidden);
    node.post(ana, "moderators may", topic);
}

struct RefusalCase {
    char const* name;
    CreatePost command;
};

class RefusedPost : public PostsTest, public testing::WithParamInterface<RefusalCase> {};

TEST_P(RefusedPost, ChangesNothing) {
    auto command = GetParam().command;
    command.author = ana;
    EXPECT_EQ(code_of(node.run(create_post(*node.services, command))), ErrorCode::unprocessable);
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->actor_counters.load(txn, ana)->posts, 0U);
    EXPECT_EQ(node.outgoing(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedPost,
    testing::Values(
        RefusalCase{"Empty", {.text = " \n "}},
        RefusalCase{"TooLong", {.text = std::string(10'001, 'a')}},
        RefusalCase{
            "TooLongWithWarning", {.text = std::string(9'999, 'a'), .content_warning = "ab"}
        },
        RefusalCase{"LongTitle", {.text = "a", .title = std::string(201, 'a')}},
        RefusalCase{"NotUtf8", {.text = "a\xff"}},
        RefusalCase{"TooManyFiles", {.text = "a", .media = std::vector<storage::MediaId>(17)}},
        RefusalCase{"Hidden", {.text = "a", .visibility = Visibility::hidden}}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST_F(PostsTest, LengthIsCountedInCharacters) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) {
        text += "蜂";
    }
    EXPECT_TRUE(node.run(create_post(*node.services, {.author = ana, .text = text})));
}

TEST_F(PostsTest, ARepeatedRequestGivesTheSamePost) {
    CreatePost const command{.author = ana, .text = "once", .idempotency_key = "k1"};
    auto const first = node.must(create_post(*node.services, command));
    EXPECT_EQ(node.must(create_post(*node.services, command)), first);
    auto other = command;
    other.author = bob;
    EXPECT_NE(node.must(create_post(*node.services, other)), first) << "keys are one member's";
    node.pass(3'600'001);
    EXPECT_NE(node.must(create_post(*node.services, command)), first) << "and last an hour";
}

boost::asio::awaitable<void> post_into(
    Services& services, CreatePost command, std::vector<Result<PostId>>& results
) {
    results.push_back(co_await create_post(services, std::move(command)));
}

TEST_F(PostsTest, RepeatedRequestsAtOnceMakeOnePost) {
    CreatePost const command{.author = ana, .text = "once", .idempotency_key = "k1"};
    std::vector<Result<PostId>> results;
    auto const before = node.outgoing();
    for (int i = 0; i < 8; ++i) {
        boost::asio::co_spawn(
            node.io, post_into(*node.services, command, results), boost::asio::detached
        );
    }
    node.io.restart();
    node.io.run();
    ASSERT_EQ(results.size(), 8U);
    for (auto const& result : results) {
        ASSERT_TRUE(result);
        EXPECT_EQ(*result, *results.front());
    }
    EXPECT_EQ(node.outgoing(), before + 1);
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->actor_counters.load(txn, ana)->posts, 1U);
}

TEST_F(PostsTest, FilesAreAttachedOnce) {
    auto const file = upload(ana);
    CreatePost const command{.author = ana, .text = "look", .media = {file}};
    auto const id = node.must(create_post(*node.services, command));
    EXPECT_EQ(node.post_record(id).attachments.size(), 1U);
    EXPECT_EQ(code_of(node.run(create_post(*node.services, command))), ErrorCode::unprocessable);
}

TEST_F(PostsTest, A04_FilesOfOthersAreNotFound) {
    CreatePost const command{.author = ana, .text = "look", .media = {upload(bob)}};
    EXPECT_EQ(code_of(node.run(create_post(*node.services, command))), ErrorCode::not_found);
}

TEST_F(PostsTest, AnEditKeepsTheOldTextAsARevision) {
    auto const id = node.post(ana, "first #one");
    node.pass(1000);
    auto const edited =
        node.must(edit_post(*node.services, {.author = ana, .post = id, .text = "second #two @bob"})
        );
    EXPECT_EQ(edited.body.version, 2U);
    EXPECT_EQ(edited.post.edited, node.now);
    EXPECT_EQ(body(id).version, 2U);
    EXPECT_EQ(notified(bob), 1U);
    auto const txn = node.snapshot();
    auto const revisions = node.store->revisions.of_post(txn, id).value();
    ASSERT_EQ(revisions.size(), 1U);
    EXPECT_EQ(revisions[0].source, "first #one");
    auto const one = node.store->tags.by_name(txn, "one").value();
    EXPECT_TRUE(node.store->tags.posts_of(txn, storage::TagId(one.id), {})->items.empty());
}

TEST_F(PostsTest, AnEditThatChangesNothingIsNone) {
    auto const id = node.post(ana, "first");
    auto const before = node.outgoing();
    auto const same =
        node.must(edit_post(*node.services, {.author = ana, .post = id, .text = "first"}));
    EXPECT_EQ(same.post.edited, 0);
    EXPECT_EQ(node.outgoing(), before);
}

TEST_F(PostsTest, ATopicKeepsItsAddressWhenItsTitleChanges) {
    auto const id = node.topic(ana, bees, "Old name");
    auto const edited = node.must(
        edit_post(*node.services, {.author = ana, .post = id, .text = "text", .title = "New name"})
    );
    EXPECT_EQ(edited.post.title, "New name");
    EXPECT_EQ(edited.post.slug, "old-name");
}

TEST_F(PostsTest, P11_DeletionLeavesNothingOfTheText) {
    auto const file = upload(ana);
    auto const id = node.must(
        create_post(*node.services, {.author = ana, .text = "first #one @bob", .media = {file}})
    );
    node.must(edit_post(
        *node.services, {.author = ana, .post = id, .text = "canary @bob", .media = {file}}
    ));
    node.must(add_bookmark(*node.services, bob, id));
    node.must(add_reaction(*node.services, {.actor = bob, .post = id}));
    auto const before = node.must(delete_post(*node.services, ana, id));
    EXPECT_EQ(before.body.source, "canary @bob") << "for delete and redraft";
    EXPECT_EQ(node.post_record(id).state, storage::PostState::deleted);
    EXPECT_TRUE(body(id).html.empty());
    EXPECT_EQ(notified(bob), 0U);
    auto const txn = node.snapshot();
    EXPECT_TRUE(node.store->revisions.of_post(txn, id)->empty());
    EXPECT_FALSE(*node.store->bookmarks.exists(txn, bob, id));
    EXPECT_EQ(node.store->media_files.load(txn, file)->post, 0U);
    EXPECT_FALSE(node.store->entries.load(txn, storage::EntryId(id.value())));
}

TEST_F(PostsTest, FilesGoWithThePostWhenAsked) {
    auto const file = upload(ana);
    auto const id =
        node.must(create_post(*node.services, {.author = ana, .text = "look", .media = {file}}));
    node.must(delete_post(*node.services, ana, id, true));
    auto const txn = node.snapshot();
    EXPECT_FALSE(node.store->media_files.load(txn, file));
}

TEST_F(PostsTest, A04_NobodyTouchesThePostsOfOthers) {
    auto const open = node.post(ana, "mine");
    auto const hidden = node.post(ana, "mine", {}, Visibility::followers);
    for (auto const& [post, code] :
         {std::pair(open, ErrorCode::forbidden), std::pair(hidden, ErrorCode::not_found)}) {
        EditPost const edit{.author = bob, .post = post, .text = "yours"};
        EXPECT_EQ(code_of(node.run(edit_post(*node.services, edit))), code);
        EXPECT_EQ(code_of(node.run(delete_post(*node.services, bob, post))), code);
        EXPECT_EQ(code_of(node.run(remove_post(*node.services, bob, post, ""))), code);
    }
    for (auto const result :
         {node.run(add_bookmark(*node.services, bob, hidden)).has_value(),
          node.run(add_reaction(*node.services, {.actor = bob, .post = hidden})).has_value(),
          node.run(boost_post(*node.services, {.actor = bob, .post = hidden})).has_value()}) {
        EXPECT_FALSE(result);
    }
    EXPECT_EQ(body(open).source, "mine");
}

TEST_F(PostsTest, ModeratorsRemoveAndRestore) {
    auto const topic = node.topic(bob, bees, "Swarms");
    node.must(remove_post(*node.services, ana, topic, "off topic"));
    EXPECT_EQ(node.post_record(topic).state, storage::PostState::removed);
    EXPECT_EQ(
        code_of(node.run(remove_post(*node.services, ana, topic, "again"))), ErrorCode::conflict
    );
    {
        auto const txn = node.snapshot();
        EXPECT_EQ(node.store->actor_counters.load(txn, bees)->topics, 0U);
        EXPECT_EQ(node.store->audit.of_group(txn, bees, true, {})->items.size(), 1U);
    }
    EXPECT_EQ(
        code_of(node.run(restore_post(*node.services, bob, topic, ""))), ErrorCode::forbidden
    );
    node.must(restore_post(*node.services, ana, topic, "fine after all"));
    EXPECT_EQ(node.post_record(topic).state, storage::PostState::normal);
    EXPECT_EQ(body(topic).source, "text");
}

}  // namespace
}  // namespace folkmoot::node
