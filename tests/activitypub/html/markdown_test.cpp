#include "activitypub/html/markdown.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {
namespace {

std::string repeat(std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
        text += piece;
    }
    return text;
}

/// Members of folk.test, and a remote one.
std::optional<MentionTarget> resolve(std::string_view handle) {
    if (handle == "@ana" || handle == "@ana@folk.test") {
        return MentionTarget{"https://folk.test/@ana", "ana"};
    }
    if (handle == "@rob@lemmy.test") {
        return MentionTarget{"https://lemmy.test/u/rob", {}};
    }
    if (handle == "!bees") {
        return MentionTarget{"https://folk.test/g/bees", "bees"};
    }
    return std::nullopt;
}

std::string tag_link(std::string_view tag) {
    return "https://folk.test/tags/" + std::string(tag);
}

ComposeOptions options(HtmlPolicy policy = HtmlPolicy::article) {
    return {.policy = policy, .mentions = resolve, .hashtags = tag_link};
}

std::string mention(std::string const& href, std::string const& shown) {
    return "<span class=\"h-card\" translate=\"no\"><a href=\"" + href +
           "\" class=\"u-url mention\" rel=\"nofollow noopener\">" + shown.substr(0, 1) + "<span>" +
           shown.substr(1) + "</span></a></span>";
}

std::string hashtag(std::string const& tag) {
    return "<a href=\"https://folk.test/tags/" + tag +
           "\" class=\"mention hashtag\" rel=\"tag nofollow noopener\">#<span>" + tag +
           "</span></a>";
}

std::string const ana = mention("https://folk.test/@ana", "@ana");
std::string const bees = mention("https://folk.test/g/bees", "!bees");
std::string const blank = " rel=\"nofollow noopener\" target=\"_blank\"";

std::string short_link(
    std::string const& url, std::string const& hidden, std::string const& shown
) {
    return "<a href=\"" + url + "\"" + blank + "><span class=\"invisible\">" + hidden +
           "</span><span>" + shown + "</span></a>";
}

struct Case {
    char const* name;
    std::string source;
    std::string expected;
};

std::string name_of(testing::TestParamInfo<Case> const& info) {
    return info.param.name;
}

class Markdown : public testing::TestWithParam<Case> {};

TEST_P(Markdown, Renders) {
    EXPECT_EQ(markdown_to_html(GetParam().source, options()).html.view(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Syntax,
    Markdown,
    testing::Values(
        Case{"Empty", "", ""},
        Case{
            "Paragraphs",
            "a\n\nb *c* **d** `e`",
            "<p>a</p><p>b <em>c</em> <strong>d</strong> <code>e</code></p>"
        },
        Case{"SoftBreak", "a\nb", "<p>a\nb</p>"},
        Case{"Heading", "# a", "<h1>a</h1>"},
        Case{"List", "- a\n- b\n  1. c", "<ul><li>a</li><li>b\n<ol><li>c</li></ol></li></ul>"},
        Case{"Quote", "> a", "<blockquote><p>a</p></blockquote>"},
        Case{
            "Fence",
            "```c++\na < b\n```",
            "<pre><code class=\"language-c++\">a &lt; b\n</code></pre>"
        },
        Case{"Strikethrough", "~~a~~ ~b~", "<p><del>a</del> ~b~</p>"},
        Case{
            "Table",
            "| a | b |\n|---|---|\n| c | @ana |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>" + ana +
                "</td></tr></tbody></table>"
        },
        Case{"Tasks", "- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"},
        Case{"Footnote", "a[^n]\n\n[^n]: b", "<p>a<sup>1</sup></p><hr><ol><li><p>b</p></li></ol>"},
        Case{
            "Link",
            "[a](https://ok.test/)",
            "<p><a href=\"https://ok.test/\"" + blank + ">a</a></p>"
        },
        Case{"UnsafeLink", "[a](javascript:steal())", "<p>a</p>"},
        Case{
            "Image",
            "![cat](https://ok.test/c.png)",
            "<p><img src=\"https://ok.test/c.png\" alt=\"cat\" loading=\"lazy\"></p>"
        },
        Case{"Chinese", "**你好**，世界。", "<p><strong>你好</strong>，世界。</p>"},
        Case{"RawInlineHtml", "a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"},
        Case{
            "RawBlockHtml",
            "<script>\nsteal()\n</script>\n",
            "<p>&lt;script&gt;<br>steal()<br>&lt;/script&gt;</p>"
        }
    ),
    name_of
);

INSTANTIATE_TEST_SUITE_P(
    Links,
    Markdown,
    testing::Values(
        Case{"Mention", "hi @ana!", "<p>hi " + ana + "!</p>"},
        Case{"FullMention", "@ana@folk.test", "<p>" + ana + "</p>"},
        Case{
            "RemoteMention",
            "@rob@lemmy.test.",
            "<p>" + mention("https://lemmy.test/u/rob", "@rob@lemmy.test") + ".</p>"
        },
        Case{"GroupMention", "ask !bees", "<p>ask " + bees + "</p>"},
        Case{"MentionAfterChinese", "你好@ana，早", "<p>你好" + ana + "，早</p>"},
        Case{"EmphasisedMention", "**@ana**", "<p><strong>" + ana + "</strong></p>"},
        Case{"UnknownMention", "@nobody !important", "<p>@nobody !important</p>"},
        Case{"MailAddressIsNoMention", "me@ana.test x@ana", "<p>me@ana.test x@ana</p>"},
        Case{
            "MentionInCode",
            "`@ana` and\n\n    @ana #tag",
            "<p><code>@ana</code> and</p><pre><code>@ana #tag\n</code></pre>"
        },
        Case{
            "MentionInLink",
            "[@ana #x](https://ok.test/)",
            "<p><a href=\"https://ok.test/\"" + blank + ">@ana #x</a></p>"
        },
        Case{"Hashtag", "#tag.", "<p>" + hashtag("tag") + ".</p>"},
        Case{
            "HashtagChinese",
            "#中文标签 和#养蜂。",
            "<p>" + hashtag("中文标签") + " 和" + hashtag("养蜂") + "。</p>"
        },
        Case{"FullWidthHashtag", "＃养蜂", "<p>" + hashtag("养蜂") + "</p>"},
        Case{
            "HashtagWithUnderscore",
            "#a_b_c #1a",
            "<p>" + hashtag("a_b_c") + " " + hashtag("1a") + "</p>"
        },
        Case{"NumberIsNoHashtag", "#1 a#b /#c", "<p>#1 a#b /#c</p>"},
        Case{
            "Url",
            "see https://ok.test/a_b_c.",
            "<p>see " + short_link("https://ok.test/a_b_c", "https://", "ok.test/a_b_c") + ".</p>"
        },
        Case{
            "UrlInBrackets",
            "(https://ok.test/a_(b))",
            "<p>(" + short_link("https://ok.test/a_(b)", "https://", "ok.test/a_(b)") + ")</p>"
        },
        Case{
            "UrlBeforeChinese",
            "看https://ok.test/a吧",
            "<p>看" + short_link("https://ok.test/a", "https://", "ok.test/a") + "吧</p>"
        },
        Case{
            "UrlWithChinesePath",
            "https://ok.test/维基。",
            "<p>" + short_link("https://ok.test/维基", "https://", "ok.test/维基") + "。</p>"
        },
        Case{
            "UrlWithUserInfo", "https://home.test@evil.test/", "<p>https://home.test@evil.test/</p>"
        },
        Case{
            "LongUrl",
            "https://www.ok.test/abcdefghijklmnopqrstuvwxyz",
            "<p><a href=\"https://www.ok.test/abcdefghijklmnopqrstuvwxyz\"" + blank +
                "><span class=\"invisible\">https://www.</span><span "
                "class=\"ellipsis\">ok.test/abcdefghijklmnopqrstuv</span><span "
                "class=\"invisible\">wxyz</span></a></p>"
        }
    ),
    name_of
);

class PlainText : public testing::TestWithParam<Case> {};

TEST_P(PlainText, Renders) {
    EXPECT_EQ(
        plain_to_html(GetParam().source, options(HtmlPolicy::note)).html.view(), GetParam().expected
    );
}

INSTANTIATE_TEST_SUITE_P(
    Compose,
    PlainText,
    testing::Values(
        Case{"Empty", " \n ", ""},
        Case{"Paragraphs", "a\nb\r\n\r\n\n c", "<p>a<br>b</p><p>c</p>"},
        Case{"MarkupIsText", "*a* <b> & \"c\"", "<p>*a* &lt;b&gt; &amp; \"c\"</p>"},
        Case{
            "Links",
            "@ana #tag https://ok.test/",
            "<p>" + ana + " " + hashtag("tag") + " " +
                short_link("https://ok.test/", "https://", "ok.test/") + "</p>"
        },
        Case{
            "Controls",
            "a\x01\u202E"
            "b",
            "<p>ab</p>"
        },
        Case{"InvalidUtf8", "a\xFF", "<p>a\uFFFD</p>"}
    ),
    name_of
);

TEST(Compose, CollectsEachMentionAndTagOnce) {
    auto const composed =
        markdown_to_html("@ana @ANA !bees @nobody #Tag #tag #x `@rob@lemmy.test`", options());
    std::vector<FoundMention> const mentions = {
        {"@ana", "https://folk.test/@ana"},
        {"!bees", "https://folk.test/g/bees"},
    };
    EXPECT_EQ(composed.mentions, mentions);
    EXPECT_EQ(composed.hashtags, (std::vector<std::string>{"Tag", "x"}));
    EXPECT_FALSE(composed.truncated);
}

TEST(Compose, AsksForEachHandleOnceAndNoMoreThanTheCap) {
    int asked = 0;
    ComposeOptions limited = options();
    limited.max_mentions = 3;
    limited.mentions = [&](std::string_view) -> std::optional<MentionTarget> {
        ++asked;
        return std::nullopt;
    };
    plain_to_html("@a @a @A @b @c @d @e", limited);
    EXPECT_EQ(asked, 3);
}

TEST(Compose, IgnoresAnUnsafeMentionTarget) {
    ComposeOptions hostile = options();
    hostile.mentions = [](std::string_view) { return MentionTarget{"javascript:steal()", "ana"}; };
    auto const composed = plain_to_html("@ana", hostile);
    EXPECT_EQ(composed.html.view(), "<p>@ana</p>");
    EXPECT_TRUE(composed.mentions.empty());
}

TEST(Compose, LinksNothingWithoutFunctions) {
    EXPECT_EQ(markdown_to_html("@ana #tag").html.view(), "<p>@ana #tag</p>");
}

TEST(Compose, BreaksLinesWhenAsked) {
    ComposeOptions hard = options();
    hard.hard_breaks = true;
    EXPECT_EQ(markdown_to_html("a\nb", hard).html.view(), "<p>a<br>\nb</p>");
}

TEST(Compose, ReadsNoMoreThanItsCap) {
    ComposeOptions small = options();
    small.max_bytes = 3;
    auto const composed = markdown_to_html("abcd", small);
    EXPECT_EQ(composed.html.view(), "<p>abc</p>");
    EXPECT_TRUE(composed.truncated);
}

struct Pathological {
    char const* name;
    std::string piece;
};

class Pathology : public testing::TestWithParam<Pathological> {};

// The bound is loose: cubic or quadratic behaviour takes minutes at this size, linear behaviour
// milliseconds.
TEST_P(Pathology, X07_EndsSoon) {
    std::string const& piece = GetParam().piece;
    std::string const source = repeat(piece, 32 * 1024 / piece.size());
    auto const start = std::chrono::steady_clock::now();
    markdown_to_html(source, options());
    plain_to_html(source, options());
    auto const elapsed = std::chrono::steady_clock::now() - start;
    EXPECT_LT(elapsed, std::chrono::seconds(20));
    RecordProperty("milliseconds", static_cast<int>(elapsed / std::chrono::milliseconds(1)));
}

INSTANTIATE_TEST_SUITE_P(
    CommonMark,
    Pathology,
    testing::Values(
        Pathological{"OpenBrackets", "["},
        Pathological{"ImageBrackets", "![[]()"},
        Pathological{"CloseBrackets", "]"},
        Pathological{"LinkStarts", "[a]("},
        Pathological{"PointyLinks", "[a](<b"},
        Pathological{"Emphasis", "*a_ "},
        Pathological{"EmphasisClosers", "a_"},
        Pathological{"MixedEmphasis", "*a**a "},
        Pathological{"Underscores", "_"},
        Pathological{"Stars", "*"},
        Pathological{"Backticks", "`a``"},
        Pathological{"Quotes", "> "},
        Pathological{"QuotesTight", ">"},
        Pathological{"Lists", "- "},
        Pathological{"OrderedLists", "1. "},
        Pathological{"NestedLists", "* a\n "},
        Pathological{"Definitions", "[a]: b\n"},
        Pathological{"DefinitionsWithTitles", "[a]:b'c\n"},
        Pathological{"Footnotes", "[^a]:\n"},
        Pathological{"FootnoteReferences", "[^a]"},
        Pathological{"Tables", "|\n-\n"},
        Pathological{"TableCells", "|"},
        Pathological{"TableRows", "a|b\n-|-\n"},
        Pathological{"Tildes", "~~a"},
        Pathological{"Comments", "<!--"},
        Pathological{"Processing", "<?"},
        Pathological{"Declarations", "<!A "},
        Pathological{"CData", "<![CDATA["},
        Pathological{"Tags", "<b>"},
        Pathological{"Entities", "&amp"},
        Pathological{"Backslashes", "\\"},
        Pathological{"LineEnds", "\n"},
        Pathological{"Mentions", "@ana "},
        Pathological{"At", "@"},
        Pathological{"Hashes", "#"},
        Pathological{"Digits", "#1"},
        Pathological{"Urls", "https://"},
        Pathological{"UrlsInBrackets", "(https://a"},
        Pathological{"UrlEnds", "https://a))))"}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

}  // namespace
}  // namespace folkmoot::activitypub
