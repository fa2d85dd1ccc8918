#include "activitypub/html/text.hpp"

#include "activitypub/html/code_points.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::activitypub {

namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr std::size_t max_title_characters = 200;

struct Reference {
    std::string_view written;
    std::string_view meant;
};

constexpr auto references = std::to_array<Reference>({
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&quot;", "\""},
    {"&nbsp;", "\xC2\xA0"},
});

void append_decoded(std::string& out, std::string_view escaped) {
    while (!escaped.empty()) {
        auto const plain = std::min(escaped.find('&'), escaped.size());
        out += escaped.substr(0, plain);
        escaped.remove_prefix(plain);
        if (escaped.empty()) {
            return;
        }
        auto const found = std::ranges::find_if(references, [&](Reference const& reference) {
            return escaped.starts_with(reference.written);
        });
        bool const known = found != references.end();
        out += known ? found->meant : escaped.substr(0, 1);
        escaped.remove_prefix(known ? found->written.size() : 1);
    }
}

/// Value of an attribute in a start tag that the sanitiser wrote; still escaped.
std::string_view attribute_in(std::string_view tag, std::string_view name) {
    std::string const start = " " + std::string(name) + "=\"";
    auto const at = tag.find(start);
    if (at == std::string_view::npos) {
        return {};
    }
    std::string_view const value = tag.substr(at + start.size());
    return value.substr(0, value.find('"'));
}

/// Line ends that an element puts before and after itself.
std::size_t breaks_around(std::string_view name) noexcept {
    constexpr auto far = std::to_array<std::string_view>(
        {"p",
         "blockquote",
         "pre",
         "ul",
         "ol",
         "dl",
         "table",
         "figure",
         "details",
         "h1",
         "h2",
         "h3",
         "h4",
         "h5",
         "h6",
         "hr"}
    );
    constexpr auto near =
        std::to_array<std::string_view>({"li", "dt", "dd", "tr", "caption", "figcaption", "summary"}
        );
    if (std::ranges::find(far, name) != far.end()) {
        return 2;
    }
    return std::ranges::find(near, name) != near.end() ? 1 : 0;
}

/// Collects text; breaks are written only between text.
class TextWriter {
public:
    void break_line(std::size_t line_ends) {
        pending_breaks_ = std::max(pending_breaks_, line_ends);
    }

    void text(std::string_view plain) {
        if (plain.empty()) {
            return;
        }
        flush();
        out_ += plain;
    }

    void list_item() {
        flush();
        out_ += "- ";
        at_marker_ = true;
    }

    void line_end() {
        flush();
        out_ += '\n';
    }

    std::string finish() {
        constexpr std::string_view space = " \t\n";
        out_.erase(std::min(out_.find_last_not_of(space) + 1, out_.size()));
        out_.erase(0, std::min(out_.find_first_not_of(space), out_.size()));
        return std::move(out_);
    }

private:
    void flush() {
        if (!out_.empty() && !at_marker_) {
            out_.append(pending_breaks_, '\n');
        }
        pending_breaks_ = 0;
        at_marker_ = false;
    }

    std::string out_;
    std::size_t pending_breaks_ = 0;
    bool at_marker_ = false;  // a paragraph that opens an item stays on the marker's line
};

void write_tag(TextWriter& writer, std::string_view tag) {
    bool const end = tag.starts_with('/');
    std::string_view const body = tag.substr(end ? 1 : 0);
    std::string_view const name = body.substr(0, body.find(' '));
    writer.break_line(breaks_around(name));
    if (end) {
        return;
    }
    if (name == "br") {
        writer.line_end();
    } else if (name == "li") {
        writer.list_item();
    } else if (name == "img") {
        std::string alternative;
        append_decoded(alternative, attribute_in(tag, "alt"));
        writer.text(alternative);
    }
}

bool starts_cell(std::string_view tag) noexcept {
    return tag == "td" || tag == "th" || tag.starts_with("td ") || tag.starts_with("th ");
}

std::size_t count_visible(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        CodePoint const c = decode_utf8(text, at);
        count += is_zero_width(c.value) ? 0 : 1;
        at += c.length;
    }
    return count;
}

std::string one_line(std::string_view text) {
    std::string line;
    bool space = false;
    for (std::size_t at = 0; at < text.size();) {
        CodePoint const c = decode_utf8(text, at);
        if (is_space(c.value)) {
            space = !line.empty();
        } else {
            line += space ? " " : "";
            line += text.substr(at, c.length);
            space = false;
        }
        at += c.length;
    }
    return line;
}

bool ends_sentence(char32_t c) noexcept {
    constexpr std::u32string_view marks = U".!?\u3002\uFF01\uFF1F\u2026\uFF0E\u0964\u061F";
    return marks.contains(c);
}

bool closes_quotation(char32_t c) noexcept {
    constexpr std::u32string_view marks = U"\"')]\u201D\u2019\u300D\u300F\uFF09\u00BB";
    return marks.contains(c);
}

/// Where a text may be cut, as byte offsets; 0 for nowhere.
struct CutPoints {
    std::size_t sentence = 0;
    std::size_t sentence_characters = 0;
    std::size_t word = 0;
    std::size_t character = 0;
};

/// Looks at the first `room` visible characters of a line.
CutPoints cut_points(std::string_view line, std::size_t room) noexcept {
    CutPoints cuts;
    std::size_t count = 0;
    bool after_mark = false;
    bool wide_mark = false;
    for (std::size_t at = 0; at < line.size();) {
        CodePoint const c = decode_utf8(line, at);
        bool const visible = !is_zero_width(c.value);
        if (after_mark && (c.value == ' ' || (wide_mark && !closes_quotation(c.value)))) {
            cuts.sentence = at;
            cuts.sentence_characters = count;
        }
        if (c.value == ' ' || is_cjk(c.value)) {
            cuts.word = at;
        }
        if (visible && count == room) {
            cuts.character = at;
            return cuts;
        }
        count += visible ? 1 : 0;
        if (ends_sentence(c.value)) {
            after_mark = true;
            wide_mark = c.value >= 0x80;
        } else if (!closes_quotation(c.value)) {
            after_mark = false;
        }
        at += c.length;
    }
    cuts.character = line.size();
    return cuts;
}

std::string cut_line(std::string_view line, std::size_t max_characters) {
    if (count_visible(line) <= max_characters) {
        return std::string(line);
    }
    std::size_t const room = max_characters > 0 ? max_characters - 1 : 0;
    CutPoints const cuts = cut_points(line, room);
    std::size_t end = cuts.character;
    if (cuts.sentence > 0 && cuts.sentence_characters * 3 >= room) {
        end = cuts.sentence;
    } else if (cuts.word > 0) {
        end = cuts.word;
    }
    std::string_view kept = line.substr(0, end);
    while (kept.ends_with(' ')) {
        kept.remove_suffix(1);
    }
    return max_characters == 0 ? std::string() : std::string(kept).append(ellipsis);
}

/// A word ends where no letter, digit or part of a handle follows.
bool is_word_edge(std::string_view text, std::size_t at) noexcept {
    if (at >= text.size()) {
        return true;
    }
    CodePoint const c = decode_utf8(text, at);
    return c.value != '@' && (!is_word(c.value) || is_cjk(c.value));
}

std::string without_mentions(std::string line, std::span<std::string_view const> mentions) {
    for (std::string_view const mention : mentions) {
        for (std::size_t at = 0; !mention.empty() && at + mention.size() <= line.size();) {
            bool const here =
                ascii_iequals(std::string_view(line).substr(at, mention.size()), mention) &&
                is_word_edge(line, at + mention.size());
            if (here) {
                line.erase(at, mention.size());
            } else {
                ++at;
            }
        }
    }
    return line;
}

}  // namespace

std::string plain_text(Html const& html) {
    std::string_view rest = html.view();
    TextWriter writer;
    bool after_cell = false;
    while (!rest.empty()) {
        auto const text_end = std::min(rest.find('<'), rest.size());
        std::string text;
        append_decoded(text, rest.substr(0, text_end));
        writer.text(text);
        rest.remove_prefix(text_end);
        if (rest.empty()) {
            break;
        }
        auto const tag_end = std::min(rest.find('>'), rest.size());
        std::string_view const tag = rest.substr(1, tag_end - 1);
        if (starts_cell(tag) && after_cell) {
            writer.text("\t");
        }
        after_cell = tag == "/td" || tag == "/th" || (after_cell && !tag.starts_with("/tr"));
        write_tag(writer, tag);
        rest.remove_prefix(std::min(rest.size(), tag_end + 1));
    }
    return writer.finish();
}

std::string excerpt(Html const& html, std::size_t max_characters) {
    return cut_line(one_line(plain_text(html)), max_characters);
}

std::string title_from_first_line(
    Html const& html, std::span<std::string_view const> group_mentions
) {
    std::string const text = plain_text(html);
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        std::string const line =
            one_line(without_mentions(std::string(rest.substr(0, end)), group_mentions));
        bool const says_something = std::ranges::any_of(line, [](char c) {
            return is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
        });
        if (says_something) {
            return cut_line(line, max_title_characters);
        }
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    return {};
}

}  // namespace folkmoot::activitypub
