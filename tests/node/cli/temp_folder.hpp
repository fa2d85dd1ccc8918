// A folder that goes with the test.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace folkmoot::node {

/// Made empty, removed with everything in it.
class TempFolder {
public:
    TempFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "folkmoot-cli-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("mkdtemp");
        }
        path = name;
    }

    TempFolder(TempFolder const&) = delete;
    TempFolder& operator=(TempFolder const&) = delete;

    ~TempFolder() { std::filesystem::remove_all(path); }

    std::filesystem::path path;
};

}  // namespace folkmoot::node
