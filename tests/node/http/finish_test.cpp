#include "node/http/finish.hpp"

#include "node/http/compression.hpp"
#include "node/http/conditional.hpp"
#include "tests/node/http/request_builder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <zlib.h>

namespace folkmoot::node {
namespace {

using tests::make_request;

Time const now{std::chrono::milliseconds{784'111'777'000}};  // Sun, 06 Nov 1994 08:49:37 GMT

Response finished(Response response, Request const& request = make_request(Verb::get, "/")) {
    finish_response(response, &request, request.id, {"https://media.folk.example", true}, now);
    return response;
}

std::string gunzip(std::string_view bytes) {
    std::string out(1 << 20, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST(ThreatH, H26_EveryAnswerHasTheSecurityHeaders) {
    for (auto response :
         {empty_response(), html_response("<p>"), Response{Error{ErrorCode::internal, {}, {}}}}) {
        auto const done = finished(std::move(response));
        EXPECT_EQ(done.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(done.header("Referrer-Policy"), "same-origin");
        EXPECT_EQ(done.header("Cross-Origin-Opener-Policy"), "same-origin");
        EXPECT_EQ(done.header("Cross-Origin-Resource-Policy"), "same-origin");
        EXPECT_NE(
            done.header("Content-Security-Policy")->find("frame-ancestors 'none'"),
            std::string::npos
        );
        EXPECT_EQ(done.header("X-Request-Id"), "0123456789abcdef");
        EXPECT_EQ(done.header("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
        EXPECT_EQ(done.header("Cache-Control"), "no-store");
        EXPECT_TRUE(done.header("Strict-Transport-Security"));
    }
}

TEST(Finish, PagesMayLoadFromTheMediaOrigin) {
    auto const csp = std::string{*finished(html_response("<p>")).header("Content-Security-Policy")};
    EXPECT_NE(csp.find("img-src 'self' data: https://media.folk.example"), std::string::npos);
    EXPECT_EQ(csp.find("unsafe"), std::string::npos);
    EXPECT_NE(
        page_csp({}, "https://client.example").find("form-action 'self' https://client.example"),
        std::string::npos
    );
}

TEST(Finish, HandlerHeadersStay) {
    auto response = empty_response();
    response.set("Cache-Control", "public, max-age=15");
    EXPECT_EQ(finished(std::move(response)).header("Cache-Control"), "public, max-age=15");
}

TEST(ThreatH, H27_HeaderInjectionBecomesABare500) {
    for (std::string const& value :
         {std::string{"a\r\nSet-Cookie: x=y"},
          std::string{"a\nb"},
          std::string("a\0b", 3),
          std::string{"a\x1B"}}) {
        auto response = empty_response();
        response.set("X-A", value);
        auto const done = finished(std::move(response));
        EXPECT_EQ(done.status, 500);
        EXPECT_EQ(done.header("X-A"), std::nullopt);
        EXPECT_EQ(serialize_head(done, true).find("Set-Cookie"), std::string::npos);
    }
    auto response = empty_response();
    response.set("X A: b\r\nC", "d");
    EXPECT_EQ(finished(std::move(response)).status, 500);
}

TEST(ThreatH, H24_RedirectsStayInside) {
    EXPECT_EQ(redirect("/g/bees?x=1").header("Location"), "/g/bees?x=1");
    for (auto const* target :
         {"//evil.example",
          "/\\evil.example",
          "https://evil.example",
          "",
          "g/bees",
          "/a\r\nSet-Cookie: x",
          "/a b",
          "/\t/evil.example"}) {
        EXPECT_EQ(redirect(target).status, 500) << target;
    }
}

TEST(Finish, CompressesTextForThoseWhoAcceptIt) {
    std::string const page(5000, 'x');
    auto const accepting = make_request(Verb::get, "/", {{"Accept-Encoding", "br, gzip"}});
    auto response = html_response(page);
    response.set("ETag", "\"v1\"");
    auto const packed = finished(std::move(response), accepting);
    EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
    EXPECT_EQ(packed.header("ETag"), "W/\"v1\"");
    EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(gunzip(packed.bytes()), page);
    EXPECT_EQ(packed.header("Content-Length"), std::to_string(packed.bytes().size()));

    auto const plain = finished(html_response(page));
    EXPECT_EQ(plain.header("Content-Encoding"), std::nullopt);
    EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(finished(html_response("short"), accepting).header("Content-Encoding"), std::nullopt);

    Response picture{200};
    picture.set("Content-Type", "image/png");
    picture.body = page;
    EXPECT_EQ(finished(std::move(picture), accepting).header("Content-Encoding"), std::nullopt);
}

TEST(Finish, UsesThePackedVariantOfSharedBytes) {
    auto response = html_response("");
    response.body = std::make_shared<std::string const>(std::string(5000, 'x'));
    response.gzip = std::make_shared<std::string const>("packed");
    auto const accepting = make_request(Verb::get, "/", {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(finished(std::move(response), accepting).bytes(), "packed");
}

TEST(Compression, WeighsAcceptEncoding) {
    EXPECT_TRUE(accepts_gzip("gzip"));
    EXPECT_TRUE(accepts_gzip("*"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
    EXPECT_FALSE(accepts_gzip("identity"));
    EXPECT_FALSE(accepts_gzip(""));
    EXPECT_TRUE(is_compressible("application/activity+json; charset=utf-8"));
    EXPECT_FALSE(is_compressible("image/jpeg"));
}

TEST(Finish, AnswersConditionalRequests) {
    auto response = html_response("page");
    response.set("ETag", "\"v1\"");
    response.set("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
    auto const ask = [&](tests::Fields fields, Verb verb = Verb::get) {
        return finished(response, make_request(verb, "/", fields));
    };
    auto const same = ask({{"If-None-Match", "W/\"v1\""}});
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.bytes(), "");
    EXPECT_EQ(same.header("ETag"), "\"v1\"");
    EXPECT_EQ(same.header("Content-Length"), std::nullopt);
    EXPECT_EQ(ask({{"If-None-Match", "\"v2\""}}).status, 200);
    EXPECT_EQ(ask({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 304);
    EXPECT_EQ(ask({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}).status, 200);
    EXPECT_EQ(
        ask({{"If-None-Match", "\"v2\""}, {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}})
            .status,
        200
    );
    EXPECT_EQ(ask({{"If-None-Match", "\"v1\""}}, Verb::post).status, 200);
}

TEST(Finish, SerialisesTheHead) {
    Response response{404};
    response.add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");
    EXPECT_EQ(
        serialize_head(response, false),
        "HTTP/1.1 404 Not Found\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: close\r\n\r\n"
    );
}

}  // namespace
}  // namespace folkmoot::node
