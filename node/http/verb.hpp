// The request methods that the node knows. All others are answered 501 by the gate.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace folkmoot::node {

/// A request method of RFC 9110 section 9 that some endpoint may have. (`del`: `delete` is a
/// keyword.)
enum class Verb : std::uint8_t { get, head, post, put, patch, del, options };

/// The method as it stands on the wire, e.g. "DELETE". Lives for ever.
constexpr std::string_view to_string(Verb verb) noexcept {
    switch (verb) {
        case Verb::get:
            return "GET";
        case Verb::head:
            return "HEAD";
        case Verb::post:
            return "POST";
        case Verb::put:
            return "PUT";
        case Verb::patch:
            return "PATCH";
        case Verb::del:
            return "DELETE";
        case Verb::options:
            return "OPTIONS";
    }
    return "";
}

/// The method of this exact name; methods are case-sensitive. Nothing for any other text.
constexpr std::optional<Verb> parse_verb(std::string_view text) noexcept {
    for (auto const verb :
         {Verb::get, Verb::head, Verb::post, Verb::put, Verb::patch, Verb::del, Verb::options}) {
        if (text == to_string(verb)) {
            return verb;
        }
    }
    return std::nullopt;
}

}  // namespace folkmoot::node
