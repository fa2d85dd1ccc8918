#include "node/http/body_parser.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

struct Decoded {
    int status{0};
    std::string body;
    std::size_t rest{0};  // bytes behind the message
    bool done{false};
};

Decoded decode(
    std::string const& fields, std::string const& wire, std::size_t piece, std::uint64_t limit = 100
) {
    auto const head = "POST /inbox HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n";
    auto const seen = read_head(head);
    EXPECT_TRUE(seen);
    auto parser = BodyParser::create(head, *seen, limit);
    if (!parser) {
        return {parser.error().status, {}, 0, false};
    }
    Decoded result;
    std::string pending;
    for (std::size_t at = 0; at < wire.size() && !parser->done();) {
        auto const end = std::min(wire.size(), at + piece);
        pending.append(wire, at, end - at);
        at = end;
        auto const used = parser->feed(pending, result.body);
        if (!used) {
            result.status = used.error().status;
            return result;
        }
        pending.erase(0, *used);
        result.rest = pending.size() + wire.size() - at;
    }
    result.done = parser->done();
    return result;
}

struct Case {
    char const* name;
    std::string fields;
    std::string wire;
    int status;
    std::string body;
};

std::ostream& operator<<(std::ostream& out, Case const& one) {
    return out << one.name;
}

std::string const chunked = "Transfer-Encoding: chunked\r\n";

class BodyParserTable : public testing::TestWithParam<Case> {};

TEST_P(BodyParserTable, Decodes) {
    auto const& [name, fields, wire, status, body] = GetParam();
    for (std::size_t const piece : {std::size_t{1}, std::size_t{5}, wire.size()}) {
        auto const decoded = decode(fields, wire, piece);
        EXPECT_EQ(decoded.status, status) << "in pieces of " << piece;
        if (status == 0) {
            EXPECT_EQ(decoded.body, body);
            EXPECT_TRUE(decoded.done);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    BodyParserTable,
    testing::Values(
        Case{"Length", "Content-Length: 4\r\n", "abcd", 0, "abcd"},
        Case{"Chunks", chunked, "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 0, "abcde"},
        Case{"ChunkExtension", chunked, "3;x=y\r\nabc\r\n0\r\n\r\n", 0, "abc"},
        Case{"NoChunks", chunked, "0\r\n\r\n", 0, ""},
        Case{
            "H10_TrailerWithAuthorization",
            chunked,
            "3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\n\r\n",
            400,
            ""
        },
        Case{"H10_TrailerWithSignature", chunked, "0\r\nSignature: x\r\n\r\n", 400, ""},
        Case{"H15_HexPrefix", chunked, "0x3\r\nabc\r\n0\r\n\r\n", 400, ""},
        Case{"H15_NegativeSize", chunked, "-3\r\nabc\r\n0\r\n\r\n", 400, ""},
        Case{"H15_OverflowingSize", chunked, "10000000000000003\r\nabc\r\n0\r\n\r\n", 400, ""},
        Case{"H15_MissingLineEndAfterChunk", chunked, "3\r\nabcd\r\n0\r\n\r\n", 400, ""},
        Case{"EndlessChunkLine", chunked, "3;" + std::string(9000, 'a'), 400, ""},
        Case{
            "ChunksBeyondLimit",
            chunked,
            "65\r\n" + std::string(101, 'a') + "\r\n0\r\n\r\n",
            413,
            ""
        },
        Case{"LengthBeyondLimit", "Content-Length: 101\r\n", std::string(101, 'a'), 413, ""}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(BodyParser, H02_LeavesWhatFollowsTheMessage) {
    auto const decoded = decode(chunked, "1\r\na\r\n0\r\n\r\nGET /next", 1000);
    EXPECT_EQ(decoded.body, "a");
    EXPECT_EQ(decoded.rest, std::string_view{"GET /next"}.size());
}

TEST(BodyParser, WaitsForTheRestOfAChunkLine) {
    auto const decoded = decode(chunked, "3", 1);
    EXPECT_EQ(decoded.status, 0);
    EXPECT_FALSE(decoded.done);
}

}  // namespace
}  // namespace folkmoot::node
