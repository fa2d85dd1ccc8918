// An HTTP request as signatures see it: method, raw target and header fields in the order in which
// they came, names and values untouched, duplicates kept. It knows no HTTP library; fields of a
// chunked body's trailer never get in here.
#pragma once

#include "activitypub/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// One header line as received: the value without the white space around it, or with it; readers
/// trim.
struct HeaderField {
    std::string name;
    std::string value;

    friend bool operator==(HeaderField const&, HeaderField const&) = default;
};

/// A request without its body.
struct HttpMessage {
    std::string method;  ///< as sent, e.g. "POST"
    std::string target;  ///< raw request target in origin form, before any decoding: "/inbox?x=%41"
    std::vector<HeaderField> headers;  ///< as received, in order, duplicates kept

    /// How many fields have this name (case-insensitive).
    std::size_t count(std::string_view name) const noexcept;

    /// The trimmed value of the first field of this name; valid until the message changes.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// The trimmed value of the only field of this name; valid until the message changes.
    /// @return Error{missing} when there is none, {malformed} when there are several
    Result<std::string_view> single(std::string_view name) const;

    /// All values of this name, trimmed and joined with ", " (RFC 9110 section 5.3); nothing when
    /// there is none.
    std::optional<std::string> combined(std::string_view name) const;

    /// Replaces all fields of this name by one at the end of the list.
    void set(std::string_view name, std::string value);

    /// The target up to its query, e.g. "/inbox".
    std::string_view path() const noexcept;

    /// The query with its question mark, e.g. "?x=1"; empty when the target has none.
    std::string_view query() const noexcept;

    /// Whether the method is GET or HEAD, whose signatures need not cover a digest.
    bool is_read() const noexcept;

    friend bool operator==(HttpMessage const&, HttpMessage const&) = default;
};

/// Compares ASCII letters without regard to case (header names, host names, algorithm names).
bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept;

/// ASCII letters in lower case, the rest unchanged.
std::string to_lower(std::string_view text);

/// `text` without the spaces and tabs around it.
std::string_view trim(std::string_view text) noexcept;

}  // namespace folkmoot::activitypub
