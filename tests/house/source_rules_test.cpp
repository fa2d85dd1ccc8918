// Laws of docs/architecture.md that a text search can hold: what may be written in a few named files only.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// A pattern of C++ source and the files, named from the top of the tree, that may hold it.
struct Rule {
    std::string name;
    std::string pattern;
    std::set<std::string> homes;
};

std::ostream& operator<<(std::ostream& out, Rule const& rule) {
    return out << rule.name;
}

std::vector<Rule> const rules = {
    {"MarkupIsTrustedOnlyWhereItWasMadeSafe",
     R"(Html::trusted\()",
     {"activitypub/html/sanitizer.cpp",
      "node/api/mastodon/entities/account_entity.cpp",
      "node/api/mastodon/entities/status_entity.cpp",
      "node/community/draft.cpp",
      "node/community/received_posts.cpp",
      "node/pages/post_texts.cpp"}},
    {"BeastIsCompiledInThreeFiles",
     R"(#include <boost/beast)",
     {"federation/client/http_exchange.cpp", "federation/client/net_impl.cpp", "node/http/body_parser.cpp"}},
    {"S05_ConnectionsStartInOneDoor",
     R"(async_connect\(|::connect\(|asio::connect\()",
     {"federation/client/connector.cpp", "node/cli/control_socket.cpp"}},
    {"S05_NamesAreLookedUpInOneFile",
     R"(async_resolve\(|getaddrinfo\(|gethostbyname)",
     {"federation/client/dns.cpp"}},
    {"S10_NoBacktrackingExpressions", R"(#include <regex>)", {}},
    {"NothingBlocksAThreadToWait", R"(sleep_for\(|sleep_until\(|usleep\(|nanosleep\()", {}},
    {"CommitsAreDurable", R"(MDB_WRITEMAP|MDB_NOSYNC|MDB_NOMETASYNC|MDB_MAPASYNC)", {}},
    // Time is passed in; what reads a clock itself are the two clocks of the node, the defaults of the store, and the
    // outbound client, whose deadlines are those of the network's own timers.
    {"TimeIsPassedIn",
     R"(::now\(\)|gettimeofday\(|clock_gettime\()",
     {"federation/client/connection.cpp",
      "federation/client/connector.cpp",
      "federation/client/host_slots.cpp",
      "federation/client/http_client.cpp",
      "federation/client/http_exchange.cpp",
      "node/app/clock.cpp",
      "node/app/steady_clock.cpp",
      "storage/engine/environment.hpp",
      "storage/engine/writer.hpp"}},
    {"RandomnessIsPassedIn", R"(std::random_device|std::mt19937|RAND_bytes\()", {"node/app/random.cpp"}},
};

/// The line, or nothing where the line is a `//` comment, so that a comment may name what the code must not use.
std::string code_of(std::string const& line) {
    auto const start = line.find_first_not_of(' ');
    return start != std::string::npos && line.compare(start, 2, "//") == 0 ? std::string{} : line;
}

bool holds(fs::path const& path, std::regex const& pattern) {
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        if (std::regex_search(code_of(line), pattern)) {
            return true;
        }
    }
    return false;
}

/// The files of the five rooms that hold the pattern, named from the top of the tree.
std::set<std::string> files_that_hold(std::string const& pattern) {
    std::regex const expression(pattern, std::regex::optimize);
    fs::path const top(FOLKMOOT_SOURCE_DIR);
    std::set<std::string> found;
    for (auto const* room : {"activitypub", "storage", "federation", "webui", "node"}) {
        for (auto const& entry : fs::recursive_directory_iterator(top / room)) {
            auto const extension = entry.path().extension();
            if ((extension == ".cpp" || extension == ".hpp") && holds(entry.path(), expression)) {
                found.insert(fs::relative(entry.path(), top).generic_string());
            }
        }
    }
    return found;
}

class SourceRules : public testing::TestWithParam<Rule> {};

// Equal and not only contained: a home that no longer needs its exception loses it.
TEST_P(SourceRules, HoldInEveryFile) {
    EXPECT_EQ(files_that_hold(GetParam().pattern), GetParam().homes);
}

INSTANTIATE_TEST_SUITE_P(House, SourceRules, testing::ValuesIn(rules), [](auto const& parameter) {
    return parameter.param.name;
});

}  // namespace
