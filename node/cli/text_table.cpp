#include "node/cli/text_table.hpp"

#include <algorithm>
#include <cstddef>

namespace folkmoot::node {
namespace {

/// Characters, as a terminal counts those of most scripts: bytes that begin one.
std::size_t width_of(std::string const& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

void clean(std::string& text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' '
    );
}

}  // namespace

std::string text_table(std::vector<std::vector<std::string>> rows) {
    std::vector<std::size_t> widths;
    for (auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            clean(row[i]);
            widths[i] = std::max(widths[i], width_of(row[i]));
        }
    }
    std::string out;
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += row[i];
            out += i + 1 == row.size() ? "\n" : std::string(widths[i] - width_of(row[i]) + 2, ' ');
        }
    }
    return out;
}

}  // namespace folkmoot::node
