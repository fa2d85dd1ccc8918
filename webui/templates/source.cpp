#include "webui/templates/source.hpp"

#include "webui/embedded.hpp"
#include "webui/style/assets.hpp"

#include <stdexcept>

namespace folkmoot::webui {

namespace {

std::string_view file_bytes(std::string_view name) {
    for (EmbeddedFile const& file : embedded_templates())
        if (file.name.substr(0, file.name.rfind('.')) == name)
            return file.bytes;
    throw std::logic_error("no template " + std::string(name));
}

std::string_view asset(std::string_view name) {
    std::string_view const path = asset_path(name);
    if (path.empty())
        throw std::logic_error("no asset " + std::string(name));
    return path;
}

std::string icon(std::string_view name) {
    std::string markup = "<svg class=\"i\" aria-hidden=\"true\"><use href=\"";
    markup.append(asset("icons.svg")).append("#").append(name).append("\"/></svg>");
    return markup;
}

// A translated message as template text: markup characters escaped, placeholders turned into
// variables.
std::string message(std::string_view translated) {
    std::string out;
    bool placeholder = false;
    for (char const c : translated) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '{':
                placeholder = true;
                out += "{{";
                break;
            case '}':
                placeholder = false;
                out += "}}";
                break;
            default:
                out += placeholder && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return out;
}

// Calls `text` for what stands between brackets' groups and `group` for the content of each, in
// order.
template <class Text, class Group>
void split(std::string_view file, Text text, Group group) {
    while (true) {
        std::size_t const open = file.find("[[");
        text(file.substr(0, open));
        if (open == file.npos)
            return;
        std::size_t const close = file.find("]]", open);
        if (close == file.npos)
            throw std::logic_error("unclosed [[ in a template");
        group(file.substr(open + 2, close - open - 2));
        file.remove_prefix(close + 2);
    }
}

void append_file(
    std::string& out, std::string_view file, std::string_view page, Language const& language
) {
    // A part stands inside a line as often as not: its last line break would eat the space that
    // follows.
    if (file.ends_with('\n'))
        file.remove_suffix(1);
    split(
        file,
        [&](std::string_view text) { out.append(text); },
        [&](std::string_view group) {
            std::string_view const rest = group.substr(1);
            switch (group.front()) {
                case '>':
                    append_file(out, file_bytes(rest == "main" ? page : rest), page, language);
                    break;
                case '@':
                    out.append(asset(rest));
                    break;
                case '#':
                    out.append(icon(rest));
                    break;
                case '=':
                    out.append(web_tag(language.locale()));
                    break;
                default:
                    out.append(message(language.tr(std::string(group).c_str())));
            }
        }
    );
}

}  // namespace

std::string page_source(std::string_view page, Language const& language) {
    std::string out = "{{%AUTOESCAPE context=\"HTML\"}}";
    append_file(out, file_bytes("base"), page, language);
    check_modifiers(out);
    return out;
}

std::vector<std::string> messages_of(std::string_view file) {
    std::vector<std::string> messages;
    split(
        file,
        [](std::string_view) {},
        [&](std::string_view group) {
            if (!std::string_view(">@#=").contains(group.front()))
                messages.emplace_back(group);
        }
    );
    return messages;
}

void check_modifiers(std::string_view source) {
    while (true) {
        std::size_t const open = source.find("{{");
        if (open == source.npos)
            return;
        source.remove_prefix(open + 2);
        std::string_view const marker = source.substr(0, source.find("}}"));
        if (marker.empty() || std::string_view("#/!%").contains(marker.front()))
            continue;
        std::size_t const colon = std::min(marker.find(':'), marker.size());
        std::string_view const name = marker.substr(0, colon);
        std::string_view const wanted = name.starts_with("HTML_")   ? ":x-html"
                                        : name.starts_with("JSON_") ? ":x-json"
                                                                    : "";
        if (marker.substr(colon) != wanted)
            throw std::logic_error("modifier of the variable " + std::string(marker));
    }
}

}  // namespace folkmoot::webui
