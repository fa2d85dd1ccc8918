#include "node/http/router.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t verb_count = 7;

// The values that the segments had, in the order of the pattern's parameters.
using Values = std::vector<std::string_view>;

struct Segment {
    std::string_view literal;  // the text, or what stands before the parameter
    bool parameter{false};
    bool rest{false};
};

// Splits "/@:name/x" into its segments; nothing when malformed.
std::optional<std::vector<Segment>> split_pattern(std::string_view pattern) {
    if (!pattern.starts_with('/')) {
        return std::nullopt;
    }
    std::vector<Segment> segments;
    std::size_t parameters = 0;
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        auto const slash = pattern.find('/');
        auto const text = pattern.substr(0, slash);
        pattern.remove_prefix(slash == std::string_view::npos ? pattern.size() : slash + 1);
        auto const mark = text.find_first_of(":*");
        bool const is_parameter = mark != std::string_view::npos;
        bool const is_rest = is_parameter && text[mark] == '*';
        bool const malformed = text.empty() ||
                               (slash != std::string_view::npos && pattern.empty()) ||
                               (is_parameter && mark + 1 == text.size()) ||
                               (is_rest && (mark > 0 || !pattern.empty()));
        parameters += is_parameter ? 1 : 0;
        if (malformed || parameters > RouteParams::max_params) {
            return std::nullopt;
        }
        segments.push_back({text.substr(0, mark), is_parameter, is_rest});
    }
    return segments;
}

// Names the values by the parameters of this very pattern: two patterns may share nodes and differ
// in names.
RouteParams name_values(std::string_view pattern, Values const& values) {
    RouteParams params;
    for (auto const value : values) {
        pattern.remove_prefix(pattern.find_first_of(":*") + 1);
        params.add(pattern.substr(0, pattern.find('/')), value);
    }
    return params;
}

}  // namespace

struct Router::Node {
    std::array<Endpoint const*, verb_count> by_verb{};
    std::map<std::string_view, Node, std::less<>> literals;
    std::map<std::string_view, Node, std::greater<>>
        prefixes;  // longer before its own prefix; "" is a bare parameter
    std::unique_ptr<Node> rest;

    Endpoint const* find(Verb verb) const noexcept {
        auto const* found = by_verb[static_cast<std::size_t>(verb)];
        if (found == nullptr && verb == Verb::head) {
            found = by_verb[static_cast<std::size_t>(Verb::get)];
        }
        return found;
    }

    void note_verbs(std::vector<Verb>& allowed) const {
        for (std::size_t i = 0; i < verb_count; ++i) {
            auto const verb = static_cast<Verb>(i);
            if (find(verb) != nullptr &&
                std::find(allowed.begin(), allowed.end(), verb) == allowed.end()) {
                allowed.push_back(verb);
            }
        }
    }

    Endpoint const* found_here(Verb verb, std::vector<Verb>& allowed) const {
        auto const* const found = find(verb);
        if (found == nullptr) {
            note_verbs(allowed);
        }
        return found;
    }

    // Depth first, literals before prefixes before the rest; every node is visited once at most.
    Endpoint const* match(
        Verb verb, std::span<std::string const> segments, Values& values, std::vector<Verb>& allowed
    ) const {
        if (segments.empty()) {
            return found_here(verb, allowed);
        }
        std::string_view const segment = segments.front();
        if (auto const it = literals.find(segment); it != literals.end()) {
            if (auto const* found = it->second.match(verb, segments.subspan(1), values, allowed)) {
                return found;
            }
        }
        for (auto const& [prefix, node] : prefixes) {
            if (segment.size() <= prefix.size() || !segment.starts_with(prefix)) {
                continue;
            }
            values.push_back(segment.substr(prefix.size()));
            if (auto const* found = node.match(verb, segments.subspan(1), values, allowed)) {
                return found;
            }
            values.pop_back();
        }
        if (rest) {
            values.push_back(segment);
            if (auto const* found = rest->found_here(verb, allowed)) {
                return found;
            }
            values.pop_back();
        }
        return nullptr;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}

Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

Result<Router> Router::build(std::span<std::span<Endpoint const> const> tables) {
    Router router;
    auto const refuse = [](Endpoint const& endpoint, std::string_view why) {
        return std::unexpected{Error{
            ErrorCode::internal,
            {},
            "endpoint " + std::string{to_string(endpoint.verb)} + " " + std::string{endpoint.path} +
                ": " + std::string{why}
        }};
    };
    for (auto const& table : tables) {
        for (auto const& endpoint : table) {
            auto const segments = split_pattern(endpoint.path);
            if (!segments || endpoint.run == nullptr) {
                return refuse(endpoint, "malformed pattern or no handler");
            }
            auto* node = router.root_.get();
            for (auto const& segment : *segments) {
                if (segment.rest) {
                    if (!node->rest) {
                        node->rest = std::make_unique<Node>();
                    }
                    node = node->rest.get();
                } else {
                    node = segment.parameter ? &node->prefixes[segment.literal]
                                             : &node->literals[segment.literal];
                }
            }
            auto& slot = node->by_verb[static_cast<std::size_t>(endpoint.verb)];
            if (slot != nullptr) {
                return refuse(endpoint, "stands twice");
            }
            slot = &endpoint;
            router.endpoints_.push_back(&endpoint);
        }
    }
    return router;
}

RouteMatch Router::match(Verb verb, std::span<std::string const> segments) const {
    RouteMatch result;
    Values values;
    result.endpoint = root_->match(verb, segments, values, result.allowed);
    if (result.endpoint != nullptr) {
        result.params = name_values(result.endpoint->path, values);
        result.allowed.clear();
    }
    return result;
}

}  // namespace folkmoot::node
