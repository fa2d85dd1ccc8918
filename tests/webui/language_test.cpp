#include "webui/po/language.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace folkmoot::webui {
namespace {

using namespace std::chrono_literals;

Language const& english() {
    static Language const made(Locale::en);
    return made;
}

Language const& chinese() {
    static Language const made(Locale::zh_hans);
    return made;
}

Time at(int year, unsigned month, unsigned day, std::chrono::seconds clock) {
    return std::chrono::sys_days(
               std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)
           ) +
           clock;
}

TEST(Language, TranslatesOrKeepsTheMessage) {
    EXPECT_EQ(english().tr("Sign in"), "Sign in");
    EXPECT_EQ(chinese().tr("Sign in"), "登录");
    EXPECT_EQ(chinese().tr("never translated"), "never translated");
}

TEST(Language, FillsPlaceholdersOnceAndOnlyItsOwn) {
    EXPECT_EQ(
        english().tr("{title} · {node}", {{"title", "{node}"}, {"node", "Harbor"}}),
        "{node} · Harbor"
    );
    EXPECT_EQ(fill_in("a {b} c { d", {}), "a {b} c { d");
    EXPECT_EQ(fill_in("", {{"a", "b"}}), "");
}

struct PluralCase {
    std::uint64_t count;
    char const* english;
    char const* chinese;
};

class Plural : public testing::TestWithParam<PluralCase> {};

TEST_P(Plural, FollowsTheLanguage) {
    EXPECT_EQ(english().plural({"{n} reply", "{n} replies"}, GetParam().count), GetParam().english);
    EXPECT_EQ(chinese().plural({"{n} reply", "{n} replies"}, GetParam().count), GetParam().chinese);
}

INSTANTIATE_TEST_SUITE_P(
    Counts,
    Plural,
    testing::Values(
        PluralCase{0, "0 replies", "0 条回复"},
        PluralCase{1, "1 reply", "1 条回复"},
        PluralCase{2, "2 replies", "2 条回复"},
        PluralCase{1204, "1,204 replies", "1,204 条回复"},
        PluralCase{4'294'967'297, "4,294,967,297 replies", "4,294,967,297 条回复"}
    )
);

TEST(Language, GroupsDigits) {
    EXPECT_EQ(english().number(0), "0");
    EXPECT_EQ(english().number(999), "999");
    EXPECT_EQ(english().number(1000), "1,000");
    EXPECT_EQ(
        english().number(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615"
    );
}

TEST(Language, WritesDates) {
    Time const time = at(2026, 11, 21, 14h + 5min + 9s);
    EXPECT_EQ(english().date(time), "21 Nov 2026");
    EXPECT_EQ(english().date_time(time), "21 Nov 2026, 14:05 UTC");
    EXPECT_EQ(chinese().date(time), "2026年11月21日");
    EXPECT_EQ(chinese().date_time(time), "2026年11月21日 14:05 UTC");
    EXPECT_EQ(english().date(at(2024, 2, 29, 0s)), "29 Feb 2024");
    EXPECT_EQ(english().date(at(1969, 12, 31, 23h)), "31 Dec 1969");
}

TEST(MachineTime, IsRfc3339) {
    EXPECT_EQ(machine_time(at(2026, 1, 2, 3h + 4min + 5s)), "2026-01-02T03:04:05Z");
}

TEST(Language, RoundsWaitsUp) {
    EXPECT_EQ(english().duration(0s), "1 second");
    EXPECT_EQ(english().duration(40s), "40 seconds");
    EXPECT_EQ(english().duration(91s), "2 minutes");
    EXPECT_EQ(english().duration(3h), "3 hours");
    EXPECT_EQ(english().duration(10801s), "4 hours");
    EXPECT_EQ(chinese().duration(40s), "40 秒");
}

struct ChoiceCase {
    char const* name;
    char const* cookie;
    char const* header;
    Locale fallback;
    Locale chosen;
};

class LocaleChoice : public testing::TestWithParam<ChoiceCase> {};

TEST_P(LocaleChoice, FollowsCookieThenHeaderThenDefault) {
    auto const& [name, cookie, header, fallback, chosen] = GetParam();
    EXPECT_EQ(choose_locale(cookie, header, fallback), chosen);
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    LocaleChoice,
    testing::Values(
        ChoiceCase{"nothing", "", "", Locale::zh_hans, Locale::zh_hans},
        ChoiceCase{"cookie_wins", "zh-Hans", "en", Locale::en, Locale::zh_hans},
        ChoiceCase{"cookie_any_case", "ZH-HANS", "", Locale::en, Locale::zh_hans},
        ChoiceCase{"unknown_cookie", "fr", "zh-CN", Locale::en, Locale::zh_hans},
        ChoiceCase{"region", "", "zh-CN,zh;q=0.9,en;q=0.8", Locale::en, Locale::zh_hans},
        ChoiceCase{"quality_orders", "", "zh;q=0.3, en-GB;q=0.7", Locale::zh_hans, Locale::en},
        ChoiceCase{"first_of_equals", "", "en, zh", Locale::zh_hans, Locale::en},
        ChoiceCase{
            "others_are_skipped", "", "de-AT, fr;q=0.9, zh;q=0.1", Locale::en, Locale::zh_hans
        },
        ChoiceCase{"refused", "", "zh;q=0", Locale::en, Locale::en},
        ChoiceCase{"traditional_is_not_ours", "", "zh-TW, zh-Hant-HK", Locale::en, Locale::en},
        ChoiceCase{"simplified_in_hong_kong", "", "zh-Hans-HK", Locale::en, Locale::zh_hans},
        ChoiceCase{"any", "", "*", Locale::zh_hans, Locale::zh_hans},
        ChoiceCase{"malformed", "", ";;,q=,zh;q=x,,", Locale::en, Locale::en},
        ChoiceCase{"longer_word", "", "enx, zhx", Locale::zh_hans, Locale::zh_hans}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(Locale, TagsAreRead) {
    for (Locale const locale : all_locales)
        EXPECT_EQ(read_locale(web_tag(locale)), locale);
    EXPECT_EQ(read_locale("zh"), std::nullopt);
}

}  // namespace
}  // namespace folkmoot::webui
