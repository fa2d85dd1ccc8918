#include "federation/resolve/key_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

CachedKey make_key(std::uint64_t owner) {
    auto key = activitypub::PrivateKey::generate_ed25519();
    EXPECT_TRUE(key);
    return {storage::ActorId(owner), key->public_key()};
}

TEST(KeyCache, GivesWhatWasPut) {
    KeyCache cache;
    auto const key = make_key(1);
    cache.put("a", key);
    ASSERT_TRUE(cache.find("a"));
    EXPECT_EQ(cache.find("a")->key, key.key);
    EXPECT_FALSE(cache.find("b"));
}

TEST(KeyCache, TheLeastRecentlyUsedGoesFirst) {
    KeyCache cache(2);
    cache.put("a", make_key(1));
    cache.put("b", make_key(2));
    cache.find("a");
    cache.put("c", make_key(3));
    EXPECT_TRUE(cache.find("a"));
    EXPECT_FALSE(cache.find("b"));
    EXPECT_EQ(cache.size(), 2U);
}

TEST(KeyCache, AReplacedKeyTakesNoRoom) {
    KeyCache cache(2);
    cache.put("a", make_key(1));
    cache.put("a", make_key(2));
    EXPECT_EQ(cache.size(), 1U);
    EXPECT_EQ(cache.find("a")->owner, storage::ActorId(2));
}

TEST(KeyCache, ForgetsAKey) {
    KeyCache cache;
    cache.put("a", make_key(1));
    cache.forget("a");
    cache.forget("never put");
    EXPECT_FALSE(cache.find("a"));
}

TEST(ParseKey, ReadsBothForms) {
    auto const ed = activitypub::PrivateKey::generate_ed25519();
    auto const rsa = activitypub::PrivateKey::generate_rsa();
    storage::ActorKeyRecord record;
    record.algorithm = storage::KeyAlgorithm::ed25519;
    record.public_key = *ed->public_key().to_raw_ed25519();
    EXPECT_EQ(*parse_key(record), ed->public_key());
    record.algorithm = storage::KeyAlgorithm::rsa_sha256;
    record.public_key = rsa->public_key().to_der();
    EXPECT_EQ(*parse_key(record), rsa->public_key());
    record.public_key = {1, 2, 3};
    EXPECT_FALSE(parse_key(record));
}

}  // namespace
}  // namespace folkmoot::federation
