// Foreign markup through the sanitiser and back to text (threats X01 to X06).
#include "activitypub/html/alternate_link.hpp"
#include "activitypub/html/code_points.hpp"
#include "activitypub/html/sanitizer.hpp"
#include "activitypub/html/text.hpp"
#include "tests/fuzz/safe_markup.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;

std::size_t visible_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const next = decode_utf8(text, at);
        require(next.valid, "text is UTF-8");
        count += is_zero_width(next.value) ? 0 : 1;
        at += next.length;
    }
    return count;
}

void check_text(Html const& html) {
    visible_characters(plain_text(html));
    for (std::size_t const room : {1U, 20U, 200U}) {
        auto const part = excerpt(html, room);
        require(visible_characters(part) <= room, "an excerpt keeps to its room");
        require(part.find('\n') == std::string::npos, "an excerpt is one line");
    }
    constexpr std::array<std::string_view, 2> group{"@bees", "!bees@folk.example"};
    require(
        visible_characters(title_from_first_line(html, group)) <= 200, "a title keeps to its cap"
    );
}

}  // namespace

void fuzz_html(std::string_view input) {
    for (auto const policy : {HtmlPolicy::note, HtmlPolicy::article}) {
        auto const clean = sanitize(input, policy).html;
        require_safe_markup(clean.view(), policy);
        require(
            clean.view().size() <= std::max<std::size_t>(4096, 6 * input.size()),
            "markup does not swell"
        );
        require(
            sanitize(clean.view(), policy).html == clean, "sanitising twice is sanitising once"
        );
        check_text(clean);
    }
    find_alternate_link(input);
}

}  // namespace folkmoot::fuzz
