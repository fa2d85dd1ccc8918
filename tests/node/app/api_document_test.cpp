// The tables of docs/api.md are written from the endpoint tables of the program. When they differ,
// this test prints what is to stand there; with FOLKMOOT_WRITE_DOCUMENTS set it writes that.
#include "node/api/activitypub/endpoints.hpp"
#include "node/api/mastodon/client_api.hpp"
#include "node/app/endpoints.hpp"
#include "node/media/serve.hpp"
#include "node/oauth/endpoints.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace folkmoot::node {
namespace {

constexpr char const* document = FOLKMOOT_SOURCE_DIR "/docs/api.md";
constexpr std::string_view begin_mark =
    "<!-- endpoints: written from the program's tables, begin -->\n";
constexpr std::string_view end_mark = "<!-- endpoints: end -->\n";

std::string_view name_of(Access access) {
    switch (access) {
        case Access::anyone:
            return "nothing";
        case Access::credentials:
            return "a token";
        case Access::member:
            return "a member";
        case Access::administrator:
            return "an administrator";
        case Access::signature:
            return "a signature";
        case Access::operator_only:
            return "the operator";
    }
    return {};
}

std::string_view name_of(Rate rate) {
    switch (rate) {
        case Rate::none:
            return "none";
        case Rate::normal:
            return "normal";
        case Rate::page:
            return "page";
        case Rate::media:
            return "media";
        case Rate::deletion:
            return "deletion";
        case Rate::sign_in:
            return "sign-in";
        case Rate::sign_up:
            return "sign-up";
        case Rate::app_registration:
            return "registration";
        case Rate::federation:
            return "federation";
        case Rate::count:
            break;
    }
    return {};
}

/// "`read:accounts` or `follow`".
std::string scopes_of(ScopeSet scopes) {
    std::string text;
    for (unsigned i = 0; i < static_cast<unsigned>(Scope::count); ++i) {
        auto const scope = static_cast<Scope>(i);
        if (scopes.contains(scope)) {
            text.append(text.empty() ? "`" : " or `").append(to_string(scope)).append("`");
        }
    }
    return text;
}

std::string needs_of(Need const& need) {
    std::string text(name_of(need.access));
    if (!need.any_of.empty()) {
        text.append(need.access == Access::anyone ? "; a token needs " : " with ")
            .append(scopes_of(need.any_of));
    }
    return text;
}

std::string table_of(
    std::string_view title, std::initializer_list<std::span<Endpoint const>> tables
) {
    std::string text = "\n### " + std::string(title) +
                       "\n\n| Endpoint | What | Needs | Rate |\n|---|---|---|---|\n";
    for (auto const& table : tables) {
        for (auto const& row : table) {
            text.append("| `")
                .append(to_string(row.verb))
                .append(" ")
                .append(row.path)
                .append("` | ");
            auto summary = row.summary;
            summary.remove_suffix(summary.ends_with('.') ? 1 : 0);
            text.append(summary).append(" | ").append(needs_of(row.needs)).append(" | ");
            text.append(name_of(row.rate)).append(" |\n");
        }
    }
    return text;
}

std::string endpoint_tables() {
    return table_of("Client API", {client_api_endpoints()}) +
           table_of("Signing in", {oauth_endpoints()}) +
           table_of("Files", {media_file_endpoints()}) +
           table_of(
               "Other servers",
               {discovery_endpoints(), actor_endpoints(), object_endpoints(), inbox_endpoints()}
           ) +
           table_of("Operation", {operation_endpoints()}) + "\n";
}

std::string read(char const* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ApiDocument, ListsTheEndpointsAsTheyAre) {
    auto const text = read(document);
    auto const begin = text.find(begin_mark);
    auto const end = text.find(end_mark);
    ASSERT_NE(begin, std::string::npos);
    ASSERT_NE(end, std::string::npos);
    auto const start = begin + begin_mark.size();
    auto const wanted = endpoint_tables();
    if (std::getenv("FOLKMOOT_WRITE_DOCUMENTS") != nullptr) {
        std::ofstream(document) << text.substr(0, start) << wanted << text.substr(end);
        return;
    }
    EXPECT_TRUE(text.substr(start, end - start) == wanted)
        << "docs/api.md is to say, between its marks:\n"
        << wanted;
}

TEST(ApiDocument, EveryEndpointSaysWhatItDoes) {
    for (auto const& table : all_endpoints()) {
        for (auto const& row : table) {
            EXPECT_FALSE(row.summary.empty()) << row.path;
            EXPECT_EQ(row.summary.find_first_of("|\n"), std::string_view::npos) << row.path;
        }
    }
}

}  // namespace
}  // namespace folkmoot::node
