// Plain text and times from outside (row X12).
#include "activitypub/vocabulary/text.hpp"

#include "activitypub/vocabulary/timestamp.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

using namespace std::string_literals;

struct Case {
    char const* name;
    std::string given;
    std::string expected;
};

std::string case_name(testing::TestParamInfo<Case> const& parameter) {
    return parameter.param.name;
}

class CleanLine : public testing::TestWithParam<Case> {};

TEST_P(CleanLine, GivesPlainText) {
    EXPECT_EQ(GetParam().expected, clean_line(GetParam().given));
    EXPECT_EQ(GetParam().expected, clean_line(clean_line(GetParam().given)));
}

INSTANTIATE_TEST_SUITE_P(
    ThreatX_X12,
    CleanLine,
    testing::Values(
        Case{"Plain", "Ana B.", "Ana B."},
        Case{"Chinese", "\u6c34\u6676 \u517b\u8702", "\u6c34\u6676 \u517b\u8702"},
        Case{"Arabic", "\u0645\u0631\u062d\u0628\u0627", "\u0645\u0631\u062d\u0628\u0627"},
        Case{"BidiOverride", "carol \u202e(nimda)", "carol (nimda)"},
        Case{"BidiIsolates", "a\u2066b\u2069c\u2067d\u2068e", "abcde"},
        Case{"BidiMarks", "a\u200e\u200f\u061cb", "ab"},
        Case{"ZeroWidthSpace", "ad\u200bmin", "admin"},
        Case{"ByteOrderMark", "\ufeffana", "ana"},
        Case{"SoftHyphen", "a\u00adb", "ab"},
        Case{"HangulFiller", "a\u3164b", "ab"},
        Case{
            "Controls",
            "a\x01\x02\x7F\u0085"
            "b",
            "a b"
        },
        Case{"Nul", "a\0b"s, "ab"},
        Case{"LineEnds", "a\r\nb\u2028c\td", "a b c d"},
        Case{"Spaces", "  a \u3000\u00a0 b  ", "a b"},
        Case{"OnlySpaces", " \t\n", ""},
        Case{
            "InvalidBytes",
            "a\xFF\xC3"
            "b\xE2\x82",
            "ab"
        },
        Case{
            "Overlong",
            "a\xC0\xBC"
            "b",
            "ab"
        },
        Case{
            "EncodedSurrogate",
            "a\xED\xA0\x80"
            "b",
            "ab"
        },
        Case{
            "EmojiJoined",
            "\U0001F469\u200D\U0001F469\u200D\U0001F467",
            "\U0001F469\u200D\U0001F469\u200D\U0001F467"
        },
        Case{"EmojiVariation", "\u2764\uFE0F", "\u2764\uFE0F"},
        Case{
            "FlagOfEngland",
            "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
            "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"
        },
        Case{"TagCharacters", "a\U000E0061\U000E0062z", "az"},
        Case{
            "EightMarks",
            "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x",
            "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x"
        },
        Case{
            "Zalgo",
            "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030bx",
            "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308x"
        },
        Case{"MarksOnEachBase", "a\u0301\u0301b\u0301", "a\u0301\u0301b\u0301"},
        Case{"MarkupStaysText", "<script>1</script>", "<script>1</script>"}
    ),
    case_name
);

class CleanText : public testing::TestWithParam<Case> {};

TEST_P(CleanText, KeepsLines) {
    EXPECT_EQ(GetParam().expected, clean_text(GetParam().given));
    EXPECT_EQ(GetParam().expected, clean_text(clean_text(GetParam().given)));
}

INSTANTIATE_TEST_SUITE_P(
    ThreatX_X12,
    CleanText,
    testing::Values(
        Case{"Lines", "a\nb\n\nc", "a\nb\n\nc"},
        Case{"CarriageReturns", "a\r\nb\rc\r\rd", "a\nb\nc\n\nd"},
        Case{"Separators", "a\u2028b\u2029c", "a\nb\nc"},
        Case{"SpacesStay", "  a  b\t", "  a  b\t"},
        Case{"Controls", "a\x02\x1B[31mb", "a[31mb"},
        Case{"Bidi", "a\u202eb", "ab"}
    ),
    case_name
);

TEST(TruncateUtf8, EndsBetweenCharacters) {
    EXPECT_EQ("abc", truncate_utf8("abc", 3));
    EXPECT_EQ("ab", truncate_utf8("abc", 2));
    EXPECT_EQ("a", truncate_utf8("a\u6c34", 3));
    EXPECT_EQ("a\u6c34", truncate_utf8("a\u6c34", 4));
    EXPECT_EQ("a", truncate_utf8("ae\u0301x", 2));
    EXPECT_EQ("", truncate_utf8("\u6c34", 2));
    EXPECT_EQ("", truncate_utf8("", 0));
}

class Timestamps : public testing::TestWithParam<Case> {};

TEST_P(Timestamps, AreReadAndWrittenInUtc) {
    auto const time = parse_timestamp(GetParam().given);
    EXPECT_EQ(GetParam().expected, time ? format_timestamp(*time) : "");
}

INSTANTIATE_TEST_SUITE_P(
    Vocabulary,
    Timestamps,
    testing::Values(
        Case{"Zulu", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
        Case{"LowerCase", "2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"},
        Case{"Millis", "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"},
        Case{"Micros", "2026-01-02T03:04:05.678901Z", "2026-01-02T03:04:05.678Z"},
        Case{"Tenth", "2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.500Z"},
        Case{"ManyDigits", "2026-01-02T03:04:05.00000000000000000001Z", "2026-01-02T03:04:05Z"},
        Case{"East", "2026-01-02T03:04:05+05:30", "2026-01-01T21:34:05Z"},
        Case{"West", "2026-01-02T03:04:05-0800", "2026-01-02T11:04:05Z"},
        Case{"HourOffset", "2026-01-02T03:04:05+01", "2026-01-02T02:04:05Z"},
        Case{"NoOffset", "2026-01-02T03:04:05", "2026-01-02T03:04:05Z"},
        Case{"NoSeconds", "2026-01-02T03:04+01:00", "2026-01-02T02:04:00Z"},
        Case{"Date", "2026-01-02", "2026-01-02T00:00:00Z"},
        Case{"SpaceBetween", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05Z"},
        Case{"LeapDay", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        Case{"LeapSecond", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
        Case{"BeforeEpoch", "1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z"},
        Case{"YearOne", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        Case{"NoLeapDay", "2023-02-29T00:00:00Z", ""},
        Case{"Month13", "2026-13-01T00:00:00Z", ""},
        Case{"Hour24", "2026-01-02T24:00:00Z", ""},
        Case{"Minute60", "2026-01-02T03:60:00Z", ""},
        Case{"Second61", "2026-01-02T03:04:61Z", ""},
        Case{"Trailing", "2026-01-02T03:04:05Zx", ""},
        Case{"EmptyFraction", "2026-01-02T03:04:05.Z", ""},
        Case{"Words", "yesterday", ""},
        Case{"Empty", "", ""},
        Case{"YearZero", "0000-01-01T00:00:00Z", ""},
        Case{"Negative", "-2026-01-02T00:00:00Z", ""}
    ),
    case_name
);

}  // namespace
}  // namespace folkmoot::activitypub
