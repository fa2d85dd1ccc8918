#include "node/http/quality_list.hpp"

#include "node/http/trim.hpp"

#include <cstddef>

namespace folkmoot::node {
namespace {

constexpr std::size_t max_items = 32;

// "1", "0.5", "0.123"; everything else is 0.
int parse_weight(std::string_view text) noexcept {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') ||
        (text.size() > 1 && text[1] != '.')) {
        return 0;
    }
    int thousandths = (text[0] - '0') * 1000;
    int place = 100;
    for (std::size_t i = 2; i < text.size(); ++i, place /= 10) {
        if (text[i] < '0' || text[i] > '9') {
            return 0;
        }
        thousandths += (text[i] - '0') * place;
    }
    return thousandths <= 1000 ? thousandths : 0;
}

// Where the next `separator` outside quotes stands, or the end.
std::size_t find_unquoted(std::string_view text, char separator) noexcept {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            quoted = !quoted;
        } else if (quoted && text[i] == '\\') {
            ++i;
        } else if (!quoted && text[i] == separator) {
            return i;
        }
    }
    return text.size();
}

QualityItem read_item(std::string_view text) {
    QualityItem item;
    auto end = find_unquoted(text, ';');
    item.value = trim(text.substr(0, end));
    if (end == text.size()) {
        return item;
    }
    auto const parameters = text.substr(end + 1);
    item.parameters = trim(parameters);
    for (std::size_t at = 0; at < parameters.size();) {
        end = at + find_unquoted(parameters.substr(at), ';');
        auto const one = trim(parameters.substr(at, end - at));
        if (one.size() >= 2 && (one[0] == 'q' || one[0] == 'Q') && one[1] == '=') {
            item.quality = parse_weight(trim(one.substr(2)));
            item.parameters = trim(parameters.substr(0, at == 0 ? 0 : at - 1));
            break;
        }
        at = end + 1;
    }
    return item;
}

}  // namespace

std::vector<QualityItem> parse_quality_list(std::string_view text) {
    std::vector<QualityItem> items;
    while (!text.empty() && items.size() < max_items) {
        auto const end = find_unquoted(text, ',');
        auto const one = trim(text.substr(0, end));
        if (!one.empty()) {
            items.push_back(read_item(one));
        }
        text.remove_prefix(end == text.size() ? end : end + 1);
    }
    return items;
}

}  // namespace folkmoot::node
