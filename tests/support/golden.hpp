// Golden files: expected JSON documents below tests/golden, compared as parsed JSON.
#pragma once

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace folkmoot::tests {

/// Set by `--update-golden`: golden files are rewritten instead of compared.
inline bool update_golden_files = false;

/// Compares `actual` with tests/golden/`name`; rewrites the file under `--update-golden`.
inline void expect_golden(std::string const& name, nlohmann::json const& actual) {
    auto const path = std::filesystem::path(FOLKMOOT_SOURCE_DIR) / "tests" / "golden" / name;
    if (update_golden_files) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << actual.dump(2) << '\n';
        return;
    }
    std::ifstream file(path);
    ASSERT_TRUE(file) << path << " is missing; run with --update-golden and read what it wrote";
    auto const expected = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
    EXPECT_EQ(expected.dump(2), actual.dump(2)) << "golden file " << name;
}

}  // namespace folkmoot::tests
