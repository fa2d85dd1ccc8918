#include "node/cli/made_paths.hpp"

#include "tests/node/cli/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace folkmoot::node {
namespace {

TEST(MadePaths, RemovesWhatWasMadeWithItsParents) {
    TempFolder const folder;
    {
        MadePaths made;
        made.expect(folder.path / "a/b/c");
        std::filesystem::create_directories(folder.path / "a/b/c");
        std::ofstream(folder.path / "a/b/c/file") << "text";
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

TEST(MadePaths, LeavesWhatWasThere) {
    TempFolder const folder;
    std::filesystem::create_directory(folder.path / "a");
    std::ofstream(folder.path / "a/old") << "text";
    std::filesystem::create_symlink("nowhere", folder.path / "link");
    {
        MadePaths made;
        made.expect(folder.path / "a");
        made.expect(folder.path / "a/old");
        made.expect(folder.path / "a/new");
        made.expect(folder.path / "link");
        std::ofstream(folder.path / "a/new") << "text";
    }
    EXPECT_TRUE(std::filesystem::exists(folder.path / "a/old"));
    EXPECT_FALSE(std::filesystem::exists(folder.path / "a/new"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder.path / "link"));
}

TEST(MadePaths, LeavesEverythingWhenItIsKept) {
    TempFolder const folder;
    {
        MadePaths made;
        made.expect(folder.path / "a");
        std::filesystem::create_directory(folder.path / "a");
        made.keep();
    }
    EXPECT_TRUE(std::filesystem::exists(folder.path / "a"));
}

}  // namespace
}  // namespace folkmoot::node
