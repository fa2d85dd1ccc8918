#include "federation/delivery/replay.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {
namespace {

using storage::OutgoingKind;
using storage::Sequence;

constexpr std::int64_t now = 1'800'000'000'000;
constexpr std::int64_t day = 86'400'000;

std::set<Sequence> sequences(std::initializer_list<std::uint64_t> numbers) {
    std::set<Sequence> result;
    for (auto const number : numbers) {
        result.insert(Sequence(number));
    }
    return result;
}

TEST(Superseded, SkipsWhatIsOlderThanThreeDays) {
    std::vector<OwedEvent> const owed{
        {Sequence(1), 7, OutgoingKind::creation, now - 4 * day},
        {Sequence(2), 8, OutgoingKind::creation, now - 2 * day}
    };
    EXPECT_EQ(superseded(owed, now), sequences({1}));
}

TEST(Superseded, SkipsVotesAndKeepsFollowsAndModeration) {
    std::vector<OwedEvent> const owed{
        {Sequence(1), 7, OutgoingKind::vote, now},
        {Sequence(2), 7, OutgoingKind::moderation, now},
        {Sequence(3), 0, OutgoingKind::follow, now}
    };
    EXPECT_EQ(superseded(owed, now), sequences({1}));
}

TEST(Superseded, SkipsAPostThatIsGoneAgain) {
    std::vector<OwedEvent> const owed{
        {Sequence(1), 7, OutgoingKind::creation, now},
        {Sequence(2), 7, OutgoingKind::update, now},
        {Sequence(3), 7, OutgoingKind::removal, now}
    };
    EXPECT_EQ(superseded(owed, now), sequences({1, 2, 3}));
}

TEST(Superseded, TellsTheRemovalOfAPostThatTheHostHas) {
    std::vector<OwedEvent> const owed{
        {Sequence(2), 7, OutgoingKind::update, now}, {Sequence(3), 7, OutgoingKind::removal, now}
    };
    EXPECT_EQ(superseded(owed, now), sequences({2}));
}

TEST(Superseded, TellsTheRemovalOfAPostWhoseCreationIsTooOldToTell) {
    std::vector<OwedEvent> const owed{
        {Sequence(1), 7, OutgoingKind::creation, now - 4 * day},
        {Sequence(2), 7, OutgoingKind::removal, now}
    };
    EXPECT_EQ(superseded(owed, now), sequences({1}));
}

TEST(Superseded, TellsTheLastEditOnly) {
    std::vector<OwedEvent> const owed{
        {Sequence(1), 7, OutgoingKind::creation, now},
        {Sequence(2), 7, OutgoingKind::update, now},
        {Sequence(3), 8, OutgoingKind::update, now},
        {Sequence(4), 7, OutgoingKind::update, now}
    };
    EXPECT_EQ(superseded(owed, now), sequences({2}));
}

}  // namespace
}  // namespace folkmoot::federation
