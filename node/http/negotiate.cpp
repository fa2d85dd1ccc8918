#include "node/http/negotiate.hpp"

#include "node/http/headers.hpp"
#include "node/http/quality_list.hpp"

#include <array>
#include <optional>

namespace folkmoot::node {
namespace {

// In the order of our own preference.
constexpr std::array<Format, 3> formats{Format::html, Format::json, Format::activity};

struct Match {
    int quality{0};
    int specificity{-1};      // 0 for */*, 1 for type/*, 2 for a full name
    std::size_t position{0};  // in the header
};

int specificity(std::string_view range, Format format) noexcept {
    if (range == "*/*" || range == "*") {
        return 0;
    }
    bool const application = format != Format::html;
    if (equal_ignoring_case(range, application ? "application/*" : "text/*")) {
        return 1;
    }
    bool full = false;
    switch (format) {
        case Format::html:
            full = equal_ignoring_case(range, "text/html") ||
                   equal_ignoring_case(range, "application/xhtml+xml");
            break;
        case Format::json:
            full = equal_ignoring_case(range, "application/json");
            break;
        case Format::activity:
            full = equal_ignoring_case(range, "application/activity+json") ||
                   equal_ignoring_case(range, "application/ld+json");
            break;
        case Format::other:
            break;
    }
    return full ? 2 : -1;
}

Match best_match(std::vector<QualityItem> const& items, Format format) {
    Match best;
    for (std::size_t i = 0; i < items.size(); ++i) {
        int const specific = specificity(items[i].value, format);
        bool const same_but_heavier =
            specific == best.specificity && items[i].quality > best.quality;
        if (specific > best.specificity || (specific >= 0 && same_but_heavier)) {
            best = {items[i].quality, specific, i};
        }
    }
    return best;
}

}  // namespace

Format negotiate(std::string_view accept, Formats offered) {
    auto const items = parse_quality_list(accept);
    std::optional<Format> chosen;
    Match best;
    for (auto const format : formats) {
        if (!offered.has(format)) {
            continue;
        }
        auto const match = best_match(items, format);
        bool const earlier = match.quality == best.quality && match.quality > 0 &&
                             match.specificity > 0 && match.position < best.position;
        if (!chosen || match.quality > best.quality || earlier) {
            chosen = format;
            best = match;
        }
    }
    return chosen.value_or(Format::other);
}

bool wants_activity(std::string_view accept) {
    return negotiate(accept, Format::html | Format::activity) == Format::activity;
}

bool is_activity_type(std::string_view content_type) noexcept {
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ')) {
        type.remove_suffix(1);
    }
    return equal_ignoring_case(type, "application/activity+json") ||
           equal_ignoring_case(type, "application/ld+json");
}

}  // namespace folkmoot::node
