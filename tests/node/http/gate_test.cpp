// The gate against the table of ambiguous requests (threats H01 to H15), as bytes, whole and in
// pieces.
#include "node/http/gate.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

struct Verdict {
    int status{0};  // 0: passed
    std::string reason;
    GateHead head;
};

// Gives the bytes to the scanner in pieces of `piece` bytes.
Verdict inspect(std::string const& bytes, std::size_t piece) {
    HeadScanner scanner;
    for (std::size_t end = 0; end < bytes.size();) {
        end = std::min(bytes.size(), end + piece);
        auto const size = scanner.scan(std::string_view{bytes}.substr(0, end));
        if (!size) {
            return {size.error().status, std::string{size.error().reason}, {}};
        }
        if (*size) {
            auto head = read_head(std::string_view{bytes}.substr(0, **size));
            if (!head) {
                return {head.error().status, std::string{head.error().reason}, {}};
            }
            return {0, "", std::move(*head)};
        }
    }
    return {-1, "incomplete", {}};
}

struct Case {
    char const* name;
    std::string bytes;
    int status;  // -1: waits for more
};

std::ostream& operator<<(std::ostream& out, Case const& one) {
    return out << one.name;
}

std::string get(std::string const& fields, std::string const& line = "GET / HTTP/1.1") {
    return line + "\r\nHost: a.example\r\n" + fields + "\r\n";
}

std::string post(std::string const& fields) {
    return get(fields, "POST /inbox HTTP/1.1");
}

std::string many_fields(int count) {
    std::string fields;
    for (int i = 0; i < count; ++i) {
        fields += "X-" + std::to_string(i) + ": 1\r\n";
    }
    return fields;
}

class ThreatH : public testing::TestWithParam<Case> {};

TEST_P(ThreatH, GateAnswers) {
    auto const& [name, bytes, status] = GetParam();
    for (std::size_t const piece : {bytes.size(), std::size_t{1}, std::size_t{7}}) {
        auto const verdict = inspect(bytes, piece);
        EXPECT_EQ(verdict.status, status) << verdict.reason << ", in pieces of " << piece;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ThreatH,
    testing::Values(
        Case{
            "H01_LengthThenChunked",
            post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"),
            400
        },
        Case{
            "H01_ChunkedThenLength",
            post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"),
            400
        },
        Case{"H02_TwoEqualLengths", post("Content-Length: 4\r\nContent-Length: 4\r\n"), 400},
        Case{"H02_LengthList", post("Content-Length: 4, 4\r\n"), 400},
        Case{"H03_UnknownCoding", post("Transfer-Encoding: xchunked\r\n"), 501},
        Case{"H03_ChunkedNotLast", post("Transfer-Encoding: chunked, gzip\r\n"), 501},
        Case{
            "H03_TwoCodingFields",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
            400
        },
        Case{"H03_QuotedCoding", post("Transfer-Encoding: \"chunked\"\r\n"), 501},
        Case{"H03_EmptyCoding", post("Transfer-Encoding:\r\n"), 501},
        Case{"H04_GzipChunked", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
        Case{"H05_ChunkedInHttp10", get("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"), 400},
        Case{"H06_ObsFold", get("X-A: b\r\n c\r\n"), 400},
        Case{"H06_ObsFoldInCoding", post("Transfer-Encoding:\r\n chunked\r\n"), 400},
        Case{"H06_ObsFoldWithTab", get("X-A: b\r\n\tc\r\n"), 400},
        Case{"H07_TwoHosts", get("Host: b.example\r\n"), 400},
        Case{"H07_TwoEqualHosts", get("Host: a.example\r\n"), 400},
        Case{"H07_NoHost", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n", 400},
        Case{"H07_EmptyHost", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        Case{"H07_HostWithSlash", "GET / HTTP/1.1\r\nHost: a.example/x\r\n\r\n", 400},
        Case{"H07_HostWithUserinfo", "GET / HTTP/1.1\r\nHost: a@b.example\r\n\r\n", 400},
        Case{"H08_AbsoluteTargetOfOtherHost", get("", "GET http://evil.example/ HTTP/1.1"), 400},
        Case{"H08_AbsoluteTargetOfSameHost", get("", "GET http://a.example/x HTTP/1.1"), 0},
        Case{"H08_AbsoluteTargetOfOtherScheme", get("", "GET ftp://a.example/x HTTP/1.1"), 400},
        Case{"H08_AuthorityTarget", get("", "GET a.example:80 HTTP/1.1"), 400},
        Case{"H09_RawByteInTarget", get("", "GET /\xC3\xA4 HTTP/1.1"), 400},
        Case{"H09_BlankInTarget", get("", "GET /a b HTTP/1.1"), 400},
        Case{"H09_FragmentInTarget", get("", "GET /a#b HTTP/1.1"), 400},
        Case{
            "H10_TrailerAnnounced",
            post("Transfer-Encoding: chunked\r\nTrailer: Signature\r\n"),
            400
        },
        Case{"H11_OneHundredFields", get(many_fields(99)), 0},
        Case{"H11_OneHundredAndOneFields", get(many_fields(100)), 431},
        Case{"H11_LongTarget", get("", "GET /" + std::string(9000, 'a') + " HTTP/1.1"), 414},
        Case{"H11_LongField", get("X-A: " + std::string(9000, 'a') + "\r\n"), 431},
        Case{
            "H11_LongHead",
            get([] {
                std::string fields;
                for (int i = 0; i < 9; ++i) {
                    fields += "X-A: " + std::string(4000, 'a') + "\r\n";
                }
                return fields;
            }()),
            431
        },
        Case{"H11_EndlessLineIsRefusedBeforeItsEnd", "GET /" + std::string(9000, 'a'), 414},
        Case{"H12_UnknownMethod", get("", "G3T / HTTP/1.1"), 501},
        Case{"H12_LowerCaseMethod", get("", "get / HTTP/1.1"), 501},
        Case{"H12_Connect", get("", "CONNECT a.example:443 HTTP/1.1"), 405},
        Case{"H12_Trace", get("", "TRACE / HTTP/1.1"), 405},
        Case{"H12_MethodIsNoToken", get("", "GE(T / HTTP/1.1"), 400},
        Case{"H13_PostWithoutLength", post(""), 411},
        Case{"H13_PutWithoutLength", get("", "PUT / HTTP/1.1"), 411},
        Case{"H13_PostWithZeroLength", post("Content-Length: 0\r\n"), 0},
        Case{"H14_GetWithBody", get("Content-Length: 4\r\n"), 400},
        Case{"H14_GetWithChunkedBody", get("Transfer-Encoding: chunked\r\n"), 400},
        Case{"H14_HeadWithBody", get("Content-Length: 4\r\n", "HEAD / HTTP/1.1"), 400},
        Case{"H14_GetWithZeroLength", get("Content-Length: 0\r\n"), 0},
        Case{"H14_DeleteWithBody", get("Content-Length: 4\r\n", "DELETE /x HTTP/1.1"), 0},
        Case{"H15_BareLfEndsLine", "GET / HTTP/1.1\nHost: a.example\n\n", 400},
        Case{"H15_BareLfInField", get("X-A: b\nX-B: c\r\n"), 400},
        Case{"H15_BareCr", get("X-A: b\rc\r\n"), 400},
        Case{"H15_Nul", get(std::string("X-A: b\0c\r\n", 10)), 400},
        Case{"H15_Escape", get("X-A: \x1B[2J\r\n"), 400},
        Case{"H15_BlankBeforeColon", get("X-A : b\r\n"), 400},
        Case{"H15_FieldWithoutColon", get("X-A\r\n"), 400},
        Case{"H15_FieldWithoutName", get(": b\r\n"), 400},
        Case{"H15_Http09", "GET /\r\n\r\n", 400},
        Case{"H15_Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        Case{"H15_Http12", get("", "GET / HTTP/1.2"), 505},
        Case{"H15_LowerCaseVersion", get("", "GET / http/1.1"), 400},
        Case{"H15_PlusLength", post("Content-Length: +4\r\n"), 400},
        Case{"H15_MinusLength", post("Content-Length: -4\r\n"), 400},
        Case{"H15_HexLength", post("Content-Length: 0x4\r\n"), 400},
        Case{"H15_EmptyLength", post("Content-Length:\r\n"), 400},
        Case{"H15_OverflowingLength", post("Content-Length: 18446744073709551617\r\n"), 400},
        Case{"H15_LengthAboveInt64", post("Content-Length: 9223372036854775808\r\n"), 400},
        Case{"H15_EmptyLineFirst", "\r\n" + get(""), 400},
        Case{"H15_TwoBlanksInRequestLine", get("", "GET  / HTTP/1.1"), 400},
        Case{"Expect100", post("Content-Length: 4\r\nExpect: 100-continue\r\n"), 0},
        Case{"ExpectOther", post("Content-Length: 4\r\nExpect: magic\r\n"), 417},
        Case{"CompressedBody", post("Content-Length: 4\r\nContent-Encoding: gzip\r\n"), 415},
        Case{"OptionsStar", get("", "OPTIONS * HTTP/1.1"), 0},
        Case{"GetStar", get("", "GET * HTTP/1.1"), 400},
        Case{"Plain", get("Accept: */*\r\n"), 0},
        Case{"BytesAbove7FInValue", get("X-A: \xC3\xA4\r\n"), 0},
        Case{"Unfinished", "GET / HTTP/1.1\r\nHost: a.example\r\n", -1}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Gate, ReadsHeadAsReceived) {
    auto const bytes =
        get("x-twice: 1\r\nX-Twice:  2 \r\nConnection: Close\r\n", "GET /a?b=%20c HTTP/1.1");
    auto const verdict = inspect(bytes, bytes.size());
    ASSERT_EQ(verdict.status, 0);
    EXPECT_EQ(verdict.head.verb, Verb::get);
    EXPECT_EQ(verdict.head.target, "/a?b=%20c");
    EXPECT_EQ(verdict.head.host, "a.example");
    ASSERT_EQ(verdict.head.fields.size(), 4u);
    EXPECT_EQ(verdict.head.fields[1].name, "x-twice");
    EXPECT_EQ(verdict.head.fields[2].value, "2");
    EXPECT_FALSE(verdict.head.keep_alive);
}

TEST(Gate, AbsoluteTargetBecomesOriginForm) {
    auto const bytes = get("", "GET HTTP://A.example/x?y HTTP/1.1");
    EXPECT_EQ(inspect(bytes, bytes.size()).head.target, "/x?y");
}

TEST(Gate, KeepsAliveByVersionAndField) {
    EXPECT_TRUE(inspect(get(""), 1000).head.keep_alive);
    EXPECT_FALSE(inspect(get("", "GET / HTTP/1.0"), 1000).head.keep_alive);
    EXPECT_TRUE(
        inspect(get("Connection: x, keep-alive\r\n", "GET / HTTP/1.0"), 1000).head.keep_alive
    );
}

TEST(Gate, StopsAtTheEndOfTheFirstHead) {
    auto const first = get("");
    HeadScanner scanner;
    auto const size = scanner.scan(first + "GET /next HTTP/1.1\r\n");
    ASSERT_TRUE(size && *size);
    EXPECT_EQ(**size, first.size());
}

}  // namespace
}  // namespace folkmoot::node
