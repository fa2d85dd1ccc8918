#include "tests/webui/messages.hpp"

#include "webui/embedded.hpp"
#include "webui/templates/source.hpp"

#include <fstream>
#include <iterator>
#include <regex>

namespace folkmoot::webui {

namespace {

std::filesystem::path const root = FOLKMOOT_SOURCE_DIR;

std::string file_text(std::filesystem::path const& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Joins the adjacent string literals of `code` and takes off the quotes.
std::string literal(std::string const& code) {
    std::string text;
    bool inside = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == '"') {
            inside = !inside;
        } else if (inside) {
            if (code[at] == '\\')
                ++at;
            text += code[at];
        }
    }
    return text;
}

std::string po_string(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

void scan_code(std::string const& code, std::string const& place, auto& found) {
    static std::string const text = R"re(((?:"(?:[^"\\]|\\.)*"\s*)+))re";
    static std::regex const single(R"re(\b(?:tr|mark)\(\s*)re" + text);
    static std::regex const counted(
        R"re((?:\bplural(?:_form)?\(|\bCounted\s+\w+)\s*\{\s*)re" + text + R"re(,\s*)re" + text
    );
    for (std::sregex_iterator match(code.begin(), code.end(), single), end; match != end; ++match)
        found[literal((*match)[1])].places.insert(place);
    for (std::sregex_iterator match(code.begin(), code.end(), counted), end; match != end;
         ++match) {
        SourceMessage& message = found[literal((*match)[1])];
        message.plural = literal((*match)[2]);
        message.places.insert(place);
    }
}

}  // namespace

std::map<std::string, SourceMessage> source_messages() {
    std::map<std::string, SourceMessage> found;
    for (EmbeddedFile const& file : embedded_templates())
        for (std::string const& message : messages_of(file.bytes))
            found[message].places.insert("webui/templates/" + std::string(file.name));
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root / "webui"))
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
            scan_code(
                file_text(entry.path()),
                std::filesystem::relative(entry.path(), root).generic_string(),
                found
            );
    return found;
}

std::map<std::string, CatalogueEntry> read_catalogue(std::filesystem::path const& file) {
    std::map<std::string, CatalogueEntry> entries;
    std::ifstream in(file);
    std::string line;
    std::string key;
    CatalogueEntry entry;
    std::string* target = nullptr;
    auto const finish = [&] {
        if (!key.empty())
            entries[key] = entry;
        key.clear();
        entry = {};
        target = nullptr;
    };
    while (std::getline(in, line)) {
        if (line.empty()) {
            finish();
        } else if (line.starts_with("#,") && line.contains("fuzzy")) {
            entry.fuzzy = true;
        } else if (line.starts_with("msgid_plural ")) {
            target = &entry.plural;
        } else if (line.starts_with("msgid ")) {
            target = &key;
        } else if (line.starts_with("msgstr")) {
            target = &entry.translations.emplace_back();
        }
        if (target && !line.starts_with('#'))
            target->append(literal(line));
    }
    finish();
    return entries;
}

std::set<std::string> placeholders(std::string_view message) {
    std::set<std::string> names;
    for (std::size_t open = message.find('{'); open != message.npos;
         open = message.find('{', open + 1))
        names.emplace(message.substr(open + 1, message.find('}', open) - open - 1));
    return names;
}

std::string template_catalogue() {
    std::string out =
        "# Every message of the interface. Written by folkmoot_update_messages, which see.\n"
        "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
        "\"Content-Transfer-Encoding: 8bit\\n\"\n";
    for (auto const& [text, message] : source_messages()) {
        out += '\n';
        for (std::string const& place : message.places)
            out += "#: " + place + "\n";
        out += "msgid " + po_string(text) + "\n";
        if (message.plural.empty())
            out += "msgstr \"\"\n";
        else
            out +=
                "msgid_plural " + po_string(message.plural) + "\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n";
    }
    return out;
}

}  // namespace folkmoot::webui
