// An answer as a plain value. Security headers, length, compression and HEAD are the server's
// business.
#pragma once

#include "node/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace folkmoot::node {

/// Part of an open file, read while it is sent.
struct FileRange {
    std::shared_ptr<void const> owner;  ///< keeps the descriptor open
    int descriptor{-1};
    std::uint64_t offset{0};
    std::uint64_t length{0};
};

/// Bytes that a cache and any number of answers share.
using SharedBytes = std::shared_ptr<std::string const>;

/// One answer. An Error converts to an answer, so a handler may `co_return error`: the dispatcher
/// draws it as JSON or HTML by what the client accepts, and logs the detail.
struct Response {
    int status{200};

    /// Fields in order. A value with CR, LF or NUL turns the whole answer into a 500 when it is
    /// written (H27).
    std::vector<std::pair<std::string, std::string>> headers;

    std::variant<std::string, SharedBytes, FileRange> body;

    /// `body` compressed with gzip, when whoever made it keeps that too; sent to clients that
    /// accept gzip.
    SharedBytes gzip;

    /// Set when the answer is a failure that is not drawn yet.
    std::optional<Error> failure;

    Response() = default;

    explicit Response(int code) : status(code) {}

    Response(Error error);

    /// Value of the first field of this name, or nothing. Names are compared without regard to
    /// case.
    std::optional<std::string_view> header(std::string_view name) const noexcept;

    /// Replaces every field of this name by one.
    Response& set(std::string_view name, std::string value);

    /// Adds a field and keeps the others of this name (Set-Cookie, Link).
    Response& add(std::string_view name, std::string value);

    /// The bytes of a body in memory; "" for a file.
    std::string_view bytes() const noexcept;

    /// Length of the body in bytes.
    std::uint64_t length() const noexcept;
};

/// JSON, as `application/json; charset=utf-8` unless told otherwise. Bytes that are not UTF-8
/// become U+FFFD.
Response json_response(nlohmann::json const& value, int status = 200);

/// JSON that is serialised already.
/// @param type  the media type with parameters, e.g. activity_json_type
Response json_text_response(
    std::string text, int status = 200, std::string_view type = "application/json; charset=utf-8"
);

/// The empty object: the body of every successful answer that has nothing to say (Mastodon API;
/// never 204).
Response empty_response();

/// A complete HTML page.
Response html_response(std::string page, int status = 200);

/// Plain text in UTF-8.
Response text_response(std::string body, int status = 200);

/// A redirect inside the node (threat H24).
/// @param path    an own path: one "/" first, then neither "/" nor "\", no control characters
/// @param status  303 after a form, 302, 307, 301 or 308
/// @return 500 when `path` is not an own path: give foreign targets to redirect_abroad()
Response redirect(std::string_view path, int status = 303);

/// A redirect to another origin that the caller has checked, e.g. a registered OAuth redirect URI.
/// @param url  an absolute URL; checked for control characters when written
Response redirect_abroad(std::string url, int status = 302);

/// Media type of ActivityPub documents, exactly as Lemmy compares it (reference/federation.md
/// section 1.5).
inline constexpr std::string_view activity_json_type = "application/activity+json; charset=utf-8";

/// The reason phrase of a status code, e.g. "Not Found"; "Unknown" for codes that we do not send.
std::string_view reason_phrase(int status) noexcept;

}  // namespace folkmoot::node
