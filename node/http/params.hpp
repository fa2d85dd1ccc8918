// The one decoder of request parameters: JSON, forms, multipart and query become one object, read
// by typed getters. Source: reference Mastodon API, section 3.1 (Rack's bracket rules, booleans,
// precedence).
#pragma once

#include "node/error.hpp"
#include "node/http/request.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// A file that came in a multipart body.
struct FilePart {
    std::string name;          ///< of the form field
    std::string filename;      ///< as the client says: for display only, never a path
    std::string content_type;  ///< as the client says: never believed
    std::string_view bytes;    ///< valid as long as `owner`
    std::shared_ptr<void const> owner;
};

/// Caps of one decoding.
struct ParamLimits {
    std::size_t nesting{6};
    std::size_t keys{200};
    std::size_t json_bytes{256 * 1024};
    std::size_t form_bytes{
        256 * 1024
    };  ///< of a form body, and of one part of a multipart body that is no file
    std::size_t parts{64};  ///< of a multipart body
};

/// The parameters of one request. A getter that meets a value of the wrong kind notes the failure
/// and returns nothing, so that a handler reads all it wants and then asks failure() once. The
/// first failure stays.
class Params {
public:
    /// @param values  an object; anything else counts as an empty one
    explicit Params(nlohmann::json values, std::vector<FilePart> files = {});

    /// True when the parameter came with a value other than null.
    bool has(std::string_view name) const;

    /// Text; numbers and booleans of JSON are taken as their text. Longer than `max_bytes`: 422.
    std::optional<std::string> text(std::string_view name, std::size_t max_bytes = 64 * 1024);

    /// Text that must be there and not empty; 400 otherwise (and "" is returned).
    std::string required_text(std::string_view name, std::size_t max_bytes = 64 * 1024);

    /// False for 0 f F false False FALSE off OFF, nothing for an empty value, true for everything
    /// else.
    std::optional<bool> boolean(std::string_view name);

    /// A whole number within [min, max]: 400 when it is none, 422 outside.
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);

    /// A record id (decimal, no leading zero, below 2^63): 422 otherwise.
    std::optional<std::uint64_t> id(std::string_view name);

    /// Texts of an array; a single value counts as an array of one. Empty when absent.
    std::vector<std::string> texts(std::string_view name, std::size_t max_items = 100);

    /// Record ids of an array; a single value counts as an array of one.
    std::vector<std::uint64_t> ids(std::string_view name, std::size_t max_items = 100);

    /// The object below this name; empty when absent. Shares the note of failure.
    Params child(std::string_view name);

    /// The objects of an array below this name. An object with numeric keys counts as an array in
    /// their order.
    std::vector<Params> children(std::string_view name, std::size_t max_items = 100);

    /// The file that came under this name. Lives as long as this object.
    FilePart const* file(std::string_view name) const noexcept;

    /// The decoded value as it is; null when absent.
    nlohmann::json const* value(std::string_view name) const;

    /// Everything that was decoded: an object.
    nlohmann::json const& values() const noexcept { return values_; }

    /// Notes a failure found by the caller (unless there is one), so that all checks end in one
    /// place.
    void refuse(ErrorCode code, std::string text);

    /// The first failure of any getter of this object or of a child.
    std::optional<Error> const& failure() const noexcept { return *failure_; }

private:
    nlohmann::json values_;
    std::vector<FilePart> files_;
    std::shared_ptr<std::optional<Error>> failure_;
};

/// Decodes the query and the body of a request. The body's names win over the query's.
/// @return invalid_input for a malformed body, too_large beyond a limit, unsupported_media for a
/// body type that is
///         none of JSON, form, multipart (an empty body may have any type)
Result<Params> decode_params(Request const& request, ParamLimits const& limits = {});

/// Reads a record id as it stands in paths and parameters: decimal, no sign or leading zero, below
/// 2^63.
std::optional<std::uint64_t> parse_id(std::string_view text) noexcept;

}  // namespace folkmoot::node
