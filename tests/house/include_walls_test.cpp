// The plan of docs/architecture.md, read off the sources: no include points upward or sideways.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::set<std::string>> const allowed = {
    {"activitypub", {"activitypub"}},
    {"storage", {"storage"}},
    {"federation", {"federation", "storage", "activitypub"}},
    {"webui", {"webui"}},
    {"node", {"node", "webui", "federation", "storage", "activitypub"}},
};

std::vector<fs::path> sources_below(fs::path const& folder) {
    std::vector<fs::path> found;
    for (auto const& entry : fs::recursive_directory_iterator(folder)) {
        auto const extension = entry.path().extension();
        if (extension == ".cpp" || extension == ".hpp") {
            found.push_back(entry.path());
        }
    }
    return found;
}

/// The quoted include of a line, or an empty string.
std::string quoted_include(std::string const& line) {
    constexpr std::string_view start = "#include \"";
    if (!line.starts_with(start)) {
        return {};
    }
    auto const end = line.find('"', start.size());
    return line.substr(start.size(), end - start.size());
}

bool is_allowed(std::string const& room, std::string const& include) {
    if (room == "webui" && include == "activitypub/html/html.hpp") {
        return true;
    }
    return allowed.at(room).contains(include.substr(0, include.find('/')));
}

class IncludeWalls : public testing::TestWithParam<std::string> {};

TEST_P(IncludeWalls, HoldInEveryFile) {
    auto const room = GetParam();
    auto const files = sources_below(fs::path(FOLKMOOT_SOURCE_DIR) / room);
    ASSERT_FALSE(files.empty());
    for (auto const& path : files) {
        std::ifstream file(path);
        std::string line;
        while (std::getline(file, line)) {
            auto const include = quoted_include(line);
            if (include.empty()) {
                continue;
            }
            EXPECT_FALSE(include.contains("../")) << path << ": " << line;
            EXPECT_TRUE(is_allowed(room, include)) << path << ": " << line;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rooms,
    IncludeWalls,
    testing::Values("activitypub", "storage", "federation", "webui", "node"),
    [](auto const& parameter) { return parameter.param; }
);

}  // namespace
