#include "node/cli/settings_file.hpp"

#include "node/config/config.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

Result<Config> parsed(std::string const& text) {
    return parse_config(
        text, [](std::string_view) { return std::optional<std::string>{}; }, "/srv/folkmoot"
    );
}

TEST(FirstSettingsFile, IsReadBackAsItWasMeant) {
    auto const config =
        parsed(first_settings_file({"folk.example", 8431, "Bees \"and\" more \\ 蜂\n"}));
    ASSERT_TRUE(config) << config.error().safe;
    EXPECT_EQ(config->node.domain, "folk.example");
    EXPECT_EQ(config->server.port, 8431);
    EXPECT_EQ(config->node.name, "Bees \"and\" more \\ 蜂\n");
}

TEST(FirstSettingsFile, TakesFurtherSections) {
    auto const text = first_settings_file({"localhost", 8420, "Bees"}) +
                      "\n[limits]\nrequests_per_5_minutes = 1000000\n";
    EXPECT_TRUE(parsed(text));
}

struct ChangeCase {
    char const* name;
    char const* before;
    char const* after;
};

class WithSetting : public testing::TestWithParam<ChangeCase> {};

TEST_P(WithSetting, ChangesNothingElse) {
    EXPECT_EQ(with_setting(GetParam().before, "node", "domain", "\"b\""), GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Settings,
    WithSetting,
    testing::Values(
        ChangeCase{
            "ReplacesTheLine",
            "# c\n[node]\ndomain = \"a\"\nname = \"n\"\n",
            "# c\n[node]\ndomain = \"b\"\nname = \"n\"\n"
        },
        ChangeCase{"HoweverItIsSpaced", "[ node ]\n  domain=\"a\"\n", "[ node ]\ndomain = \"b\"\n"},
        ChangeCase{
            "LeavesComments",
            "[node]\n#domain = \"a\"\n",
            "[node]\ndomain = \"b\"\n#domain = \"a\"\n"
        },
        ChangeCase{
            "LeavesOtherSections",
            "[other]\ndomain = \"x\"\n[node]\nname = \"n\"\n[third]\ndomain = \"y\"\n",
            "[other]\ndomain = \"x\"\n[node]\ndomain = \"b\"\nname = \"n\"\n[third]\ndomain = "
            "\"y\"\n"
        },
        ChangeCase{
            "AddsTheSection", "[other]\nx = 1\n", "[other]\nx = 1\n\n[node]\ndomain = \"b\"\n"
        },
        ChangeCase{
            "IsNotTakenInByLongerNames",
            "[node]\ndomain_name = \"x\"\n",
            "[node]\ndomain = \"b\"\ndomain_name = \"x\"\n"
        }
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

}  // namespace
}  // namespace folkmoot::node
