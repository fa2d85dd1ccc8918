#include "node/cli/made_paths.hpp"

#include <system_error>

namespace folkmoot::node {
namespace {

namespace fs = std::filesystem;

/// A symbolic link is there even when what it names is not.
bool is_missing(fs::path const& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() == fs::file_type::not_found;
}

}  // namespace

MadePaths::~MadePaths() {
    for (auto const& path : topmost_) {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
}

void MadePaths::expect(fs::path const& path) {
    if (!is_missing(path)) {
        return;
    }
    auto topmost = path;
    while (topmost.has_parent_path() && is_missing(topmost.parent_path())) {
        topmost = topmost.parent_path();
    }
    topmost_.push_back(topmost);
}

}  // namespace folkmoot::node
