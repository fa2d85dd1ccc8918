// What a command makes in the file system, and its removal when the command fails: a repetition
// must find what the first attempt found.
#pragma once

#include <filesystem>
#include <vector>

namespace folkmoot::node {

/// Removes, when it goes, what was made at the paths it was told of. What was there before stays.
class MadePaths {
public:
    MadePaths() = default;
    MadePaths(MadePaths const&) = delete;
    MadePaths& operator=(MadePaths const&) = delete;
    ~MadePaths();

    /// Tells that a path is about to be made, its missing parents too. Does nothing for one that is
    /// there already, or that cannot be looked at.
    void expect(std::filesystem::path const& path);

    /// Lets everything stay: the command has succeeded, or somebody else works there.
    void keep() noexcept { topmost_.clear(); }

private:
    std::vector<std::filesystem::path> topmost_;  ///< none was there; each with all below it
};

}  // namespace folkmoot::node
