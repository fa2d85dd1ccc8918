// The Signature header of draft-cavage: reading, required coverage, signing strings, signing.
#include "activitypub/signature/cavage.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/digest.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace folkmoot::activitypub {

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::string_view whole =
    R"(keyId="https://a.test/u#k",algorithm="rsa-sha256",headers="(request-target) host date",)"
    R"(signature="Zm9v")";

TEST(ParseCavage, ReadsTheUsualHeader) {
    auto const read = parse_cavage(whole).value();
    EXPECT_EQ(read.key_id, "https://a.test/u#k");
    EXPECT_EQ(read.algorithm, "rsa-sha256");
    EXPECT_EQ(read.covered, (std::vector<std::string>{"(request-target)", "host", "date"}));
    EXPECT_EQ(text_of(read.signature), "foo");
    EXPECT_FALSE(read.created);
    EXPECT_TRUE(read.covers("host"));
    EXPECT_FALSE(read.covers("digest"));
}

struct TolerantCase {
    char const* name;
    std::string header;
};

class TolerantCavage : public testing::TestWithParam<TolerantCase> {};

TEST_P(TolerantCavage, ReadsTheSame) {
    auto const read = parse_cavage(GetParam().header);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, parse_cavage(whole).value());
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    TolerantCavage,
    testing::Values(
        TolerantCase{
            "other_order",
            R"(signature="Zm9v",headers="(request-target) host date",algorithm="rsa-sha256",)"
            R"(keyId="https://a.test/u#k")"
        },
        TolerantCase{
            "white_space",
            R"( keyId = "https://a.test/u#k" , algorithm="rsa-sha256",	headers=)"
            R"("(request-target) host date", signature="Zm9v" )"
        },
        TolerantCase{"unknown_parameters", std::string(whole) + R"(,opaque="a,b=\"c\"",nonce=12)"},
        TolerantCase{
            "upper_case_covered",
            R"(keyId="https://a.test/u#k",algorithm="rsa-sha256",headers="(request-target) Host )"
            R"(DATE",signature="Zm9v")"
        },
        TolerantCase{
            "two_spaces_between_covered",
            R"(keyId="https://a.test/u#k",algorithm="rsa-sha256",headers=" (request-target)  host )"
            R"(date ",signature="Zm9v")"
        },
        TolerantCase{
            "escaped_characters",
            R"(keyId="https:\/\/a.test/u#k",algorithm="rsa-sha256",headers="(request-target) host )"
            R"(date",signature="Zm9v")"
        }
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(ParseCavage, ValuesMayHoldCommasAndEqualsSigns) {
    auto const read =
        parse_cavage(R"(keyId="https://a.test/u?a=1,b=2#k",headers="date",signature="Zg==")")
            .value();
    EXPECT_EQ(read.key_id, "https://a.test/u?a=1,b=2#k");
    EXPECT_EQ(text_of(read.signature), "f");
    EXPECT_FALSE(read.algorithm);
}

TEST(ParseCavage, NumbersMayStandWithOrWithoutQuotes) {
    for (auto const times :
         {R"(created=1767323100,expires=1767326700)", R"(created="1767323100",expires="1767326700")"
         }) {
        auto const read = parse_cavage(std::string(whole) + "," + times).value();
        EXPECT_EQ(read.created, sys_seconds(seconds(1767323100)));
        EXPECT_EQ(read.expires, sys_seconds(seconds(1767326700)));
    }
}

struct RefusedCase {
    char const* name;
    std::string header;
    ErrorCode code;
};

class RefusedCavage : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedCavage, SaysWhy) {
    auto const read = parse_cavage(GetParam().header);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, GetParam().code) << read.error().detail;
}

std::string many_covered(int count) {
    std::string names;
    for (int i = 0; i < count; ++i) {
        names += "x-" + std::to_string(i) + " ";
    }
    return R"(keyId="k",signature="Zm9v",headers=")" + names + '"';
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedCavage,
    testing::Values(
        RefusedCase{"empty", "", ErrorCode::malformed},
        RefusedCase{"space", "   ", ErrorCode::malformed},
        RefusedCase{"garbage", "hello", ErrorCode::malformed},
        RefusedCase{"scheme_prefix", "Signature " + std::string(whole), ErrorCode::malformed},
        RefusedCase{"rfc9421", "sig1=:Zm9v:", ErrorCode::malformed},
        RefusedCase{"comma_at_end", std::string(whole) + ",", ErrorCode::malformed},
        RefusedCase{"two_commas", std::string(whole) + R"(,,a="b")", ErrorCode::malformed},
        RefusedCase{"no_comma", std::string(whole) + R"( a="b")", ErrorCode::malformed},
        RefusedCase{"open_quote", R"(keyId="k)", ErrorCode::malformed},
        RefusedCase{"escape_at_end", R"(keyId="k\)", ErrorCode::malformed},
        RefusedCase{"no_equals", R"(keyId"k")", ErrorCode::malformed},
        RefusedCase{"no_value", R"(keyId=,signature="Zm9v")", ErrorCode::malformed},
        RefusedCase{"no_name", R"(="k")", ErrorCode::malformed},
        RefusedCase{"newline_in_value", "keyId=\"a\nb\"", ErrorCode::malformed},
        RefusedCase{"zero_byte", std::string("keyId=\"a\0b\"", 11), ErrorCode::malformed},
        RefusedCase{"key_id_twice", std::string(whole) + R"(,keyId="b")", ErrorCode::malformed},
        RefusedCase{
            "key_id_twice_in_other_case", std::string(whole) + R"(,keyid="b")", ErrorCode::malformed
        },
        RefusedCase{
            "signature_twice", std::string(whole) + R"(,signature="Zm9v")", ErrorCode::malformed
        },
        RefusedCase{"unknown_twice", std::string(whole) + ",a=1,a=1", ErrorCode::malformed},
        RefusedCase{
            "covered_twice",
            R"(keyId="k",headers="date Date",signature="Zm9v")",
            ErrorCode::malformed
        },
        RefusedCase{
            "key_id_without_quotes",
            R"(keyId=k,headers="date",signature="Zm9v")",
            ErrorCode::malformed
        },
        RefusedCase{"created_text", std::string(whole) + R"(,created="now")", ErrorCode::malformed},
        RefusedCase{
            "created_negative", std::string(whole) + R"(,created="-1")", ErrorCode::malformed
        },
        RefusedCase{
            "created_fraction", std::string(whole) + R"(,created="1.5")", ErrorCode::malformed
        },
        RefusedCase{
            "created_overflow",
            std::string(whole) + ",created=99999999999999999999",
            ErrorCode::malformed
        },
        RefusedCase{"no_key_id", R"(headers="date",signature="Zm9v")", ErrorCode::missing},
        RefusedCase{
            "empty_key_id", R"(keyId="",headers="date",signature="Zm9v")", ErrorCode::missing
        },
        RefusedCase{"no_signature", R"(keyId="k",headers="date")", ErrorCode::missing},
        RefusedCase{"no_headers", R"(keyId="k",signature="Zm9v")", ErrorCode::missing},
        RefusedCase{
            "empty_headers", R"(keyId="k",headers="",signature="Zm9v")", ErrorCode::missing
        },
        RefusedCase{
            "blank_headers", R"(keyId="k",headers="  ",signature="Zm9v")", ErrorCode::missing
        },
        RefusedCase{
            "empty_signature",
            R"(keyId="k",headers="date",signature="")",
            ErrorCode::signature_invalid
        },
        RefusedCase{
            "signature_not_base64",
            R"(keyId="k",headers="date",signature="***")",
            ErrorCode::signature_invalid
        },
        RefusedCase{"too_long", std::string(8 * 1024 + 1, 'a'), ErrorCode::too_large},
        RefusedCase{"too_many_covered", many_covered(33), ErrorCode::too_large}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(CavageSigningString, IsExactlyTheDraftsExample) {
    // draft-cavage-http-signatures-12 section 2.3, adapted to the fields that we take.
    HttpMessage const message{
        .method = "GET",
        .target = "/foo",
        .headers =
            {
                {"Host", "example.org"},
                {"Date", "Tue, 07 Jun 2014 20:51:35 GMT"},
                {"Cache-Control", "max-age=60"},
                {"X-EmptyHeader", ""},
                {"Cache-Control", "   must-revalidate"},
            },
    };
    CavageSignature signature;
    signature.created = sys_seconds(seconds(1402170695));
    signature.covered = {
        "(request-target)", "(created)", "host", "date", "cache-control", "x-emptyheader"
    };
    EXPECT_EQ(
        cavage_signing_string(signature, message, "example.org", TargetForm::full).value(),
        "(request-target): get /foo\n"
        "(created): 1402170695\n"
        "host: example.org\n"
        "date: Tue, 07 Jun 2014 20:51:35 GMT\n"
        "cache-control: max-age=60, must-revalidate\n"
        "x-emptyheader: "
    );
}

TEST(CavageSigningString, KeepsOrLeavesOutTheQuery) {
    auto const message = test::unsigned_get("/users/ana/outbox?page=1&max=%41");
    CavageSignature signature;
    signature.covered = {"(request-target)"};
    EXPECT_EQ(
        cavage_signing_string(signature, message, "", TargetForm::full).value(),
        "(request-target): get /users/ana/outbox?page=1&max=%41"
    );
    EXPECT_EQ(
        cavage_signing_string(signature, message, "", TargetForm::path_only).value(),
        "(request-target): get /users/ana/outbox"
    );
}

TEST(CavageSigningString, RefusesWhatItCannotBuild) {
    auto message = test::unsigned_post();
    message.headers.push_back({"X-Twice", "a"});
    message.headers.push_back({"X-Twice", "b"});
    message.headers.push_back({"X-Split", "a\r\nhost: evil.test"});
    auto const code = [&message](std::string name) {
        CavageSignature signature;
        signature.covered = {std::move(name)};
        return cavage_signing_string(signature, message, "home.test", TargetForm::full)
            .error()
            .code;
    };
    EXPECT_EQ(code("x-absent"), ErrorCode::missing);
    EXPECT_EQ(code("(created)"), ErrorCode::missing);
    EXPECT_EQ(code("(expires)"), ErrorCode::missing);
    EXPECT_EQ(code("(something)"), ErrorCode::unsupported);
    EXPECT_EQ(code("x-twice"), ErrorCode::malformed);
    EXPECT_EQ(code("x-split"), ErrorCode::malformed);
}

struct AlgorithmCase {
    char const* name;
    std::optional<std::string> declared;
    bool rsa;
    bool ed25519;
};

class CavageAlgorithm : public testing::TestWithParam<AlgorithmCase> {};

TEST_P(CavageAlgorithm, F11_MustAgreeWithTheKey) {
    CavageSignature signature;
    signature.algorithm = GetParam().declared;
    EXPECT_EQ(cavage_algorithm(signature, KeyType::rsa).has_value(), GetParam().rsa);
    EXPECT_EQ(cavage_algorithm(signature, KeyType::ed25519).has_value(), GetParam().ed25519);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    CavageAlgorithm,
    testing::Values(
        AlgorithmCase{"absent", std::nullopt, true, true},
        AlgorithmCase{"hs2019", "hs2019", true, true},
        AlgorithmCase{"rsa_sha256", "rsa-sha256", true, false},
        AlgorithmCase{"rsa_sha256_upper", "RSA-SHA256", true, false},
        AlgorithmCase{"ed25519", "ed25519", false, true},
        AlgorithmCase{"rsa_sha1", "rsa-sha1", false, false},
        AlgorithmCase{"rsa_sha512", "rsa-sha512", false, false},
        AlgorithmCase{"hmac", "hmac-sha256", false, false},
        AlgorithmCase{"ecdsa", "ecdsa-sha256", false, false},
        AlgorithmCase{"none", "none", false, false},
        AlgorithmCase{"empty", "", false, false}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(SignCavage, WritesWhatEveryServerReads) {
    auto message = test::unsigned_post();
    message.set("Date", "old");
    sign_cavage(message, {std::string(test::key_id), test::rsa_key()}, test::test_now).value();
    EXPECT_EQ(message.find("date"), test::test_date);
    auto const header = message.single("signature").value();
    EXPECT_TRUE(header.starts_with(
        R"(keyId="https://good.test/users/carol#main-key",algorithm="rsa-sha256",)"
        R"(headers="(request-target) host date digest content-type",signature=")"
    )) << header;
    auto const expected =
        "(request-target): post /inbox\nhost: home.test\ndate: " + std::string(test::test_date) +
        "\ndigest: " + make_digest(test::test_body) + "\ncontent-type: application/activity+json";
    EXPECT_TRUE(test::rsa_key().public_key().verify(
        SignatureAlgorithm::rsa_v1_5_sha256, expected, parse_cavage(header).value().signature
    ));
}

TEST(SignCavage, F12_SignsAGetWithOrWithoutItsQuery) {
    for (auto const form : {TargetForm::full, TargetForm::path_only}) {
        auto message = test::unsigned_get("/outbox?page=1");
        sign_cavage(message, {std::string(test::key_id), test::rsa_key()}, test::test_now, form)
            .value();
        auto const read = parse_cavage(message.single("signature").value()).value();
        EXPECT_EQ(read.covered, (std::vector<std::string>{"(request-target)", "host", "date"}));
        auto const expected = "(request-target): get /outbox" +
                              std::string(form == TargetForm::full ? "?page=1" : "") +
                              "\nhost: home.test\ndate: " + std::string(test::test_date);
        EXPECT_TRUE(test::rsa_key().public_key().verify(
            SignatureAlgorithm::rsa_v1_5_sha256, expected, read.signature
        ));
    }
}

class SignWithout : public testing::TestWithParam<std::string_view> {};

TEST_P(SignWithout, RefusesARequestThatIsNotComplete) {
    auto message = test::unsigned_post();
    std::erase_if(message.headers, [](auto const& field) {
        return equals_ignoring_case(field.name, GetParam());
    });
    auto const signed_ =
        sign_cavage(message, {std::string(test::key_id), test::rsa_key()}, test::test_now);
    ASSERT_FALSE(signed_);
    EXPECT_EQ(signed_.error().code, ErrorCode::missing);
    EXPECT_EQ(message.count("signature"), 0u);
}

INSTANTIATE_TEST_SUITE_P(Fields, SignWithout, testing::Values("host", "digest", "content-type"));

TEST(SignCavage, RefusesAKeyIdThatCannotStandInQuotes) {
    auto message = test::unsigned_post();
    EXPECT_EQ(
        sign_cavage(message, {"https://a.test/\"x", test::rsa_key()}, test::test_now).error().code,
        ErrorCode::malformed
    );
}

}  // namespace

}  // namespace folkmoot::activitypub
