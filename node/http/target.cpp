#include "node/http/target.hpp"

#include "node/http/percent.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

constexpr std::size_t max_segments = 32;

bool is_plain_segment(std::string_view decoded) noexcept {
    if (decoded == "." || decoded == ".." || !is_utf8(decoded)) {
        return false;
    }
    return std::none_of(decoded.begin(), decoded.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return c == '/' || c == '\\' || byte < 0x20 || byte == 0x7F;
    });
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
    if (target == "*") {
        return Target{};
    }
    if (target.empty() || target.front() != '/') {
        return std::nullopt;
    }
    Target result;
    auto const question = target.find('?');
    auto path = target.substr(1, question == std::string_view::npos ? question : question - 1);
    while (!path.empty()) {
        auto const slash = path.find('/');
        auto segment = percent_decode(path.substr(0, slash));
        if (!segment || !is_plain_segment(*segment) || result.segments.size() == max_segments) {
            return std::nullopt;
        }
        result.segments.push_back(std::move(*segment));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    while (!result.segments.empty() && result.segments.back().empty()) {
        result.segments.pop_back();
    }
    if (question != std::string_view::npos) {
        auto query = parse_form(target.substr(question + 1));
        if (!query) {
            return std::nullopt;
        }
        result.query = std::move(*query);
    }
    return result;
}

}  // namespace folkmoot::node
