#include "federation/delivery/unstored_progress.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {
namespace {

using storage::HostId;
using storage::SignatureScheme;

storage::HostDeliveryRecord at(std::uint64_t cursor) {
    storage::HostDeliveryRecord progress;
    progress.cursor = cursor;
    return progress;
}

TEST(UnstoredProgress, KnowsTheNewestOfEachHost) {
    UnstoredProgress unstored;
    unstored.note(HostId(1), at(10));
    unstored.note(HostId(1), at(20));
    ASSERT_NE(unstored.find(HostId(1)), nullptr);
    EXPECT_EQ(unstored.find(HostId(1))->cursor, 20U);
    EXPECT_EQ(unstored.find(HostId(2)), nullptr);
}

TEST(UnstoredProgress, IsEmptyOnceTaken) {
    UnstoredProgress unstored;
    unstored.note(HostId(1), at(10));
    unstored.learn(HostId(1), SignatureScheme::rfc9421);
    auto const batch = unstored.take();
    EXPECT_EQ(batch.cursors.at(HostId(1)).cursor, 10U);
    EXPECT_EQ(batch.schemes.at(HostId(1)), SignatureScheme::rfc9421);
    EXPECT_TRUE(unstored.empty());
}

TEST(UnstoredProgress, WhatCameSinceAFailedWriteWins) {
    UnstoredProgress unstored;
    unstored.note(HostId(1), at(10));
    unstored.note(HostId(2), at(10));
    auto batch = unstored.take();
    unstored.note(HostId(1), at(30));
    unstored.put_back(std::move(batch));
    EXPECT_EQ(unstored.find(HostId(1))->cursor, 30U);
    EXPECT_EQ(unstored.find(HostId(2))->cursor, 10U);
}

TEST(UnstoredProgress, ASchemeAloneIsNoCursor) {
    UnstoredProgress unstored;
    unstored.learn(HostId(1), SignatureScheme::cavage);
    EXPECT_FALSE(unstored.empty());
    EXPECT_FALSE(unstored.has_cursors());
}

}  // namespace
}  // namespace folkmoot::federation
