// Handles and names (row F27).
#include "activitypub/vocabulary/handle.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

struct Case {
    char const* name;
    char const* text;
    char const* expected;  ///< "name@host", or nullptr when refused
};

class Handles : public testing::TestWithParam<Case> {};

TEST_P(Handles, AreReadOrRefused) {
    auto const handle = Handle::parse(GetParam().text);
    ASSERT_EQ(GetParam().expected != nullptr, handle.has_value());
    if (handle) {
        EXPECT_EQ(GetParam().expected, handle->text());
        EXPECT_EQ("acct:" + handle->text(), handle->acct());
    }
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF_F27,
    Handles,
    testing::Values(
        Case{"Plain", "ana@folk.example", "ana@folk.example"},
        Case{"At", "@ana@folk.example", "ana@folk.example"},
        Case{"Group", "!bees@folk.example", "bees@folk.example"},
        Case{"Acct", "acct:ana@folk.example", "ana@folk.example"},
        Case{"AcctAt", "acct:@ana@folk.example", "ana@folk.example"},
        Case{"HostCase", "Ana@Folk.Example", "Ana@folk.example"},
        Case{"TrailingDot", "ana@folk.example.", "ana@folk.example"},
        Case{"DefaultPort", "ana@folk.example:443", "ana@folk.example"},
        Case{"NameDots", "a.b-c_d@folk.example", "a.b-c_d@folk.example"},
        Case{
            "LongestName",
            "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg@folk.example",
            "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg@folk.example"
        },
        Case{
            "TooLongName",
            "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg@folk.example",
            nullptr
        },
        Case{"NoHost", "ana", nullptr},
        Case{"EmptyName", "@folk.example", nullptr},
        Case{"EmptyHost", "ana@", nullptr},
        Case{"TwoHosts", "ana@folk.example@evil.example", nullptr},
        Case{"PathInName", "../admin@folk.example", nullptr},
        Case{"PathInHost", "ana@folk.example/x", nullptr},
        Case{"QueryInHost", "ana@folk.example?x", nullptr},
        Case{"FragmentInHost", "ana@folk.example#x", nullptr},
        Case{"BackslashInHost", "ana@folk.example\\x", nullptr},
        Case{"Cyrillic", "\u0430na@folk.example", nullptr},
        Case{"Markup", "<b>@folk.example", nullptr},
        Case{"Space", "a na@folk.example", nullptr},
        Case{"UnicodeHost", "ana@f\u00f6lk.example", nullptr},
        Case{"Address", "ana@127.0.0.1", nullptr},
        Case{"Localhost", "ana@localhost", nullptr},
        Case{"Port", "ana@folk.example:8443", nullptr}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(Handle, ComparesNamesWithoutCase) {
    EXPECT_EQ(Handle::parse("Ana@folk.example").value(), Handle::parse("aNA@FOLK.example").value());
    EXPECT_FALSE(
        Handle::parse("ana@folk.example").value() == Handle::parse("ana@folk.test").value()
    );
    EXPECT_EQ("ana@folk.example", Handle::parse("ANA@folk.example").value().key());
}

TEST(Handle, KeepsThePortInDevelopment) {
    EXPECT_EQ(
        "ana@127.0.0.1:8080",
        Handle::parse("@ana@127.0.0.1:8080", IriPolicy::development()).value().text()
    );
}

TEST(ThreatF, F27_LocalNames) {
    for (auto const* name : {"a", "ana", "ana_2", "0", "abcdefghijklmnopqrstuvwxyz0123"}) {
        EXPECT_TRUE(is_local_name(name)) << name;
    }
    for (auto const* name :
         {"", "Ana", "a.b", "a-b", "a b", "\u0430na", "abcdefghijklmnopqrstuvwxyz01234", "a@b"}) {
        EXPECT_FALSE(is_local_name(name)) << name;
    }
}

TEST(ThreatF, F27_ReservedNames) {
    for (auto const* name : {"admin", "ADMIN", "about", "www", "abuse", "moderation", "me"}) {
        EXPECT_TRUE(is_reserved_name(name)) << name;
    }
    EXPECT_FALSE(is_reserved_name("ana"));
    EXPECT_FALSE(is_reserved_name(""));
}

TEST(ThreatF, F27_LookAlikesShareASkeleton) {
    for (auto const* name :
         {"admin", "ADMIN", "adm1n", "admln", "adrnin", "a_dmin", "4dmin", "a.d.m.i.n"}) {
        EXPECT_EQ(name_skeleton("admin"), name_skeleton(name)) << name;
    }
    EXPECT_EQ(name_skeleton("wanda"), name_skeleton("vvanda"));
    EXPECT_EQ(name_skeleton("bo0st"), name_skeleton("8oost"));
    for (auto const* name : {"admins", "badmin", "ana", ""}) {
        EXPECT_NE(name_skeleton("admin"), name_skeleton(name)) << name;
    }
}

}  // namespace
}  // namespace folkmoot::activitypub
