#include "activitypub/html/alternate_link.hpp"

#include "activitypub/html/html_tree.hpp"
#include "activitypub/signature/http_message.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_page_bytes = 256 * 1024;
constexpr std::size_t max_nodes = 20'000;
constexpr std::string_view profile_namespace = "https://www.w3.org/ns/activitystreams";

/// Whether a list separated by white space holds `word`.
template <class Equal>
bool has_word(std::string_view list, std::string_view word, Equal equal) {
    constexpr std::string_view spaces = " \t\r\n\f";
    while (true) {
        auto const start = list.find_first_not_of(spaces);
        if (start == std::string_view::npos) {
            return false;
        }
        list.remove_prefix(start);
        auto const end = std::min(list.find_first_of(spaces), list.size());
        if (equal(list.substr(0, end), word)) {
            return true;
        }
        list.remove_prefix(end);
    }
}

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.contains(c);
    });
}

/// Takes `; name=value` or an empty `;` off the front of `rest`.
/// @return nothing when it is malformed
std::optional<std::pair<std::string_view, std::string>> take_parameter(std::string_view& rest) {
    rest.remove_prefix(1);
    rest = trim(rest);
    if (rest.empty() || rest.front() == ';') {
        return std::pair{std::string_view{}, std::string{}};
    }
    auto const equals = rest.find('=');
    if (equals == std::string_view::npos || !is_token(rest.substr(0, equals))) {
        return std::nullopt;
    }
    auto const name = rest.substr(0, equals);
    rest.remove_prefix(equals + 1);
    std::string value;
    if (!rest.starts_with('"')) {
        auto const end = std::min(rest.find(';'), rest.size());
        value = trim(rest.substr(0, end));
        rest.remove_prefix(end);
        return is_token(value) ? std::optional(std::pair{name, std::move(value)}) : std::nullopt;
    }
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() != '"') {
        if (rest.front() == '\\') {
            rest.remove_prefix(1);
        }
        if (!rest.empty()) {
            value += rest.front();
            rest.remove_prefix(1);
        }
    }
    if (rest.empty()) {
        return std::nullopt;
    }
    rest.remove_prefix(1);
    rest = trim(rest);
    if (!rest.empty() && rest.front() != ';') {
        return std::nullopt;
    }
    return std::pair{name, std::move(value)};
}

/// Elements whose content is text to a browser (HTML Living Standard 13.1.2), though libxml2 may
/// see elements in it.
bool holds_text(HtmlTree::Node element) {
    constexpr auto names = std::to_array<std::string_view>(
        {"title",
         "textarea",
         "script",
         "style",
         "xmp",
         "iframe",
         "noembed",
         "noframes",
         "noscript",
         "template"}
    );
    return std::ranges::find(names, element.name()) != names.end();
}

/// The page's nodes in document order, without recursion.
HtmlTree::Node next_in_order(HtmlTree::Node node) {
    if (node.is_element() && !holds_text(node)) {
        if (auto const child = node.first_child()) {
            return child;
        }
    }
    while (node) {
        if (auto const sibling = node.next()) {
            return sibling;
        }
        node = node.parent();
    }
    return node;
}

bool is_alternate(HtmlTree::Node node) {
    if (!node.is_element() || node.name() != "link") {
        return false;
    }
    auto const rel = node.attribute("rel");
    auto const type = node.attribute("type");
    return rel && type && has_word(*rel, "alternate", equals_ignoring_case) &&
           is_activitypub_media_type(*type);
}

}  // namespace

bool is_activitypub_media_type(std::string_view content_type) {
    auto rest = trim(content_type);
    auto const type_end = std::min(rest.find(';'), rest.size());
    auto const type = trim(rest.substr(0, type_end));
    rest.remove_prefix(type_end);
    bool const activity = equals_ignoring_case(type, "application/activity+json");
    if (!activity && !equals_ignoring_case(type, "application/ld+json")) {
        return false;
    }
    bool profiled = false;
    while (!rest.empty()) {
        auto const parameter = take_parameter(rest);
        if (!parameter) {
            return false;
        }
        if (equals_ignoring_case(parameter->first, "profile")) {
            auto const equal = [](std::string_view a, std::string_view b) { return a == b; };
            profiled = profiled || has_word(parameter->second, profile_namespace, equal);
        }
    }
    return activity || profiled;
}

std::optional<std::string> find_alternate_link(std::string_view page) {
    HtmlTree const tree(page.substr(0, max_page_bytes));
    std::size_t seen = 0;
    for (auto node = tree.first(); node && seen < max_nodes; node = next_in_order(node), ++seen) {
        if (!is_alternate(node)) {
            continue;
        }
        if (auto const href = node.attribute("href"); href && !href->empty()) {
            return std::string(*href);
        }
    }
    return std::nullopt;
}

}  // namespace folkmoot::activitypub
