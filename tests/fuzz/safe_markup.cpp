#include "tests/fuzz/safe_markup.hpp"

#include "activitypub/html/code_points.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace folkmoot::fuzz {
namespace {

using activitypub::HtmlPolicy;
using Names = std::vector<std::string_view>;

Names const note_elements{"p",    "br",   "span",   "a",   "del",   "s",   "pre", "blockquote",
                          "code", "b",    "strong", "u",   "i",     "em",  "ul",  "ol",
                          "li",   "ruby", "rt",     "rp",  "h1",    "h2",  "h3",  "h4",
                          "h5",   "h6",   "sub",    "sup", "small", "mark"};
Names const article_elements{"hr", "img", "table",   "thead",   "tbody",      "tfoot", "tr",
                             "th", "td",  "caption", "figure",  "figcaption", "dl",    "dt",
                             "dd", "kbd", "abbr",    "details", "summary",    "q",     "cite"};
Names const void_elements{"br", "hr", "img"};
Names const link_schemes{"http://", "https://", "mailto:", "xmpp:", "gemini://", "magnet:"};
Names const image_schemes{"http://", "https://"};
Names const references{"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;"};

struct ElementAttributes {
    std::string_view element;
    Names attributes;
};

std::vector<ElementAttributes> const attributes_of{
    {"*", {"lang", "dir"}},
    {"a", {"href", "rel", "class", "translate", "target"}},
    {"span", {"class", "translate"}},
    {"p", {"class"}},
    {"ol", {"start", "reversed"}},
    {"li", {"value"}},
    {"code", {"class"}},
    {"pre", {"class"}},
    {"img", {"src", "alt", "title", "width", "height", "loading"}},
    {"abbr", {"title"}},
    {"td", {"colspan", "rowspan"}},
    {"th", {"colspan", "rowspan", "scope"}},
    {"details", {"open"}}
};

bool is_in(Names const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool may_have(std::string_view element, std::string_view attribute) {
    return std::ranges::any_of(attributes_of, [&](ElementAttributes const& row) {
        return (row.element == "*" || row.element == element) && is_in(row.attributes, attribute);
    });
}

bool starts_with_one_of(Names const& starts, std::string_view text) {
    return std::ranges::any_of(starts, [&](auto start) { return text.starts_with(start); });
}

/// Reads markup from its start; every step requires what it expects.
class Reader {
public:
    Reader(std::string_view html, HtmlPolicy policy) : rest_(html), policy_(policy) {}

    void read() {
        while (!rest_.empty()) {
            auto const text = take_until("<");
            require_escaped(text);
            if (!rest_.empty()) {
                rest_.remove_prefix(1);
                rest_.starts_with('/') ? end_tag() : start_tag();
            }
        }
        require(open_.empty(), "every element is closed");
    }

private:
    std::string_view take_until(std::string_view stops) {
        auto const taken = rest_.substr(0, rest_.find_first_of(stops));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    void expect(std::string_view token) {
        require(rest_.starts_with(token), "a tag is written in one form");
        rest_.remove_prefix(token.size());
    }

    void require_escaped(std::string_view text) {
        for (auto at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
            require(
                starts_with_one_of(references, text.substr(at)), "an ampersand is written escaped"
            );
        }
    }

    void end_tag() {
        expect("/");
        require(!open_.empty() && open_.back() == take_until(">"), "elements nest");
        open_.pop_back();
        expect(">");
    }

    void start_tag() {
        auto const name = take_until(" >");
        require(
            is_in(note_elements, name) ||
                (policy_ == HtmlPolicy::article && is_in(article_elements, name)),
            "an element is on the list"
        );
        seen_.clear();
        while (rest_.starts_with(' ')) {
            rest_.remove_prefix(1);
            attribute(name);
        }
        expect(">");
        require(name != "a" || (is_in(seen_, "href") && is_in(seen_, "rel")), "a link is complete");
        require(name != "img" || is_in(seen_, "src"), "an image has a source");
        if (!is_in(void_elements, name)) {
            open_.push_back(name);
            require(open_.size() <= 64, "elements are not too deep");
        }
    }

    void attribute(std::string_view element) {
        auto const name = take_until("=");
        require(may_have(element, name), "an attribute is on the list");
        require(!is_in(seen_, name), "no attribute comes twice");
        seen_.push_back(name);
        expect("=\"");
        auto const value = take_until("\"");
        expect("\"");
        require(value.find('<') == value.npos, "a value holds no tag");
        require_escaped(value);
        if (name == "href") {
            require(starts_with_one_of(link_schemes, value), "a link has a scheme of the list");
        } else if (name == "src") {
            require(starts_with_one_of(image_schemes, value), "an image has a scheme of the list");
        } else if (name == "rel") {
            require(
                value.find("nofollow") != value.npos && value.find("noopener") != value.npos,
                "a link gives nothing to its target"
            );
        } else if (name == "target") {
            require(value == "_blank", "a link opens no named window");
        }
    }

    std::string_view rest_;
    HtmlPolicy policy_;
    Names open_;
    Names seen_;
};

}  // namespace

void require_safe_markup(std::string_view html, HtmlPolicy policy) {
    for (std::size_t at = 0; at < html.size();) {
        auto const next = activitypub::decode_utf8(html, at);
        require(next.valid, "markup is UTF-8");
        require(!activitypub::is_forbidden(next.value), "markup holds no controls");
        at += next.length;
    }
    Reader(html, policy).read();
}

}  // namespace folkmoot::fuzz
