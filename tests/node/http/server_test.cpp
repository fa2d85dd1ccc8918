// A listening server and raw sockets: framing, bodies, files, failures.
#include "tests/node/http/server_fixture.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    start();
    auto client = connect();
    for (int i = 0; i < 3; ++i) {
        auto const answer = client.send(get("/a")).read_answer();
        EXPECT_EQ(status_of(answer), 200);
        EXPECT_TRUE(answer.ends_with("GET /a "));
        EXPECT_NE(answer.find("Connection: keep-alive\r\n"), std::string::npos);
    }
    EXPECT_EQ(server->connections(), 1u);
}

TEST_F(ServerTest, H32_PipelinedRequestsAreAnsweredInOrder) {
    start();
    auto client = connect();
    client.send(
        get("/1") + "POST /2 HTTP/1.1\r\nHost: folk.example\r\nContent-Length: 2\r\n\r\nab" +
        get("/3")
    );
    EXPECT_TRUE(client.read_answer().ends_with("GET /1 "));
    EXPECT_TRUE(client.read_answer().ends_with("POST /2 ab"));
    EXPECT_TRUE(client.read_answer().ends_with("GET /3 "));
}

TEST_F(ServerTest, H32_HeadHasLengthAndNoBody) {
    start();
    auto client = connect();
    auto const answer =
        client.send("HEAD /a HTTP/1.1\r\nHost: folk.example\r\n\r\n").read_answer(true);
    EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
    EXPECT_TRUE(client.send(get("/b")).read_answer().ends_with("GET /b "));
}

struct Framing {
    char const* name;
    std::string bytes;
    int status;
};

std::ostream& operator<<(std::ostream& out, Framing const& one) {
    return out << one.name;
}

class ThreatH_Socket : public ServerTest, public testing::WithParamInterface<Framing> {};

// One refused request, then one that would be answered if the connection were used again (H20).
TEST_P(ThreatH_Socket, IsRefusedAndClosed) {
    start();
    auto const answer = ask(GetParam().bytes + get("/smuggled"));
    EXPECT_EQ(status_of(answer), GetParam().status) << answer;
    EXPECT_EQ(answer.find("/smuggled"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_NE(answer.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(answer.find("\"request_id\":"), std::string::npos);
    EXPECT_EQ(service.served, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ThreatH_Socket,
    testing::Values(
        Framing{
            "H01", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
        },
        Framing{"H02", post + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400},
        Framing{"H03", post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
        Framing{"H04", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
        Framing{
            "H05",
            "POST /inbox HTTP/1.0\r\nHost: folk.example\r\nTransfer-Encoding: "
            "chunked\r\n\r\n0\r\n\r\n",
            400
        },
        Framing{"H06", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
        Framing{"H07", post + "Host: b.example\r\nContent-Length: 0\r\n\r\n", 400},
        Framing{"H08", "GET http://evil.example/ HTTP/1.1\r\nHost: folk.example\r\n\r\n", 400},
        Framing{"H09", "GET /\xFF HTTP/1.1\r\nHost: folk.example\r\n\r\n", 400},
        Framing{
            "H10",
            post + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nSignature: x\r\n\r\n",
            400
        },
        Framing{"H12", "G3T / HTTP/1.1\r\nHost: folk.example\r\n\r\n", 501},
        Framing{"H13", post + "\r\nhello", 411},
        Framing{"H14", "GET / HTTP/1.1\r\nHost: folk.example\r\nContent-Length: 3\r\n\r\nabc", 400},
        Framing{"H15_BareLf", "GET / HTTP/1.1\nHost: folk.example\n\n", 400},
        Framing{
            "H15_ChunkSize", post + "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400
        },
        Framing{"H22_UnknownHost", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
        Framing{"H22_OwnHostWithOtherPort", "GET / HTTP/1.1\r\nHost: folk.example:81\r\n\r\n", 421},
        Framing{"H29_EncodedSlash", "GET /a%2f..%2fb HTTP/1.1\r\nHost: folk.example\r\n\r\n", 400},
        Framing{
            "LengthBeyondLimit", post + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'a'), 413
        },
        Framing{
            "ChunksBeyondLimit",
            post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'a') +
                "\r\n0\r\n\r\n",
            413
        },
        Framing{
            "CompressedBody", post + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", 415
        },
        Framing{"Expectation", post + "Expect: magic\r\nContent-Length: 1\r\n\r\na", 417}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST_F(ServerTest, H22_HostIsComparedWithoutCase) {
    start();
    EXPECT_EQ(
        status_of(connect().send("GET / HTTP/1.1\r\nHost: Folk.Example\r\n\r\n").read_answer()), 200
    );
}

TEST_F(ServerTest, ContinueComesBeforeTheBodyAndNotBeforeARefusal) {
    start();
    auto client = connect();
    client.send(post + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_TRUE(client.send("ab").read_answer().ends_with("POST /inbox ab"));
    EXPECT_EQ(status_of(ask(post + "Content-Length: 2000\r\nExpect: 100-continue\r\n\r\n")), 413);
}

TEST_F(ServerTest, LargeBodiesGoThroughAFile) {
    options.body_threshold = 64 * 1024;
    options.body_memory = 128 * 1024;
    start();
    std::string const body(3'000'000, 'b');
    auto const head =
        "POST /large HTTP/1.1\r\nHost: folk.example\r\nContent-Length: 3000000\r\n\r\n";
    EXPECT_TRUE(connect().send(head + body).read_answer().ends_with("\r\n\r\n3000000"));
}

TEST_F(ServerTest, R42_BodiesBeyondTheMemoryBudgetGet503) {
    options.body_memory = 100;
    start();
    auto const answer = ask(post + "Content-Length: 500\r\n\r\n" + std::string(500, 'a'));
    EXPECT_EQ(status_of(answer), 503);
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    EXPECT_EQ(status_of(connect().send(get("/a")).read_answer()), 200);
}

TEST_F(ServerTest, H28_ThrownThingsBecomeFixedTexts) {
    start();
    auto client = connect();
    auto const thrown = client.send(get("/throw")).read_answer();
    EXPECT_EQ(status_of(thrown), 500);
    EXPECT_EQ(thrown.find("secret"), std::string::npos);
    EXPECT_EQ(status_of(client.send(get("/memory")).read_answer()), 503);
}

TEST_F(ServerTest, H32_FilesInWholeAndInPart) {
    start();
    auto client = connect();
    auto const whole = client.send(get("/file")).read_answer();
    EXPECT_TRUE(whole.ends_with(std::string(1000, 'f')));
    EXPECT_NE(whole.find("Content-Length: 200000\r\n"), std::string::npos);
    EXPECT_NE(whole.find("Accept-Ranges: bytes\r\n"), std::string::npos);
    auto const part = client.send(get("/file", "Range: bytes=199990-\r\n")).read_answer();
    EXPECT_EQ(status_of(part), 206);
    EXPECT_NE(part.find("Content-Range: bytes 199990-199999/200000\r\n"), std::string::npos);
    EXPECT_TRUE(part.ends_with("\r\n\r\nffffffffff"));
    EXPECT_EQ(status_of(client.send(get("/file", "Range: bytes=0-1,3-4\r\n")).read_answer()), 200);
    EXPECT_EQ(status_of(client.send(get("/file", "Range: bytes=200000-\r\n")).read_answer()), 416);
}

}  // namespace
}  // namespace folkmoot::node
