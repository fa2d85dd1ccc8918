// Digest and Content-Digest.
#include "activitypub/signature/digest.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/bytes.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {

namespace {

/// RFC 9530 appendix D and federation practice: the digest of {"hello": "world"}, with its newline
/// where the text says so.
constexpr std::string_view hello = "{\"hello\": \"world\"}";
constexpr std::string_view hello_sha256 = "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";
constexpr std::string_view hello_sha512 =
    "WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==";
constexpr std::string_view wrong_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

TEST(MakeDigest, WritesThePublishedValues) {
    EXPECT_EQ(make_digest(hello), "SHA-256=" + std::string(hello_sha256));
    EXPECT_EQ(make_content_digest(hello), "sha-256=:" + std::string(hello_sha256) + ":");
    EXPECT_EQ(make_digest(""), "SHA-256=" + std::string(wrong_sha256));
}

struct DigestCase {
    char const* name;
    std::string header;
    std::optional<ErrorCode> code;
};

std::optional<ErrorCode> code_of(Result<void> const& result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

class VerifyDigest : public testing::TestWithParam<DigestCase> {};

TEST_P(VerifyDigest, F07_IsAsTheTableSays) {
    EXPECT_EQ(code_of(verify_digest(GetParam().header, hello)), GetParam().code);
}

std::string with(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + std::string(value);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    VerifyDigest,
    testing::Values(
        DigestCase{"sha256", with("SHA-256", hello_sha256), {}},
        DigestCase{"lower_case", with("sha-256", hello_sha256), {}},
        DigestCase{"sha512", with("SHA-512", hello_sha512), {}},
        DigestCase{"both", with("sha-256", hello_sha256) + "," + with("SHA-512", hello_sha512), {}},
        DigestCase{"unknown_first", "unixsum=30637 , " + with("SHA-256", hello_sha256), {}},
        DigestCase{"unpadded", with("SHA-256", hello_sha256.substr(0, 43)), {}},
        DigestCase{"wrong", with("SHA-256", wrong_sha256), ErrorCode::digest_mismatch},
        DigestCase{
            "one_of_two_wrong",
            with("SHA-256", wrong_sha256) + "," + with("SHA-512", hello_sha512),
            ErrorCode::digest_mismatch
        },
        DigestCase{
            "one_of_two_wrong_last",
            with("SHA-512", hello_sha512) + "," + with("SHA-256", wrong_sha256),
            ErrorCode::digest_mismatch
        },
        DigestCase{"truncated", "SHA-256=X48E", ErrorCode::digest_mismatch},
        DigestCase{"empty_value", "SHA-256=", ErrorCode::digest_mismatch},
        DigestCase{"md5_only", "MD5=Sd/dVLAcvNLSq16eXua5uQ==", ErrorCode::unsupported},
        DigestCase{"sha1_only", "SHA=qUqP5cyxm6YcTAhz05Hph5gvu9M=", ErrorCode::unsupported},
        DigestCase{
            "same_twice",
            with("SHA-256", hello_sha256) + "," + with("sha-256", hello_sha256),
            ErrorCode::malformed
        },
        DigestCase{"empty", "", ErrorCode::malformed},
        DigestCase{"no_equals", "SHA-256", ErrorCode::malformed},
        DigestCase{"no_name", "=abc", ErrorCode::malformed},
        DigestCase{"comma_at_end", with("SHA-256", hello_sha256) + ",", ErrorCode::malformed},
        DigestCase{"not_base64", "SHA-256=***", ErrorCode::malformed},
        DigestCase{"too_long", std::string(1025, 'a'), ErrorCode::malformed}
    ),
    [](auto const& info) { return info.param.name; }
);

class VerifyContentDigest : public testing::TestWithParam<DigestCase> {};

TEST_P(VerifyContentDigest, F07_IsAsTheTableSays) {
    EXPECT_EQ(code_of(verify_content_digest(GetParam().header, hello)), GetParam().code);
}

std::string field(std::string_view name, std::string_view value) {
    return std::string(name) + "=:" + std::string(value) + ":";
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    VerifyContentDigest,
    testing::Values(
        DigestCase{"sha256", field("sha-256", hello_sha256), {}},
        DigestCase{"sha512", field("sha-512", hello_sha512), {}},
        DigestCase{
            "both", field("sha-512", hello_sha512) + ", " + field("sha-256", hello_sha256), {}
        },
        DigestCase{"unknown_too", "crc32c=:AAAAAA==:," + field("sha-256", hello_sha256), {}},
        DigestCase{"wrong", field("sha-256", wrong_sha256), ErrorCode::digest_mismatch},
        DigestCase{
            "one_of_two_wrong",
            field("sha-512", hello_sha512) + ", " + field("sha-256", wrong_sha256),
            ErrorCode::digest_mismatch
        },
        DigestCase{"md5_only", field("md5", "Sd/dVLAcvNLSq16eXua5uQ=="), ErrorCode::unsupported},
        DigestCase{"empty", "", ErrorCode::unsupported},
        DigestCase{"upper_case_key", field("SHA-256", hello_sha256), ErrorCode::malformed},
        DigestCase{"old_form", with("sha-256", hello_sha256), ErrorCode::malformed},
        DigestCase{
            "same_twice",
            field("sha-256", hello_sha256) + "," + field("sha-256", hello_sha256),
            ErrorCode::malformed
        },
        DigestCase{"a_string", "sha-256=\"abc\"", ErrorCode::malformed}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(Digests, F07_EveryChangedByteOfTheBodyIsNoticed) {
    std::string const body(test::test_body);
    auto const digest = make_digest(body);
    auto const content_digest = make_content_digest(body);
    for (std::size_t i = 0; i < body.size(); ++i) {
        auto changed = body;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(verify_digest(digest, changed));
        EXPECT_FALSE(verify_content_digest(content_digest, changed));
    }
    EXPECT_FALSE(verify_digest(digest, body + "\n"));
}

}  // namespace

}  // namespace folkmoot::activitypub
