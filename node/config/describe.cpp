// Settings as text: those in effect, and the example file.
#include "node/config/keys.hpp"

namespace folkmoot::node {
namespace {

std::string in_quotes(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte < 0x20 || byte == 0x7F) {
            out.append("\\u00").push_back(hex[byte >> 4]);
            out.push_back(hex[byte & 15]);
        } else {
            out.push_back(c);
        }
    }
    return out + '"';
}

// A value as TOML.
struct Write {
    Config& config;

    std::string operator()(TextSetting const& kind) const { return in_quotes(kind.field(config)); }

    std::string operator()(NumberSetting const& kind) const {
        return std::to_string(kind.field(config));
    }

    std::string operator()(FlagSetting const& kind) const {
        return kind.field(config) ? "true" : "false";
    }

    std::string operator()(ListSetting const& kind) const {
        std::string out = "[";
        for (auto const& item : kind.field(config)) {
            out.append(out.size() > 1 ? ", " : "").append(in_quotes(item));
        }
        return out + "]";
    }

    std::string operator()(ChoiceSetting const& kind) const {
        return in_quotes(kind.words[kind.get(config)]);
    }
};

std::string value_of(Setting const& setting, Config& config) {
    if (setting.secret.empty()) {
        return std::visit(Write{config}, setting.kind);
    }
    auto const& text = std::get<TextSetting>(setting.kind).field(config);
    return text.empty() ? "\"\"" : "\"********\"";
}

std::string range_of(Setting const& setting) {
    auto const* const number = std::get_if<NumberSetting>(&setting.kind);
    if (number == nullptr) {
        return {};
    }
    auto text = std::to_string(number->min) + " to " + std::to_string(number->max);
    return setting.unit.empty() ? text : text + " " + std::string{setting.unit};
}

// Breaks text into comment lines of at most 100 characters.
std::string comment(std::string_view text) {
    constexpr std::size_t width = 98;
    std::string out;
    while (!text.empty()) {
        auto end = text.size() <= width ? text.size() : text.rfind(' ', width);
        end = end == std::string_view::npos ? text.size() : end;
        out.append("# ").append(text.substr(0, end)).append("\n");
        text.remove_prefix(end == text.size() ? end : end + 1);
    }
    return out;
}

std::string_view section_of(Setting const& setting) {
    return setting.key.substr(0, setting.key.find('.'));
}

}  // namespace

std::string describe(Config const& config) {
    Config shown = config;
    std::string out;
    for (auto const& setting : settings()) {
        out.append(setting.key).append(" = ").append(value_of(setting, shown));
        out.append(setting.unit.empty() ? "" : "  # ").append(setting.unit).append("\n");
    }
    return out;
}

std::optional<std::string> describe_key(Config const& config, std::string_view key) {
    if (key == "origin") {
        return config.node.origin;
    }
    Config shown = config;
    for (auto const& setting : settings()) {
        if (setting.key == key) {
            auto const* const text = std::get_if<TextSetting>(&setting.kind);
            bool const open = text != nullptr && setting.secret.empty();
            return open ? text->field(shown) : value_of(setting, shown);
        }
    }
    return std::nullopt;
}

std::string example_config() {
    Config defaults;
    std::string out =
        "# Settings of a Folkmoot node. Every setting stands here with its default; take the mark "
        "# away to change one.\n";
    std::string_view section;
    for (auto const& setting : settings()) {
        if (section_of(setting) != section) {
            section = section_of(setting);
            out.append("\n[").append(section).append("]\n");
        }
        out.append("\n").append(comment(setting.help));
        if (!setting.secret.empty()) {
            out.append("# Secret: set the environment variable ")
                .append(setting.secret)
                .append(".\n");
            continue;
        }
        if (auto const range = range_of(setting); !range.empty()) {
            out.append("# From ").append(range).append(".\n");
        }
        out.append("#").append(setting.key.substr(section.size() + 1)).append(" = ");
        out.append(value_of(setting, defaults)).append("\n");
    }
    return out;
}

}  // namespace folkmoot::node
