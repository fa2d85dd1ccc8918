// The checker itself: it finds what it is there to find.
#include "tests/webui/markup.hpp"

#include <gtest/gtest.h>

namespace folkmoot::webui {
namespace {

struct MarkupCase {
    char const* name;
    char const* html;
    bool good;
};

class ReadMarkup : public testing::TestWithParam<MarkupCase> {};

TEST_P(ReadMarkup, FindsMistakes) {
    auto const page = read_markup("<!DOCTYPE html>" + std::string(GetParam().html));
    EXPECT_EQ(page.mistakes.empty(), GetParam().good) << testing::PrintToString(page.mistakes);
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    ReadMarkup,
    testing::Values(
        MarkupCase{"balanced", "<p class=\"a\">x<br>y &amp; z</p>", true},
        MarkupCase{"self_closed", "<svg><use href=\"#a\"/></svg>", true},
        MarkupCase{"boolean_attribute", "<input required>", true},
        MarkupCase{"not_closed", "<p>x", false},
        MarkupCase{"crossed", "<p><b>x</p></b>", false},
        MarkupCase{"closed_twice", "<p></p></p>", false},
        MarkupCase{"unquoted", "<p class=a>x</p>", false},
        MarkupCase{"repeated_attribute", "<p class=\"a\" class=\"b\">x</p>", false},
        MarkupCase{"repeated_id", "<p id=\"a\"></p><p id=\"a\"></p>", false},
        MarkupCase{"bare_ampersand", "<p>a & b</p>", false},
        MarkupCase{"bare_ampersand_in_attribute", "<p title=\"a & b\">x</p>", false},
        MarkupCase{"bare_less_than", "<p>a < b</p>", false}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(ReadMarkup, KeepsNamesAttributesAndText) {
    auto const page = read_markup("<!DOCTYPE html><p id=\"a\" title=\"&lt;\">x<b>y</b>z</p>");
    ASSERT_EQ(page.elements.size(), 2U);
    EXPECT_EQ(page.by_id("a").attribute("title"), "&lt;");
    EXPECT_EQ(page.by_id("a").text, "xz");
    EXPECT_EQ(page.all("b").size(), 1U);
}

}  // namespace
}  // namespace folkmoot::webui
