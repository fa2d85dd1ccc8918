#include "node/cli/settings_file.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <vector>

namespace folkmoot::node {
namespace {

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string_view trimmed(std::string_view line) {
    auto const begin = line.find_first_not_of(" \t");
    auto const end = line.find_last_not_of(" \t\r");
    return begin == std::string_view::npos ? "" : line.substr(begin, end - begin + 1);
}

bool begins_section(std::string const& line) {
    return trimmed(line).starts_with('[');
}

bool is_section(std::string const& line, std::string_view section) {
    auto const text = trimmed(line);
    auto const end = text.find(']');
    return text.starts_with('[') && end != std::string_view::npos &&
           trimmed(text.substr(1, end - 1)) == section;
}

bool sets(std::string const& line, std::string_view key) {
    auto const text = trimmed(line);
    return text.starts_with(key) && trimmed(text.substr(key.size())).starts_with('=');
}

}  // namespace

std::string toml_text(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append({'\\', c});
        } else if (byte < 0x20 || byte == 0x7F) {
            out.append("\\u00").append({hex[byte >> 4], hex[byte & 15]});
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string first_settings_file(FirstSettings const& settings) {
    return "# Settings of this node. `folkmoot config example` shows every setting there is, with\n"
           "# its meaning and its default; `folkmoot config check` says whether this file is in\n"
           "# order.\n"
           "\n[node]\n"
           "domain = " +
           toml_text(settings.domain) + "\nname = " + toml_text(settings.name) +
           "\n\n[server]\n"
           "port = " +
           std::to_string(settings.port) + "\n";
}

std::string with_setting(
    std::string const& file, std::string_view section, std::string_view key, std::string literal
) {
    auto lines = lines_of(file);
    auto const assignment = std::string{key} + " = " + std::move(literal);
    auto header = std::ranges::find_if(lines, [&](std::string const& line) {
        return is_section(line, section);
    });
    if (header == lines.end()) {
        lines.insert(lines.end(), {"", "[" + std::string{section} + "]", assignment});
    } else {
        auto const end = std::find_if(std::next(header), lines.end(), begins_section);
        auto const line = std::find_if(std::next(header), end, [&](std::string const& one) {
            return sets(one, key);
        });
        if (line != end) {
            *line = assignment;
        } else {
            lines.insert(std::next(header), assignment);
        }
    }
    std::string out;
    for (auto const& line : lines) {
        out.append(line).append("\n");
    }
    return out;
}

}  // namespace folkmoot::node
