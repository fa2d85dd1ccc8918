// Key order equals value order, and keys come back as they went in.
#include "storage/engine/key.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace folkmoot::storage {
namespace {

struct GroupTag;

template <class Tag>
class Id {
public:
    explicit Id(std::uint64_t value) : value_(value) {}

    std::uint64_t value() const { return value_; }

    friend auto operator<=>(Id, Id) = default;

private:
    std::uint64_t value_;
};

enum class Kind : std::uint8_t { topic, reply };

struct LogKey {
    Id<GroupTag> group;
    Kind kind;
    std::string name;
    NewestFirst id;

    static constexpr auto key_fields =
        std::tuple{&LogKey::group, &LogKey::kind, &LogKey::name, &LogKey::id};

    friend auto operator<=>(LogKey const&, LogKey const&) = default;
};

class KeyOrder : public testing::TestWithParam<unsigned> {
protected:
    std::mt19937_64 random_{GetParam()};

    std::uint64_t number() {
        // Small and great ones, so that equal components and carries occur.
        auto const bits = random_() % 65;
        return bits == 0 ? 0 : random_() >> (64 - bits);
    }

    std::string text() {
        constexpr std::string_view alphabet(
            "\0\x01\x02"
            "ab\xFE\xFF",
            7
        );
        std::string text(random_() % 5, '\0');
        std::ranges::generate(text, [&] { return alphabet[random_() % alphabet.size()]; });
        return text;
    }

    template <class Value>
    static void expect_order_and_round_trip(Value const& a, Value const& b) {
        auto const key_a = encode_key(a);
        auto const key_b = encode_key(b);
        EXPECT_EQ(a < b, key_a < key_b);
        EXPECT_EQ(a == b, key_a == key_b);
        EXPECT_EQ(decode_key<Value>(key_a), a);
    }
};

TEST_P(KeyOrder, IsTheOrderOfTheValues) {
    for (int i = 0; i < 2000; ++i) {
        expect_order_and_round_trip(number(), number());
        expect_order_and_round_trip(
            static_cast<std::int64_t>(number()), static_cast<std::int64_t>(number())
        );
        expect_order_and_round_trip(
            static_cast<std::uint16_t>(number()), static_cast<std::uint16_t>(number())
        );
        expect_order_and_round_trip(
            static_cast<std::uint32_t>(number()), static_cast<std::uint32_t>(number())
        );
        expect_order_and_round_trip(NewestFirst{number()}, NewestFirst{number()});
        expect_order_and_round_trip(text(), text());
        expect_order_and_round_trip(std::pair(text(), number()), std::pair(text(), number()));
        auto const log_key = [&] {
            return LogKey{
                Id<GroupTag>(number() % 3), Kind(number() % 2), text(), NewestFirst{number()}
            };
        };
        expect_order_and_round_trip(log_key(), log_key());
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, KeyOrder, testing::Range(1U, 6U));

TEST(KeyCodec, KeepsExtremes) {
    for (auto const value :
         {std::numeric_limits<std::int64_t>::min(),
          std::int64_t{-1},
          std::int64_t{0},
          std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_EQ(decode_key<std::int64_t>(encode_key(value)), value);
    }
    EXPECT_LT(encode_key(std::int64_t{-1}), encode_key(std::int64_t{0}));
    EXPECT_LT(encode_key(std::numeric_limits<std::int64_t>::min()), encode_key(std::int64_t{-1}));
}

TEST(KeyCodec, IsBigEndian) {
    EXPECT_EQ(encode_key(std::uint32_t{0x01020304}), "\x01\x02\x03\x04");
}

TEST(KeyCodec, RefusesWhatIsNoKey) {
    EXPECT_FALSE(decode_key<std::uint64_t>("short"));
    EXPECT_FALSE(decode_key<std::uint16_t>("abc"));
    EXPECT_FALSE(decode_key<std::string>("no end"));
    EXPECT_FALSE(decode_key<std::string>(std::string_view("x\0\x07", 3)));
    EXPECT_FALSE(decode_key<std::string>(std::string_view("x\0", 2)));
    EXPECT_FALSE(decode_key<bool>("\x02"));
    EXPECT_FALSE((decode_key<std::pair<std::uint8_t, Hash128>>("123")));
}

TEST(KeyReader, ReadsNothingAfterAFailure) {
    KeyReader reader("ab");
    EXPECT_FALSE(reader.u64());
    EXPECT_FALSE(reader.u8());
    EXPECT_FALSE(reader.text());
    EXPECT_FALSE(reader.done());
}

struct RangeCase {
    char const* name;
    KeyRange range;
    std::vector<std::string> expected;
};

class KeyRanges : public testing::TestWithParam<RangeCase> {};

TEST_P(KeyRanges, HoldTheRightKeys) {
    std::vector<std::string> const keys{
        "a", "ab", std::string("ab\0", 3), "abc", "ac", "b", "\xFF", "\xFF\xFF"
    };
    std::vector<std::string> found;
    std::ranges::copy_if(keys, std::back_inserter(found), [](auto const& key) {
        return GetParam().range.contains(key);
    });
    EXPECT_EQ(found, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Ranges,
    KeyRanges,
    testing::Values(
        RangeCase{"Prefix", KeyRange::starting_with("ab"), {"ab", std::string("ab\0", 3), "abc"}},
        RangeCase{"PrefixOfHighBytes", KeyRange::starting_with("\xFF"), {"\xFF", "\xFF\xFF"}},
        RangeCase{"From", KeyRange().from("ac"), {"ac", "b", "\xFF", "\xFF\xFF"}},
        RangeCase{"After", KeyRange().after("ac"), {"b", "\xFF", "\xFF\xFF"}},
        RangeCase{"Before", KeyRange().before("ab"), {"a"}},
        RangeCase{"Until", KeyRange().until("ab"), {"a", "ab"}},
        RangeCase{
            "PrefixAfter",
            KeyRange::starting_with("ab").after("ab"),
            {std::string("ab\0", 3), "abc"}
        },
        RangeCase{
            "BoundsOutsideThePrefix",
            KeyRange::starting_with("ab").from("a").until("b"),
            {"ab", std::string("ab\0", 3), "abc"}
        },
        RangeCase{"Nothing", KeyRange().after("b").before("ab"), {}}
    ),
    [](auto const& parameter) { return std::string(parameter.param.name); }
);

}  // namespace
}  // namespace folkmoot::storage
