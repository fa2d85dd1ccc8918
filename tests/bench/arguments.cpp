#include "tests/bench/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace folkmoot::bench {

Arguments::Arguments(std::span<char* const> words) {
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        std::string_view const name(words[i]);
        if (!name.starts_with("--")) {
            give_up("expected an option instead of " + std::string(name));
        }
        values_[std::string(name.substr(2))] = words[i + 1];
    }
}

std::string const& Arguments::text(std::string_view name) const {
    auto const found = values_.find(name);
    if (found == values_.end()) {
        give_up("--" + std::string(name) + " is missing");
    }
    return found->second;
}

std::uint64_t Arguments::number(std::string_view name, std::uint64_t otherwise) const {
    auto const found = values_.find(name);
    if (found == values_.end()) {
        return otherwise;
    }
    std::uint64_t value = 0;
    auto const* const end = found->second.data() + found->second.size();
    auto const [stop, error] = std::from_chars(found->second.data(), end, value);
    if (error != std::errc{} || stop != end) {
        give_up("--" + std::string(name) + " is no number: " + found->second);
    }
    return value;
}

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        give_up("cannot read " + path);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> read_keys(std::string const& folder) {
    std::vector<std::filesystem::path> paths;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".der") {
            paths.push_back(entry.path());
        }
    }
    std::ranges::sort(paths);
    std::vector<std::string> keys;
    for (auto const& path : paths) {
        keys.push_back(read_file(path));
    }
    if (keys.empty()) {
        give_up("no keys in " + folder);
    }
    return keys;
}

void give_up(std::string const& sentence) {
    std::cerr << "folkmoot_bench: " << sentence << '\n';
    std::exit(1);
}

}  // namespace folkmoot::bench
