#include "activitypub/html/element_rules.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::activitypub {

namespace {

constexpr ElementRule both(std::string_view name, Role role) {
    return {name, name, role, role};
}

constexpr ElementRule renamed(std::string_view name, std::string_view output, Role role) {
    return {name, output, role, role};
}

constexpr ElementRule article_only(std::string_view name, Role in_note, Role in_article) {
    return {name, name, in_note, in_article};
}

constexpr ElementRule gone(std::string_view name, Role role) {
    return {name, {}, role, role};
}

// Void elements that the parser may not know as void (embed, source, track) are unwrapped and not
// dropped: their "content" is what follows them.
constexpr auto unsorted_rules = std::to_array<ElementRule>({
    both("a", Role::link),
    both("b", Role::formatting),
    both("blockquote", Role::quote),
    both("br", Role::line_break),
    both("code", Role::formatting),
    both("del", Role::formatting),
    both("em", Role::formatting),
    both("h1", Role::heading),
    both("h2", Role::heading),
    both("h3", Role::heading),
    both("h4", Role::heading),
    both("h5", Role::heading),
    both("h6", Role::heading),
    both("i", Role::formatting),
    both("li", Role::item),
    both("mark", Role::formatting),
    both("ol", Role::list),
    both("p", Role::paragraph),
    both("pre", Role::preformatted),
    both("rp", Role::ruby_part),
    both("rt", Role::ruby_part),
    both("ruby", Role::ruby),
    both("s", Role::formatting),
    both("small", Role::inline_text),
    both("span", Role::inline_text),
    both("strong", Role::formatting),
    both("sub", Role::inline_text),
    both("sup", Role::inline_text),
    both("u", Role::formatting),
    both("ul", Role::list),

    renamed("dir", "ul", Role::list),
    renamed("ins", "u", Role::formatting),
    renamed("menu", "ul", Role::list),
    renamed("strike", "s", Role::formatting),
    renamed("tt", "code", Role::formatting),

    article_only("abbr", Role::unwrap, Role::inline_text),
    article_only("caption", Role::division, Role::table_caption),
    article_only("cite", Role::unwrap, Role::formatting),
    article_only("dd", Role::division, Role::description),
    article_only("details", Role::division, Role::details),
    article_only("dl", Role::division, Role::definitions),
    article_only("dt", Role::division, Role::term),
    article_only("figcaption", Role::division, Role::figure_caption),
    article_only("figure", Role::division, Role::figure),
    article_only("hr", Role::division, Role::rule),
    article_only("img", Role::image, Role::image),
    article_only("kbd", Role::unwrap, Role::formatting),
    article_only("q", Role::unwrap, Role::inline_text),
    article_only("summary", Role::division, Role::summary),
    article_only("table", Role::division, Role::table),
    article_only("tbody", Role::division, Role::section),
    article_only("td", Role::gap, Role::cell),
    article_only("tfoot", Role::division, Role::section),
    article_only("th", Role::gap, Role::cell),
    article_only("thead", Role::division, Role::section),
    article_only("tr", Role::division, Role::row),

    gone("address", Role::division),
    gone("article", Role::division),
    gone("aside", Role::division),
    gone("body", Role::unwrap),
    gone("center", Role::division),
    gone("dialog", Role::division),
    gone("div", Role::division),
    gone("fieldset", Role::division),
    gone("footer", Role::division),
    gone("form", Role::division),
    gone("header", Role::division),
    gone("hgroup", Role::division),
    gone("legend", Role::division),
    gone("main", Role::division),
    gone("nav", Role::division),
    gone("section", Role::division),

    gone("applet", Role::drop),
    gone("audio", Role::drop),
    gone("canvas", Role::drop),
    gone("datalist", Role::drop),
    gone("frameset", Role::drop),
    gone("iframe", Role::drop),
    gone("math", Role::drop),
    gone("noembed", Role::drop),
    gone("noframes", Role::drop),
    gone("noscript", Role::drop),
    gone("object", Role::drop),
    gone("plaintext", Role::drop),
    gone("script", Role::drop),
    gone("select", Role::drop),
    gone("style", Role::drop),
    gone("svg", Role::drop),
    gone("template", Role::drop),
    gone("textarea", Role::drop),
    gone("title", Role::drop),
    gone("video", Role::drop),
    gone("xmp", Role::drop),
});

constexpr auto rules = [] {
    auto sorted = unsorted_rules;
    std::ranges::sort(sorted, {}, &ElementRule::source);
    return sorted;
}();

constexpr ElementRule unwrapped = gone("", Role::unwrap);
constexpr ElementRule dropped = gone("", Role::drop);

ElementRule const* find(std::string_view name) noexcept {
    auto const rule = std::ranges::lower_bound(rules, name, {}, &ElementRule::source);
    return rule != rules.end() && rule->source == name ? &*rule : nullptr;
}

}  // namespace

ElementRule const& element_rule(std::string_view name) noexcept {
    if (ElementRule const* const rule = find(name)) {
        return *rule;
    }
    if (auto const colon = name.rfind(':'); colon != std::string_view::npos) {
        ElementRule const* const local = find(name.substr(colon + 1));
        return local != nullptr && local->note == Role::drop ? dropped : unwrapped;
    }
    return unwrapped;
}

}  // namespace folkmoot::activitypub
