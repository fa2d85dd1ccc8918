// From verb and path to the endpoint: a trie of segments, built once at start.
#pragma once

#include "node/http/endpoint.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// True when no two rows of a table have the same verb and pattern (names of parameters do not
/// count). For a static_assert beside each table.
constexpr bool unique_endpoints(std::span<Endpoint const> table) noexcept {
    auto const same_pattern = [](std::string_view a, std::string_view b) {
        while (!a.empty() && !b.empty()) {
            if (a.front() != b.front()) {
                return false;
            }
            bool const name = a.front() == ':' || a.front() == '*';
            for (auto* text : {&a, &b}) {
                text->remove_prefix(1);
                while (name && !text->empty() && text->front() != '/') {
                    text->remove_prefix(1);
                }
            }
        }
        return a.empty() && b.empty();
    };
    for (std::size_t i = 0; i < table.size(); ++i) {
        for (std::size_t k = i + 1; k < table.size(); ++k) {
            if (table[i].verb == table[k].verb && same_pattern(table[i].path, table[k].path)) {
                return false;
            }
        }
    }
    return true;
}

/// What a path leads to.
struct RouteMatch {
    Endpoint const* endpoint{nullptr};  ///< nothing: 404, or 405 when `allowed` is not empty
    RouteParams params;                 ///< views into the request and the tables
    std::vector<Verb> allowed;  ///< verbs of this path, filled when the verb has no endpoint
};

/// Finds endpoints. Immutable after it is built; may be used from any thread.
class Router {
public:
    /// @param tables  of all families; the rows must outlive the router
    /// @return internal, naming the pattern, when two rows have the same verb and pattern or a
    /// pattern is malformed:
    ///         no "/" in front, an empty segment, "*" before the end, a nameless parameter, more
    ///         than four of them
    static Result<Router> build(std::span<std::span<Endpoint const> const> tables);

    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;
    ~Router();

    /// HEAD is answered by the endpoint of GET where it has none of its own.
    RouteMatch match(Verb verb, std::span<std::string const> segments) const;

    /// All rows in the order of the tables, for the documentation page.
    std::span<Endpoint const* const> endpoints() const noexcept { return endpoints_; }

private:
    struct Node;

    Router();

    std::unique_ptr<Node> root_;
    std::vector<Endpoint const*> endpoints_;
};

}  // namespace folkmoot::node
