// Log, metrics, clock, randomness and health: what is passed into every room.
#include "node/app/clock.hpp"
#include "node/app/health.hpp"
#include "node/app/log.hpp"
#include "node/app/metrics.hpp"
#include "node/app/random.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

Time const moment{std::chrono::milliseconds{1'764'000'532'123}};

class LogTest : public testing::Test {
protected:
    std::vector<std::string> lines;
    Log log{
        [this](LogLevel, std::string_view line) { lines.emplace_back(line); }, [] { return moment; }
    };
};

TEST_F(LogTest, WritesOneObjectALine) {
    log.info(
        "inbox.rejected", {{"code", "signature"}, {"ms", 12}, {"share", 0.5}, {"again", true}}
    );
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(
        lines[0],
        R"({"ts":"2025-11-24T16:08:52.123Z","level":"info","event":"inbox.rejected",)"
        R"("code":"signature","ms":12,"share":0.5,"again":true})"
    );
}

TEST_F(LogTest, H27_EscapesEverythingForeign) {
    std::string const hostile =
        std::string("a\"\\\n\r\0\x1B[2J\x7F", 12) + "\xC2\x85\xE2\x80\xAE\xF0\x9F\x90\x9D\xFF";
    log.warning("x", {{"text", hostile}});
    ASSERT_EQ(lines.size(), 1u);
    for (char const c : lines[0]) {
        EXPECT_GE(c, 0x20);
        EXPECT_LT(static_cast<unsigned char>(c), 0x7F);
    }
    auto const parsed = nlohmann::json::parse(lines[0]);
    auto const expected = hostile.substr(0, hostile.size() - 1) + "\xEF\xBF\xBD";
    EXPECT_EQ(parsed["text"].get<std::string>(), expected);
}

TEST_F(LogTest, CutsLongTextsAndDropsLowLevels) {
    log.info("x", {{"text", std::string(5000, 'a')}});
    EXPECT_LT(lines.at(0).size(), 1200u);
    log.debug("y");
    EXPECT_EQ(lines.size(), 1u);
}

TEST_F(LogTest, NumbersThatAreNoneAreNull) {
    log.info("x", {{"nan", std::numeric_limits<double>::quiet_NaN()}});
    EXPECT_TRUE(nlohmann::json::parse(lines.at(0))["nan"].is_null());
}

TEST(LogLevelNames, ReadBack) {
    for (auto const level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
        EXPECT_EQ(parse_log_level(to_string(level)), level);
    }
    EXPECT_EQ(parse_log_level("verbose"), std::nullopt);
}

TEST(Clock, FormatsAndReadsDates) {
    EXPECT_EQ(format_rfc3339(Time{0ms}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_rfc3339(Time{-1ms}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_imf_fixdate(Time{784'111'777s}), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_imf_fixdate("Sun, 06 Nov 1994 08:49:37 GMT"), Time{784'111'777s});
    for (auto const* text :
         {"",
          "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun, 31 Feb 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:49:37 GMT",
          "Sun, 06 Nov 1994 08:49:37 CET",
          "Sun, 0x Nov 1994 08:49:37 GMT"}) {
        EXPECT_EQ(parse_imf_fixdate(text), std::nullopt) << text;
    }
}

TEST(Clock, R47_DatesDoNotFollowTheLocale) {
    auto const* const before = std::setlocale(LC_ALL, nullptr);
    std::string const saved = before;
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    EXPECT_EQ(format_imf_fixdate(Time{784'111'777s}), "Sun, 06 Nov 1994 08:49:37 GMT");
    std::setlocale(LC_ALL, saved.c_str());
}

TEST(Random, TokensAreUrlSafeAndOfFullLength) {
    auto const fixed = [](std::span<std::byte> out) {
        std::fill(out.begin(), out.end(), std::byte{0xFF});
    };
    EXPECT_EQ(random_token(fixed, 32), std::string(42, '_') + "8");
    EXPECT_EQ(random_token(fixed, 3), "____");
    EXPECT_EQ(random_request_id(fixed), std::string(16, 'v'));
    EXPECT_EQ(next_request_id("00000000000a9vvv"), "00000000000aa000");
    EXPECT_EQ(next_request_id(std::string(16, 'v')), std::string(16, '0'));
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i) {
        tokens.insert(random_token(system_random()));
    }
    EXPECT_EQ(tokens.size(), 100u);
    EXPECT_EQ(tokens.begin()->size(), 43u);
}

TEST(Metrics, WritesThePrometheusTextFormat) {
    Metrics metrics;
    metrics.counter("a_total", "Things\nseen.", {{"kind", "x\"y\\"}}).add(3);
    metrics.gauge("b", "Now.").set(-2);
    metrics.gauge_from("c", "Asked.", [] { return 1.5; });
    auto& histogram = metrics.histogram("d_seconds", "Time.", {0.1, 1}, {{"k", "v"}});
    histogram.observe(0.1);
    histogram.observe(0.5);
    histogram.observe(5);
    EXPECT_EQ(
        metrics.exposition(),
        "# HELP a_total Things\\nseen.\n# TYPE a_total counter\na_total{kind=\"x\\\"y\\\\\"} 3\n"
        "# HELP b Now.\n# TYPE b gauge\nb -2\n"
        "# HELP c Asked.\n# TYPE c gauge\nc 1.5\n"
        "# HELP d_seconds Time.\n# TYPE d_seconds histogram\n"
        "d_seconds_bucket{k=\"v\",le=\"0.1\"} 1\nd_seconds_bucket{k=\"v\",le=\"1\"} 2\n"
        "d_seconds_bucket{k=\"v\",le=\"+Inf\"} 3\nd_seconds_sum{k=\"v\"} "
        "5.6\nd_seconds_count{k=\"v\"} 3\n"
    );
}

TEST(Metrics, SeriesOfAFamilyAreCapped) {
    Metrics metrics;
    for (int i = 0; i < 1000; ++i) {
        metrics.counter("hosts_total", "By host.", {{"host", std::to_string(i)}}).add();
    }
    EXPECT_EQ(metrics.counter("hosts_total", "", {{"host", "0"}}).value(), 1u);
    EXPECT_EQ(
        metrics.counter("hosts_total", "", {{"host", "new"}}).value(), 1000u - Metrics::max_series
    );
}

TEST(Health, NamesWhatFails) {
    std::vector<HealthCheck> checks{{"store", true, ""}, {"stopping", true, ""}};
    EXPECT_EQ(health_response(checks).status, 200);
    checks[0] = {"store", false, "read-only"};
    auto const failing = health_response(checks);
    EXPECT_EQ(failing.status, 503);
    EXPECT_EQ(nlohmann::json::parse(failing.bytes())["checks"]["store"], "read-only");
    EXPECT_TRUE(failing.header("Retry-After"));
}

}  // namespace
}  // namespace folkmoot::node
