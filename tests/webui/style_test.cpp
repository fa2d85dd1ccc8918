// The style sheet and the pictures: contrast of every pair of tokens (WCAG 2.2, 1.4.3 and 1.4.11),
// sizes, names.
#include "webui/style/assets.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

namespace folkmoot::webui {
namespace {

Asset const& asset(std::string_view name) {
    return *std::ranges::find(assets(), name, &Asset::name);
}

using Tokens = std::map<std::string, std::string>;

// The colour tokens of every block that sets --page, except print: light, dark by the system, dark
// by wish.
std::vector<Tokens> palettes() {
    std::string const css(asset("folkmoot.css").body);
    std::vector<Tokens> found;
    std::regex const block(R"(\{[^{}]*color-scheme:[^{}]*\})");
    std::regex const token(R"(--([a-z0-9-]+): (#[0-9A-F]{6});)");
    for (std::sregex_iterator at(css.begin(), css.end(), block), end; at != end; ++at) {
        std::string const body = at->str();
        Tokens& tokens = found.emplace_back();
        for (std::sregex_iterator one(body.begin(), body.end(), token); one != end; ++one)
            tokens[(*one)[1]] = (*one)[2];
    }
    return found;
}

double luminance(std::string const& colour) {
    auto const channel = [&](std::size_t at) {
        double const value = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(Tokens const& tokens, std::string const& one, std::string const& other) {
    double const a = luminance(tokens.at(one));
    double const b = luminance(tokens.at(other));
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

struct Pair {
    std::string text;
    std::string ground;
    double least;
};

std::vector<Pair> pairs() {
    std::vector<Pair> all;
    for (char const* ground : {"page", "card", "sunken"}) {
        for (char const* text :
             {"ink",
              "ink-2",
              "ink-3",
              "brand",
              "brand-strong",
              "accent",
              "ok",
              "warn",
              "bad",
              "info",
              "remote"})
            all.push_back({text, ground, 4.5});
        all.push_back({"control", ground, 3});
    }
    for (char const* tint : {"brand", "accent", "ok", "warn", "bad", "info", "remote"}) {
        all.push_back({tint, tint + std::string("-tint"), 4.5});
        all.push_back({"ink", tint + std::string("-tint"), 4.5});
        all.push_back({"ink-2", tint + std::string("-tint"), 4.5});
    }
    all.push_back({"on-brand", "brand", 4.5});
    all.push_back({"on-brand", "brand-strong", 4.5});
    for (int hue = 0; hue < 8; ++hue) {
        all.push_back({"on-hue", "h" + std::to_string(hue), 4.5});
        all.push_back({"h" + std::to_string(hue), "card", 3});
        all.push_back({"h" + std::to_string(hue), "page", 3});
    }
    return all;
}

TEST(Contrast, EveryPairOfTokensIsReadable) {
    auto const schemes = palettes();
    ASSERT_EQ(schemes.size(), 3U);
    for (std::size_t scheme = 0; scheme < schemes.size(); ++scheme)
        for (auto const& [text, ground, least] : pairs())
            EXPECT_GE(contrast(schemes[scheme], text, ground), least)
                << "scheme " << scheme << ": " << text << " on " << ground;
}

TEST(Contrast, BothDarkSchemesAreEqual) {
    auto const schemes = palettes();
    ASSERT_EQ(schemes.size(), 3U);
    EXPECT_EQ(schemes[1], schemes[2]);
    EXPECT_EQ(schemes[0].size(), schemes[1].size());
}

TEST(Contrast, ComputesAsWcagDoes) {
    Tokens const tokens{{"black", "#000000"}, {"white", "#FFFFFF"}, {"grey", "#767676"}};
    EXPECT_NEAR(contrast(tokens, "black", "white"), 21.0, 0.01);
    EXPECT_NEAR(contrast(tokens, "grey", "white"), 4.54, 0.01);
}

TEST(StyleSheet, UsesLogicalPropertiesOnly) {
    std::string const css(asset("folkmoot.css").body);
    std::regex const physical(
        R"((margin|padding|border)-(left|right|top|bottom)|[ {;](left|right|width|height):|text-align: (left|right))"
    );
    std::smatch match;
    EXPECT_FALSE(std::regex_search(css, match, physical)) << match.str();
}

TEST(StyleSheet, LoadsNothingFromElsewhere) {
    EXPECT_FALSE(asset("folkmoot.css").body.contains("url("));
    EXPECT_FALSE(asset("folkmoot.css").body.contains("@import"));
}

TEST(StyleSheet, HonoursWishesOfTheVisitor) {
    for (char const* query :
         {"prefers-color-scheme: dark",
          "prefers-contrast: more",
          "prefers-reduced-motion: reduce",
          "forced-colors",
          "print"})
        EXPECT_TRUE(asset("folkmoot.css").body.contains(query)) << query;
}

TEST(Assets, FitTheirBudgets) {
    EXPECT_LE(asset("folkmoot.css").gzip.size(), 12U * 1024);
    EXPECT_LE(asset("icons.svg").body.size(), 4U * 1024);
    EXPECT_LE(asset("scenes.svg").body.size(), 4U * 1024);
    for (char const* picture : {"avatar.png", "group.png", "header.png", "favicon.png"})
        EXPECT_LE(asset(picture).body.size(), 3U * 1024) << picture;
}

TEST(Assets, AreNamedByTheirContent) {
    std::set<std::string_view> paths;
    for (Asset const& one : assets()) {
        std::string const path(one.path);
        EXPECT_TRUE(
            std::regex_match(path, std::regex(R"(/assets/[a-z]+\.[0-9a-f]{10}\.(css|svg|png))"))
        ) << path;
        EXPECT_EQ(asset_path(one.name), one.path);
        paths.insert(one.path);
    }
    EXPECT_EQ(paths.size(), assets().size());
    EXPECT_EQ(asset_path("nothing.css"), "");
}

TEST(Assets, TextsAreCompressedAndPicturesAreNot) {
    for (Asset const& one : assets()) {
        bool const picture = one.type == "image/png";
        EXPECT_EQ(one.gzip.empty(), picture) << one.name;
        if (picture)
            EXPECT_TRUE(one.body.starts_with("\x89PNG"));
        else
            EXPECT_TRUE(one.gzip.starts_with("\x1f\x8b"));
    }
}

}  // namespace
}  // namespace folkmoot::webui
