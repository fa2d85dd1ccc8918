// Plain text to Html, as Mastodon's TextFormatter and simple_format do it.
#include "activitypub/html/code_points.hpp"
#include "activitypub/html/composer.hpp"
#include "activitypub/html/element_attributes.hpp"
#include "activitypub/html/html_writer.hpp"
#include "activitypub/html/markdown.hpp"

#include <algorithm>

namespace folkmoot::activitypub {

namespace {

/// Calls `use` with each line, without its line end; CR LF, CR and LF end lines.
template <class Use>
void for_each_line(std::string_view text, Use use) {
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of("\r\n"), text.size());
        use(text.substr(0, end));
        bool const pair = text.substr(end, 2) == "\r\n";
        text.remove_prefix(std::min(text.size(), end + (pair ? 2U : 1U)));
    }
}

bool is_blank(std::string_view line) noexcept {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

Composed plain_to_html(std::string_view source, ComposeOptions const& options) {
    std::string_view const read = readable_part(source, options.max_bytes);
    Composer composer(options);
    std::string markup;
    bool in_paragraph = false;
    for_each_line(read, [&](std::string_view line) {
        if (is_blank(line)) {
            markup += in_paragraph ? "</p>" : "";
            in_paragraph = false;
            return;
        }
        markup += in_paragraph ? "<br>" : "<p>";
        in_paragraph = true;
        std::string const clean = without_forbidden(line);
        if (auto const linked = composer.linked(clean)) {
            markup += *linked;
        } else {
            append_escaped(markup, clean);
        }
    });
    markup += in_paragraph ? "</p>" : "";
    return composer.finish(markup, read.size() < source.size());
}

}  // namespace folkmoot::activitypub
