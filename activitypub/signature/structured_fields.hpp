// Structured fields (RFC 8941) as far as signatures and digests need them: dictionaries of items
// and inner lists with parameters. The text of each member is kept as received, because RFC 9421
// signs that text.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace folkmoot::activitypub {

/// A token (RFC 8941 section 3.3.4), apart from a string.
struct SfToken {
    std::string text;

    friend bool operator==(SfToken const&, SfToken const&) = default;
};

/// A bare item: integer, decimal, string, token, byte sequence or boolean.
using SfBareItem = std::variant<std::int64_t, double, std::string, SfToken, Bytes, bool>;

/// Parameters in order, each key once.
using SfParameters = std::vector<std::pair<std::string, SfBareItem>>;

/// An item with its parameters.
struct SfItem {
    SfBareItem value;
    SfParameters parameters;

    friend bool operator==(SfItem const&, SfItem const&) = default;
};

/// An inner list with its parameters.
struct SfInnerList {
    std::vector<SfItem> items;
    SfParameters parameters;

    friend bool operator==(SfInnerList const&, SfInnerList const&) = default;
};

/// A member of a dictionary.
struct SfMember {
    std::string key;
    std::variant<SfItem, SfInnerList> value;
    /// Value and parameters as received: `("@method");created=1`; empty for a bare key.
    std::string raw;

    friend bool operator==(SfMember const&, SfMember const&) = default;
};

/// A dictionary in order, each key once. A key or a parameter given twice is refused, though the
/// RFC lets the last one win: in a signature that is an ambiguity, never a need.
using SfDictionary = std::vector<SfMember>;

/// Reads a dictionary. At most 16 KiB, 64 members, 64 items in a list, 32 parameters.
/// @return Error{malformed} or {too_large}
/// Source: RFC 8941 section 4.2.2. Safe on any bytes (fuzzed).
Result<SfDictionary> parse_sf_dictionary(std::string_view text);

/// The member of this key, or null; valid as long as the dictionary.
SfMember const* find_member(SfDictionary const& dictionary, std::string_view key) noexcept;

/// The value of this parameter, or null; valid as long as the parameters.
SfBareItem const* find_parameter(SfParameters const& parameters, std::string_view key) noexcept;

/// A string in quotes, with quotes and backslashes escaped.
/// @return Error{malformed} when it holds anything but printable ASCII
Result<std::string> serialize_sf_string(std::string_view text);

/// A byte sequence: ":base64:".
std::string serialize_sf_bytes(ByteView bytes);

}  // namespace folkmoot::activitypub
