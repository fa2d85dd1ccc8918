// Threats X04 and X10: text stays text on every page, and nothing but Html and JSON passes
// unescaped.
#include "tests/webui/markup.hpp"
#include "tests/webui/samples.hpp"
#include "webui/templates/compiled.hpp"
#include "webui/templates/source.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace folkmoot::webui {
namespace {

Templates const& templates() {
    static Templates const made;
    return made;
}

TEST(ThreatX, X04_MarkupInAnyTextFieldStaysText) {
    std::string const hostile = "<img src=x onerror=alert(1)>\"'&{{TITLE}}[[@x]]{n}";
    for (SamplePage const& page : pages_with_text(templates(), hostile)) {
        SCOPED_TRACE(page.name);
        Markup const markup = read_markup(page.html);
        // Every id is the same text here; on real pages the sections' ids are fixed and the posts'
        // are numbers.
        EXPECT_EQ(markup.mistakes, std::vector<std::string>{});
        for (Element const& element : markup.elements) {
            EXPECT_FALSE(element.attributes.contains("onerror"));
            EXPECT_NE(element.attribute("src"), "x");
        }
        EXPECT_FALSE(page.html.contains("<img src=x"));
        EXPECT_TRUE(page.html.contains(
            "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{{TITLE}}[[@x]]{n}"
        ));
    }
}

TEST(ThreatX, X05_ScriptAddressesBecomeHarmless) {
    for (char const* hostile :
         {"javascript:alert(1)",
          "JaVaScRiPt:alert(1)",
          "data:text/html,<script>alert(1)</script>",
          "vbscript:x"})
        for (SamplePage const& page : pages_with_text(templates(), hostile))
            for (Element const& element : read_markup(page.html).elements)
                for (char const* key : {"href", "src", "action", "poster"}) {
                    std::string const url = element.attribute(key);
                    EXPECT_TRUE(
                        url.empty() || url.starts_with('/') || url.starts_with('#') ||
                        url.starts_with("https://")
                    ) << page.name
                      << " " << element.name << " " << url;
                }
}

TEST(ThreatX, X10_LinkedDataCannotEndItsScript) {
    std::string const hostile = "</script><script>alert(1)</script>&\u2028\u2029\"\\";
    TopicPage page = sample_topic(Locale::en, 2);
    page.title = page.posts[0].text = page.posts[1].author.name = hostile;
    std::string const html = render_topic(templates(), sample_chrome(Locale::en, "/"), page);
    auto const scripts = read_markup(html).all("script");
    ASSERT_EQ(scripts.size(), 1U);
    EXPECT_EQ(scripts[0].text.find_first_of("<>&"), std::string::npos);
    EXPECT_FALSE(scripts[0].text.contains("\u2028"));
    EXPECT_FALSE(scripts[0].text.contains("\u2029"));
    auto const document = nlohmann::json::parse(scripts[0].text);
    EXPECT_EQ(document["headline"], hostile);
    EXPECT_EQ(document["text"], hostile);
    EXPECT_EQ(document["comment"][0]["author"]["name"], hostile);
}

TEST(ThreatX, X06_OnlyProfileFieldsClaimIdentity) {
    MemberPage page = sample_member(Locale::en);
    page.fields.clear();
    page.original_url = "https://kbd.example/@ana";
    Markup const markup =
        read_markup(render_member(templates(), sample_chrome(Locale::en, "/@ana"), page));
    for (Element const& link : markup.all("a"))
        EXPECT_FALSE((" " + link.attribute("rel") + " ").contains(" me ")) << link.text;
}

TEST(LinkedData, ReplacesInvalidUtf8) {
    TopicPage page = sample_topic(Locale::en, 1);
    page.title = "a\xFFz";
    auto const scripts =
        read_markup(render_topic(templates(), sample_chrome(Locale::en, "/"), page)).all("script");
    EXPECT_EQ(nlohmann::json::parse(scripts[0].text)["headline"], "a\uFFFDz");
}

TEST(HtmlValue, IsPrintedAsItIs) {
    EXPECT_TRUE(
        render_topic(templates(), sample_chrome(Locale::en, "/"), sample_topic(Locale::en, 1))
            .contains("<pre><code>node key rotate --keep 14d</code></pre>")
    );
}

struct ModifierCase {
    char const* name;
    char const* source;
    bool allowed;
};

class Modifiers : public testing::TestWithParam<ModifierCase> {};

TEST_P(Modifiers, AreBoundToThePrefixOfTheVariable) {
    if (GetParam().allowed)
        EXPECT_NO_THROW(check_modifiers(GetParam().source));
    else
        EXPECT_THROW(check_modifiers(GetParam().source), std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(
    Cases,
    Modifiers,
    testing::Values(
        ModifierCase{"plain", "<p>{{NAME}}</p>", true},
        ModifierCase{"html", "{{HTML_BIO:x-html}}", true},
        ModifierCase{"json", "{{JSON_DATA:x-json}}", true},
        ModifierCase{"sections", "{{#A}}{{! any:thing }}{{/A}}", true},
        ModifierCase{"text_as_html", "{{NAME:x-html}}", false},
        ModifierCase{"html_escaped", "{{HTML_BIO}}", false},
        ModifierCase{"html_as_json", "{{HTML_BIO:x-json}}", false},
        ModifierCase{"none", "{{NAME:none}}", false},
        ModifierCase{"second_modifier", "{{HTML_BIO:x-html:none}}", false}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(TemplateMessages, AreEveryGroupButPartsAssetsAndIcons) {
    EXPECT_EQ(
        messages_of("[[>a]][[Sign in]] [[@b]][[#c]][[=tag]]<p>[[reply to {who}]]</p>"),
        (std::vector<std::string>{"Sign in", "reply to {who}"})
    );
}

}  // namespace
}  // namespace folkmoot::webui
