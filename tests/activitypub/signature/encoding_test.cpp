// base64, base64url, multibase, PEM-free byte helpers.
#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/bytes.hpp"
#include "activitypub/signature/multibase.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {

namespace {

using test::from_hex;

// RFC 4648 section 10.
struct Rfc4648Case {
    char const* name;
    std::string_view text;
    std::string_view base64;
};

class Rfc4648 : public testing::TestWithParam<Rfc4648Case> {};

TEST_P(Rfc4648, EncodesAndDecodesTheVector) {
    auto const& c = GetParam();
    EXPECT_EQ(encode_base64(bytes_of(c.text)), c.base64);
    EXPECT_EQ(text_of(decode_base64(c.base64).value()), c.text);
}

INSTANTIATE_TEST_SUITE_P(
    Vectors,
    Rfc4648,
    testing::Values(
        Rfc4648Case{"empty", "", ""},
        Rfc4648Case{"one", "f", "Zg=="},
        Rfc4648Case{"two", "fo", "Zm8="},
        Rfc4648Case{"three", "foo", "Zm9v"},
        Rfc4648Case{"four", "foob", "Zm9vYg=="},
        Rfc4648Case{"five", "fooba", "Zm9vYmE="},
        Rfc4648Case{"six", "foobar", "Zm9vYmFy"}
    ),
    [](auto const& info) { return info.param.name; }
);

struct LeniencyCase {
    char const* name;
    std::string_view text;
    bool strict;
    bool url;
    bool tolerant;
};

class Base64Leniency : public testing::TestWithParam<LeniencyCase> {};

TEST_P(Base64Leniency, IsAsTheTableSays) {
    auto const& c = GetParam();
    EXPECT_EQ(decode_base64(c.text).has_value(), c.strict);
    EXPECT_EQ(decode_base64url(c.text).has_value(), c.url);
    EXPECT_EQ(decode_base64_tolerant(c.text).has_value(), c.tolerant);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    Base64Leniency,
    testing::Values(
        LeniencyCase{"padded", "Zg==", true, false, true},
        LeniencyCase{"unpadded", "Zg", false, true, true},
        LeniencyCase{"half_padded", "Zg=", false, false, true},
        LeniencyCase{"too_much_padding", "Zg===", false, false, false},
        LeniencyCase{"only_padding", "====", false, false, false},
        LeniencyCase{"padding_inside", "Zg==Zg==", false, false, false},
        LeniencyCase{"standard_alphabet", "+/+/", true, false, true},
        LeniencyCase{"url_alphabet", "-_-_", false, true, true},
        LeniencyCase{"unused_bits", "Zh==", false, false, true},
        LeniencyCase{"unused_bits_unpadded", "Zh", false, false, true},
        LeniencyCase{"one_digit", "Z", false, false, false},
        LeniencyCase{"space", "Zm 9v", false, false, false},
        LeniencyCase{"newline", "Zm9v\n", false, false, false},
        LeniencyCase{"zero_byte", std::string_view("Zm9\0", 4), false, false, false}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(Base64, ReadsBackWhatItWrites) {
    auto generator = test::seeded_generator();
    for (std::size_t length = 0; length < 200; ++length) {
        Bytes data(length);
        for (auto& byte : data) {
            byte = static_cast<std::uint8_t>(generator());
        }
        EXPECT_EQ(decode_base64(encode_base64(data)).value(), data);
        EXPECT_EQ(decode_base64url(encode_base64url(data)).value(), data);
        EXPECT_EQ(decode_multibase(encode_multibase(data)).value_or(Bytes{}), data);
    }
}

// draft-msporny-base58 section 5.
struct MultibaseCase {
    char const* name;
    Bytes bytes;
    std::string_view text;
};

class Multibase : public testing::TestWithParam<MultibaseCase> {};

TEST_P(Multibase, EncodesAndDecodesTheVector) {
    auto const& c = GetParam();
    EXPECT_EQ(encode_multibase(c.bytes), c.text);
    EXPECT_EQ(decode_multibase(c.text).value(), c.bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Vectors,
    Multibase,
    testing::Values(
        MultibaseCase{
            "hello",
            Bytes{'H', 'e', 'l', 'l', 'o', ' ', 'W', 'o', 'r', 'l', 'd', '!'},
            "z2NEpo7TZRRrLZSi2U"
        },
        MultibaseCase{"leading_zeros", from_hex("0000287fb4cd"), "z11233QC4"},
        MultibaseCase{"only_zeros", from_hex("000000"), "z111"}
    ),
    [](auto const& info) { return info.param.name; }
);

struct RefusedMultibaseCase {
    char const* name;
    std::string text;
    ErrorCode code;
};

class RefusedMultibase : public testing::TestWithParam<RefusedMultibaseCase> {};

TEST_P(RefusedMultibase, SaysWhy) {
    auto const decoded = decode_multibase(GetParam().text);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedMultibase,
    testing::Values(
        RefusedMultibaseCase{"empty", "", ErrorCode::malformed},
        RefusedMultibaseCase{"prefix_only", "z", ErrorCode::malformed},
        RefusedMultibaseCase{"base64", "mAGk", ErrorCode::unsupported},
        RefusedMultibaseCase{"zero_letter", "z0", ErrorCode::malformed},
        RefusedMultibaseCase{"letter_l", "zl", ErrorCode::malformed},
        RefusedMultibaseCase{"too_long", "z" + std::string(2'000, '2'), ErrorCode::too_large}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(Bytes, AreComparedByValue) {
    EXPECT_TRUE(equal_in_constant_time(from_hex("0102"), from_hex("0102")));
    EXPECT_FALSE(equal_in_constant_time(from_hex("0102"), from_hex("0103")));
    EXPECT_FALSE(equal_in_constant_time(from_hex("0102"), from_hex("010200")));
    EXPECT_TRUE(equal_in_constant_time({}, {}));
}

// FIPS 180-4 examples.
TEST(Hashes, GiveThePublishedDigests) {
    EXPECT_EQ(
        sha256(bytes_of("abc")),
        from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    );
    EXPECT_EQ(
        sha512(bytes_of("abc")),
        from_hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                 "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    );
}

TEST(Secret, MovesWithoutLeavingACopy) {
    Secret first(from_hex("010203"));
    Secret second(std::move(first));
    EXPECT_TRUE(first.view().empty());
    EXPECT_EQ(second.view().size(), 3u);
    Secret third(from_hex("04"));
    third = std::move(second);
    EXPECT_EQ(third.view()[0], 1);
}

}  // namespace

}  // namespace folkmoot::activitypub
