#include "activitypub/html/text.hpp"

#include "activitypub/html/sanitizer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {
namespace {

Html html(std::string_view markup) {
    return sanitize(markup, HtmlPolicy::article).html;
}

struct TextCase {
    char const* name;
    char const* markup;
    char const* expected;
};

class PlainTextOf : public testing::TestWithParam<TextCase> {};

TEST_P(PlainTextOf, Html) {
    EXPECT_EQ(plain_text(html(GetParam().markup)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Text,
    PlainTextOf,
    testing::Values(
        TextCase{"Empty", "", ""},
        TextCase{"Paragraphs", "<p>a</p><p>b<br>c</p>", "a\n\nb\nc"},
        TextCase{"References", "a &amp;lt; &lt;b&gt; &quot;c&quot;", "a &lt; <b> \"c\""},
        TextCase{"List", "<p>a</p><ul><li>b</li><li><p>c</p></li></ul>d", "a\n\n- b\n- c\n\nd"},
        TextCase{"Table", "<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a\tb\nc\td"},
        TextCase{
            "Image",
            "<p>see <img src=https://ok.test/c.png alt='a &quot;cat&quot;'></p>",
            "see a \"cat\""
        },
        TextCase{
            "Mention",
            "<span class=h-card><a href=https://ok.test/@c "
            "class=mention>@<span>c</span></a></span> hi",
            "@c hi"
        },
        TextCase{"Code", "<pre><code>a\n  b</code></pre>c", "a\n  b\n\nc"}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

struct ExcerptCase {
    char const* name;
    char const* markup;
    std::size_t room;
    char const* expected;
};

class ExcerptOf : public testing::TestWithParam<ExcerptCase> {};

TEST_P(ExcerptOf, Html) {
    EXPECT_EQ(excerpt(html(GetParam().markup), GetParam().room), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Text,
    ExcerptOf,
    testing::Values(
        ExcerptCase{"Fits", "<p>One. Two.</p>", 9, "One. Two."},
        ExcerptCase{"JoinsLines", "<p>One.</p><p>Two\n three</p>", 40, "One. Two three"},
        ExcerptCase{
            "WholeSentences",
            "One two three. Four five six. Seven",
            32,
            "One two three. Four five six.…"
        },
        ExcerptCase{
            "KeepsQuotation", "He said \"stop.\" Then he left us all", 20, "He said \"stop.\"…"
        },
        ExcerptCase{
            "NumberIsNoSentence", "Version 1.5 is out now for all of you", 20, "Version 1.5 is out…"
        },
        ExcerptCase{
            "ShortSentenceIsNotEnough",
            "Hi. The rest of this sentence is long",
            24,
            "Hi. The rest of this…"
        },
        ExcerptCase{"OneLongWord", "abcdefghij", 5, "abcd…"},
        ExcerptCase{
            "ChineseSentences",
            "你好，世界。每周热门讨论在这里。再见",
            17,
            "你好，世界。每周热门讨论在这里。…"
        },
        ExcerptCase{"ChineseWithoutSentence", "每周热门讨论每周热门讨论", 6, "每周热门讨…"},
        ExcerptCase{
            "ChineseQuotation", "他说：“你好。”然后走了，再也没有回来", 12, "他说：“你好。”…"
        },
        ExcerptCase{"MarksCountNothing", "e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"},
        ExcerptCase{"NoRoom", "abc", 0, ""}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

constexpr auto group =
    std::to_array<std::string_view>({"@bees@folk.test", "@bees", "!bees@folk.test"});

TEST(Title, IsTheFirstLineWithoutTheGroup) {
    EXPECT_EQ(
        title_from_first_line(html("<p>@<span>bees</span> Varroa counts</p><p>More</p>"), group),
        "Varroa counts"
    );
    EXPECT_EQ(
        title_from_first_line(html("<p>@bees@folk.test</p><p>Second<br>third</p>"), group), "Second"
    );
    EXPECT_EQ(title_from_first_line(html("<p>Hello @BEES, all</p>"), group), "Hello , all");
}

TEST(Title, KeepsMentionsOfOthers) {
    EXPECT_EQ(
        title_from_first_line(html("@bees2 @bees@other.test hi"), group),
        "@bees2 @bees@other.test hi"
    );
}

TEST(Title, IsEmptyWithoutText) {
    EXPECT_EQ(title_from_first_line(html("<p>@bees</p><p>…</p>"), {}), "@bees");
    EXPECT_EQ(title_from_first_line(html("<p>@bees</p><p> . </p>"), group), "");
}

TEST(Title, IsAtMostTwoHundredCharacters) {
    std::string words;
    for (int i = 0; i < 100; ++i) {
        words += "word ";
    }
    std::string const title = title_from_first_line(html(words), {});
    EXPECT_LE(title.size(), 199 + std::string_view("…").size());
    EXPECT_TRUE(title.ends_with("word…"));
}

}  // namespace
}  // namespace folkmoot::activitypub
