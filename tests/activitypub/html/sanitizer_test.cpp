// What the sanitiser makes of fragments of every kind. The hostile set is checked by
// hostile_html_check.py.
#include "activitypub/html/sanitizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {
namespace {

std::string clean(std::string_view bytes, HtmlPolicy policy) {
    return std::string(sanitize(bytes, policy).html.view());
}

struct Case {
    char const* name;
    HtmlPolicy policy;
    std::string input;
    std::string expected;
};

std::string name_of(testing::TestParamInfo<Case> const& info) {
    return info.param.name;
}

class Sanitize : public testing::TestWithParam<Case> {};

TEST_P(Sanitize, Writes) {
    EXPECT_EQ(clean(GetParam().input, GetParam().policy), GetParam().expected);
}

TEST_P(Sanitize, IsIdempotent) {
    EXPECT_EQ(clean(GetParam().expected, GetParam().policy), GetParam().expected);
}

constexpr auto note = HtmlPolicy::note;
constexpr auto article = HtmlPolicy::article;
std::string const attributes = " rel=\"nofollow noopener\" target=\"_blank\"";

INSTANTIATE_TEST_SUITE_P(
    Text,
    Sanitize,
    testing::Values(
        Case{"Empty", note, "", ""},
        Case{"Plain", note, "hello", "hello"},
        Case{"EscapesOnce", note, "a &amp; b &lt;i&gt; \"c\"", "a &amp; b &lt;i&gt; \"c\""},
        Case{"LooseSigns", note, "I <3 this & that; 5 < 6", "I &lt;3 this &amp; that; 5 &lt; 6"},
        Case{"NoBreakSpace", note, "a&nbsp;b", "a&nbsp;b"},
        Case{"InvalidUtf8", note, "a\xFF\x62", "a\uFFFDb"},
        Case{"Controls", note, "a\x08\x1B&#27;b\r\nc", "ab\nc"},
        Case{"BidiControls", note, "user\u202Egnp&#x202E;.exe", "usergnp.exe"},
        Case{"StrayTagCharacters", note, "x\U000E0041\U000E007F", "x"},
        Case{
            "FlagEmoji",
            note,
            "🏴\U000E0067\U000E0062\U000E007F!",
            "🏴\U000E0067\U000E0062\U000E007F!"
        },
        Case{"Comment", note, "a<!-- <b> -->b", "ab"},
        Case{"Declaration", note, "<!DOCTYPE html><p>x", "<p>x</p>"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Structure,
    Sanitize,
    testing::Values(
        Case{
            "DivisionsBecomeParagraphs",
            note,
            "<div>a</div><div>b <b>c</b></div>",
            "<p>a</p><p>b <b>c</b></p>"
        },
        Case{"DivisionAroundParagraph", note, "<div><p>a</p> <p>b</p></div>", "<p>a</p><p>b</p>"},
        Case{"BlockLeavesInline", note, "<em>a<p>b</p></em>c", "<em>a</em><p><em>b</em></p>c"},
        Case{
            "LinkAroundParagraphs",
            note,
            "<a href='https://ok.test/'><p>a</p><p>b</p></a>",
            "<p><a href=\"https://ok.test/\"" + attributes +
                ">a</a></p><p><a href=\"https://ok.test/\"" + attributes + ">b</a></p>"
        },
        Case{
            "QuoteEndsParagraph",
            note,
            "<p>a<i>b<blockquote>c</blockquote>d</i></p>",
            "<p>a<i>b</i></p><blockquote><i>c</i></blockquote><i>d</i>"
        },
        Case{"EmptyInlineGoes", note, "a<b></b><span class=mention></span>c", "ac"},
        Case{"RepeatedFormattingGoes", note, "<b><b>a</b></b>", "<b>a</b>"},
        Case{"StrayItem", note, "<li>a</li><li>b</li>", "<p>a</p><p>b</p>"},
        Case{"TextInList", note, "<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"},
        Case{
            "UnclosedItems",
            note,
            "<ul><li>a<li><b>b<li>c</ul>",
            "<ul><li>a</li><li><b>b</b></li><li><b>c</b></li></ul>"
        },
        Case{"BlockInHeading", note, "<h1>a<div>b</div></h1>", "<h1>a b</h1>"},
        Case{
            "PreKeepsSpace",
            note,
            "<pre>\n\n a\n<code>b</code></pre>",
            "<pre>\n\n a\n<code>b</code></pre>"
        },
        Case{
            "TableInNote",
            note,
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "<p>a b</p><p>c</p>"
        },
        Case{
            "Table",
            article,
            "<table><tr><td>a<th scope=col>b<tr><td colspan=2>c</table>",
            "<table><tbody><tr><td>a</td><th scope=\"col\">b</th></tr><tr><td "
            "colspan=\"2\">c</td></tr></tbody></table>"
        },
        Case{
            "TextInTable",
            article,
            "<table>a<tr>b<td>c</td></tr></table>",
            "<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>"
        },
        Case{"StrayCell", article, "a<td>b</td>", "a<p>b</p>"},
        Case{
            "Definitions",
            article,
            "<dl><dt>a<dd>b<dt>c</dl>",
            "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"
        },
        Case{
            "Details",
            article,
            "<details open><summary>a</summary>b</details>",
            "<details open=\"\"><summary>a</summary>b</details>"
        },
        Case{"StraySummary", article, "<summary>a</summary>b", "<p>a</p>b"},
        Case{"Rule", article, "<p>a<hr>b", "<p>a</p><hr>b"},
        Case{"RuleInNote", note, "a<hr>b", "a b"},
        Case{
            "Ruby",
            note,
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"
        },
        Case{
            "OldNames",
            note,
            "<strike>a</strike><tt>b</tt><ins>c</ins>",
            "<s>a</s><code>b</code><u>c</u>"
        },
        Case{
            "DroppedWithContent",
            note,
            "a<style>x</style><svg><b>y</b></svg><select><option>z</select>b",
            "ab"
        },
        Case{"PrefixedScript", note, "<x:script>steal()</x:script>x", "x"},
        Case{"UnknownKeepsText", note, "<x-y><font color=red>a</font></x-y>", "a"}
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Attributes,
    Sanitize,
    testing::Values(
        Case{
            "Link",
            note,
            "<a href='https://ok.test/?a=1&amp;b=2' title=x onclick=y id=z>x</a>",
            "<a href=\"https://ok.test/?a=1&amp;b=2\"" + attributes + ">x</a>"
        },
        Case{"UnsafeLink", note, "<a href='javascript:steal()'>x</a>", "x"},
        Case{
            "LinkInLink",
            note,
            "<a href='https://a.test/'>x<b><a href='https://b.test/'>y</a></b></a>",
            "<a href=\"https://a.test/\"" + attributes + ">x<b>y</b></a>"
        },
        Case{
            "Relations",
            note,
            "<a href='https://ok.test/' rel='me opener TAG ugc' target=_top>x</a>",
            "<a href=\"https://ok.test/\" rel=\"tag nofollow noopener ugc\" target=\"_blank\">x</a>"
        },
        Case{
            "Mention",
            note,
            "<span class='h-card evil'><a href='https://ok.test/@c' class='u-url mention "
            "btn'>@<span>c</span></a></span>",
            "<span class=\"h-card\"><a href=\"https://ok.test/@c\" class=\"u-url mention\" "
            "rel=\"nofollow noopener\">@<span>c</span></a></span>"
        },
        Case{
            "LanguageAndDirection",
            note,
            "<p lang=zh-Hans dir=RTL>x</p><p lang='a\"b' dir=up>y</p>",
            "<p lang=\"zh-Hans\" dir=\"rtl\">x</p><p>y</p>"
        },
        Case{
            "ListNumbers",
            note,
            "<ol start=3 reversed><li value=x>a<li value=-2>b</ol>",
            "<ol start=\"3\" reversed=\"\"><li>a</li><li value=\"-2\">b</li></ol>"
        },
        Case{
            "CodeLanguage",
            note,
            "<pre><code class='language-c++ hljs'>x</code></pre>",
            "<pre><code class=\"language-c++\">x</code></pre>"
        },
        Case{
            "Image",
            article,
            "<img src='https://ok.test/a.png' srcset=x alt='a\n\"b\"' width=20 height=-1>",
            "<img src=\"https://ok.test/a.png\" alt=\"a &quot;b&quot;\" width=\"20\" "
            "loading=\"lazy\">"
        },
        Case{
            "ImageInNote",
            note,
            "a<img src='https://ok.test/a.png' alt=' a <b> cat'>",
            "a a &lt;b&gt; cat"
        },
        Case{"UnsafeImage", article, "<img src='data:image/png,x' alt=cat>", "cat"}
    ),
    name_of
);

struct LinkCase {
    char const* name;
    char const* markup;
    bool misleading;
};

class MisleadingLink : public testing::TestWithParam<LinkCase> {};

TEST_P(MisleadingLink, IsFlagged) {
    EXPECT_EQ(sanitize(GetParam().markup, note).misleading_link, GetParam().misleading);
}

INSTANTIATE_TEST_SUITE_P(
    X06,
    MisleadingLink,
    testing::Values(
        LinkCase{"Words", "<a href='https://ok.test/'>read this</a>", false},
        LinkCase{"SameHost", "<a href='https://ok.test/a'>https://ok.test/a</a>", false},
        LinkCase{"WithoutWww", "<a href='https://www.ok.test/a'>ok.test/a</a>", false},
        LinkCase{"Subdomain", "<a href='https://social.ok.test/@c'>@c@ok.test</a>", false},
        LinkCase{
            "SentenceWithFileName", "<a href='https://ok.test/'>see README.md there</a>", false
        },
        LinkCase{
            "Shortened",
            "<a href='https://ok.test/abc'><span class=invisible>https://</span><span "
            "class=ellipsis>ok.test/a</span><span class=invisible>bc</span></a>",
            false
        },
        LinkCase{"OtherUrl", "<a href='https://evil.test/'>https://bank.test/login</a>", true},
        LinkCase{
            "OtherUrlInSentence",
            "<a href='https://evil.test/'>go to https://bank.test now</a>",
            true
        },
        LinkCase{"OtherHost", "<a href='https://evil.test/'> bank.test </a>", true},
        LinkCase{"OtherHandle", "<a href='https://evil.test/@admin'>@admin@home.test</a>", true},
        LinkCase{
            "HostAsUserInfo", "<a href='https://evil.test/'>https://evil.test@bank.test/</a>", true
        },
        LinkCase{"SuffixWithoutDot", "<a href='https://notok.test/'>ok.test</a>", true},
        LinkCase{
            "HiddenRealHost",
            "<a href='https://evil.test/'><span "
            "class=invisible>https://evil.test/?x=</span>bank.test</a>",
            true
        },
        LinkCase{"Mail", "<a href='mailto:ana@ok.test'>ana@ok.test</a>", false}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(Sanitize, X01_NestsNoDeeperThanItsCap) {
    std::string nested;
    for (int i = 0; i < 200; ++i) {
        nested += "<blockquote>";
    }
    auto const result = sanitize(nested + "x", note);
    std::string_view const html = result.html.view();
    EXPECT_EQ(std::ranges::count(html, '/'), 40);
    EXPECT_TRUE(html.contains(">x<"));
}

TEST(Sanitize, X01_BoundsItsOutput) {
    std::string bomb;
    for (char const* const tag :
         {"b", "i", "u", "s", "em", "strong", "code", "mark", "del", "small", "sub", "sup"}) {
        bomb += '<' + std::string(tag) + '>';
    }
    for (int i = 0; i < 3000; ++i) {
        bomb += "<p>x";
    }
    auto const result = sanitize(bomb, note);
    EXPECT_LE(result.html.view().size(), 6 * bomb.size());
    EXPECT_TRUE(result.truncated);
    EXPECT_EQ(sanitize(result.html.view(), note).html, result.html);
}

TEST(Sanitize, X01_ReadsNoMoreThanItsCap) {
    std::string const chinese = "你好你好";
    auto const result = sanitize(chinese, note, {.max_input_bytes = 7});
    EXPECT_EQ(result.html.view(), "你好");
    EXPECT_TRUE(result.truncated);
}

TEST(Sanitize, X01_StopsReadingWhereNestingIsAbsurd) {
    std::string nested;
    for (int i = 0; i < 20'000; ++i) {
        nested += "<b>";
    }
    EXPECT_TRUE(sanitize("a" + nested + "x", note).truncated);
    EXPECT_EQ(clean("a" + nested + "x", note), "a");
}

constexpr auto tags = std::to_array<std::string_view>(
    {"a",      "b",          "i",       "code",    "small",   "span",    "sub",  "del",  "p",
     "div",    "blockquote", "pre",     "h1",      "h2",      "ul",      "ol",   "li",   "table",
     "tbody",  "thead",      "tr",      "td",      "th",      "caption", "dl",   "dt",   "dd",
     "figure", "figcaption", "details", "summary", "ruby",    "rt",      "rp",   "img",  "br",
     "hr",     "q",          "cite",    "abbr",    "section", "center",  "font", "nobr", "form",
     "script", "title",      "svg",     "math",    "x-y"}
);

// One element of each kind: how it nests is decided by kind.
constexpr auto kinds =
    std::to_array<std::string_view>({"a",       "b",       "span", "p",     "div",    "pre",
                                     "h1",      "ul",      "li",   "table", "tbody",  "tr",
                                     "td",      "dl",      "dt",   "dd",    "figure", "figcaption",
                                     "details", "summary", "ruby", "rt",    "hr",     "caption"});

TEST(Sanitize, P04_IsIdempotentForEveryNestingOfThree) {
    for (auto const outer : kinds) {
        for (auto const middle : kinds) {
            for (auto const inner : kinds) {
                std::string markup =
                    "<" + std::string(outer) + ">1<" + std::string(middle) + "> 2<";
                markup += std::string(inner) + " href=https://ok.test/ src=https://ok.test/ >3</";
                markup += std::string(inner) + ">4</" + std::string(middle) + "> 5</" +
                          std::string(outer) + ">6";
                auto const once = sanitize(markup, article);
                ASSERT_EQ(sanitize(once.html.view(), article).html, once.html) << markup;
            }
        }
    }
}

std::string random_fragment(std::mt19937& random) {
    constexpr auto texts = std::to_array<std::string_view>(
        {"x",
         " ",
         "\n",
         "\n y",
         "&lt;",
         "&nbsp;",
         "<",
         "你好",
         "&#8238;",
         "\xFF",
         "&#0;",
         "z ",
         "<!--c-->",
         "\t",
         "\""}
    );
    constexpr auto given = std::to_array<std::string_view>(
        {"",
         "",
         " href='https://ok.test/'",
         " href=//x",
         " class='invisible u-x'",
         " dir=rtl",
         " src=http://x.test/"}
    );
    auto const pick = [&](auto const& from) { return std::string(from[random() % from.size()]); };
    std::string markup;
    for (unsigned count = random() % 40; count > 0; --count) {
        switch (random() % 4) {
            case 0:
            case 1:
                markup += "<" + pick(tags) + pick(given) + ">";
                break;
            case 2:
                markup += "</" + pick(tags) + ">";
                break;
            default:
                markup += pick(texts);
        }
    }
    return markup;
}

TEST(Sanitize, P04_IsIdempotentForRandomFragments) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    RecordProperty("seed", std::to_string(seed));
    std::mt19937 random(seed);
    for (int i = 0; i < 3000; ++i) {
        std::string const markup = random_fragment(random);
        for (auto const policy : {note, article}) {
            auto const once = sanitize(markup, policy);
            ASSERT_EQ(sanitize(once.html.view(), policy).html, once.html) << markup;
        }
    }
}

}  // namespace
}  // namespace folkmoot::activitypub
