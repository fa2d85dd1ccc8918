// The seeds of every fuzz target, and small random changes of them, in every run of the tests.
#include "tests/fuzz/target.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace folkmoot::fuzz {

#define FOLKMOOT_FUZZ_TARGET(name, folders) void fuzz_##name(std::string_view input);
#include "fuzz_targets.inc"
#undef FOLKMOOT_FUZZ_TARGET

namespace {

namespace fs = std::filesystem;

struct Target {
    char const* name;
    void (*entry)(std::string_view);
    std::string folders;  ///< of its seeds, divided by spaces
};

std::ostream& operator<<(std::ostream& out, Target const& target) {
    return out << target.name;
}

#define FOLKMOOT_FUZZ_TARGET(name, folders) Target{#name, fuzz_##name, folders},
std::vector<Target> const targets = {
#include "fuzz_targets.inc"
};
#undef FOLKMOOT_FUZZ_TARGET

std::vector<fs::path> seeds_of(Target const& target) {
    std::vector<fs::path> found;
    std::istringstream folders(target.folders);
    for (std::string folder; folders >> folder;) {
        for (auto const& entry : fs::directory_iterator(fs::path(FOLKMOOT_SOURCE_DIR) / folder)) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::string read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A generator whose seed is printed, or taken from FOLKMOOT_TEST_SEED to repeat a failure.
std::mt19937_64 seeded_generator() {
    auto const* const given = std::getenv("FOLKMOOT_TEST_SEED");
    std::uint64_t const seed =
        given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "FOLKMOOT_TEST_SEED=" << seed << '\n';
    return std::mt19937_64(seed);
}

std::string changed(std::string text, std::mt19937_64& generator) {
    for (auto changes = 1 + generator() % 4; changes > 0 && !text.empty(); --changes) {
        auto const at = generator() % text.size();
        switch (generator() % 3) {
            case 0:
                text[at] = static_cast<char>(generator());
                break;
            case 1:
                text.erase(at, 1 + generator() % 8);
                break;
            default:
                text.insert(at, text.substr(generator() % text.size(), generator() % 16));
        }
    }
    return text;
}

/// What is wrong with an input, or nothing.
std::string judge(Target const& target, std::string_view input) {
    try {
        target.entry(input);
        return {};
    } catch (std::exception const& failure) {
        return failure.what();
    }
}

class FuzzSeeds : public testing::TestWithParam<Target> {};

TEST_P(FuzzSeeds, HoldTheProperties) {
    auto const seeds = seeds_of(GetParam());
    ASSERT_FALSE(seeds.empty()) << "a target needs seeds";
    EXPECT_EQ(judge(GetParam(), {}), "") << "the empty input";
    for (auto const& path : seeds) {
        EXPECT_EQ(judge(GetParam(), read_file(path)), "") << path;
    }
}

TEST_P(FuzzSeeds, HoldThePropertiesWhenChanged) {
    constexpr std::size_t rounds = 1'000;
    constexpr std::size_t longest = 16 * 1024;
    auto const seeds = seeds_of(GetParam());
    ASSERT_FALSE(seeds.empty()) << "a target needs seeds";
    auto generator = seeded_generator();
    for (std::size_t round = 0; round < rounds; ++round) {
        auto const& path = seeds[round % seeds.size()];
        auto const input = changed(read_file(path).substr(0, longest), generator);
        ASSERT_EQ(judge(GetParam(), input), "")
            << path << " in round " << round << " as " << testing::PrintToString(input);
    }
}

INSTANTIATE_TEST_SUITE_P(Target, FuzzSeeds, testing::ValuesIn(targets), [](auto const& info) {
    return info.param.name;
});

}  // namespace
}  // namespace folkmoot::fuzz
