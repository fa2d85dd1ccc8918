// Header lookup, targets, HTTP dates.
#include "activitypub/signature/http_message.hpp"

#include "activitypub/signature/http_date.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {

namespace {

HttpMessage message_with(std::vector<HeaderField> headers) {
    return {.method = "POST", .target = "/inbox", .headers = std::move(headers)};
}

TEST(HttpMessage, FindsFieldsWithoutRegardToCase) {
    auto const message = message_with({{"X-A", " one\t"}, {"x-a", "two"}});
    EXPECT_EQ(message.find("X-a"), "one");
    EXPECT_EQ(message.count("x-A"), 2u);
    EXPECT_EQ(message.combined("x-a"), "one, two");
    EXPECT_EQ(message.find("x"), std::nullopt);
    EXPECT_EQ(message.combined("x"), std::nullopt);
}

TEST(HttpMessage, F10_ReportsDuplicates) {
    auto const message = message_with({{"Date", "a"}, {"DATE", "a"}, {"Host", "h"}});
    EXPECT_EQ(message.single("date").error().code, ErrorCode::malformed);
    EXPECT_EQ(message.single("digest").error().code, ErrorCode::missing);
    EXPECT_EQ(message.single("host").value(), "h");
}

TEST(HttpMessage, SetReplacesEveryField) {
    auto message = message_with({{"date", "a"}, {"Host", "h"}, {"DATE", "b"}});
    message.set("Date", "c");
    EXPECT_EQ(message.count("date"), 1u);
    EXPECT_EQ(message.find("date"), "c");
    EXPECT_EQ(message.headers.size(), 2u);
}

TEST(HttpMessage, SplitsTheRawTarget) {
    HttpMessage message{.method = "GET", .target = "/a%2Fb?x=1?y=2", .headers = {}};
    EXPECT_EQ(message.path(), "/a%2Fb");
    EXPECT_EQ(message.query(), "?x=1?y=2");
    message.target = "/a";
    EXPECT_EQ(message.path(), "/a");
    EXPECT_EQ(message.query(), "");
    message.target = "/a?";
    EXPECT_EQ(message.query(), "?");
}

TEST(HttpDate, WritesAndReadsTheRfcExample) {
    constexpr std::string_view text = "Sun, 06 Nov 1994 08:49:37 GMT";
    EXPECT_EQ(
        parse_http_date(text).value(), std::chrono::sys_seconds(std::chrono::seconds(784111777))
    );
    EXPECT_EQ(format_http_date(parse_http_date(text).value()), text);
    EXPECT_EQ(
        format_http_date(std::chrono::floor<std::chrono::seconds>(test::test_now)), test::test_date
    );
}

TEST(HttpDate, ReadsBackWhatItWrites) {
    auto generator = test::seeded_generator();
    std::uniform_int_distribution<std::int64_t> seconds(-62'000'000'000, 253'402'300'799);
    for (int i = 0; i < 500; ++i) {
        std::chrono::sys_seconds const time(std::chrono::seconds(seconds(generator)));
        EXPECT_EQ(parse_http_date(format_http_date(time)).value(), time);
    }
}

class RefusedDate : public testing::TestWithParam<std::string_view> {};

TEST_P(RefusedDate, IsMalformed) {
    EXPECT_EQ(parse_http_date(GetParam()).error().code, ErrorCode::malformed);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedDate,
    testing::Values(
        "",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Xxx, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
    )
);

}  // namespace

}  // namespace folkmoot::activitypub
