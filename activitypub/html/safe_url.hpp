// The one judgement on URLs that people's text may carry: links to click and images to show.
//
// Rows X05 and X06 of the threat table; property P03 of the hostile set. It must not know where the
// URL stands, and it resolves nothing: a relative URL would resolve to our own origin, so there are
// none.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// What a URL is for, which decides the schemes.
enum class UrlUse {
    link,   ///< `href`: http, https, mailto, xmpp, gemini, magnet
    image,  ///< `src`: http, https
};

/// Longest URL that is kept, in bytes, before and after encoding.
inline constexpr std::size_t max_url_bytes = 4096;

/// Judges a URL as a browser would read it and writes it in one form.
///
/// White space and controls at the ends and tabs and line ends anywhere are removed, as browsers
/// do; the scheme and an ASCII host are written in lower case; white space, controls and invisible
/// characters elsewhere, and the characters `"<>^{|}` and the backtick, are percent-encoded. Other
/// text outside ASCII stays as it is (RFC 3987). Calling it on its own result gives the same bytes.
///
/// @param raw  attribute value with character references already decoded; UTF-8
/// @param use  which schemes may pass
/// @return the URL, or nullopt for another scheme, a relative or protocol-relative form, a
/// backslash, user-info, an
///         empty or malformed host, a malformed port, or more than max_url_bytes
std::optional<std::string> safe_url(std::string_view raw, UrlUse use);

/// The host that a URL from safe_url() leads to, without port, lower case where ASCII; for mailto
/// and xmpp the part after `@`; empty for magnet. Valid while `url` lives.
std::string_view url_host(std::string_view url) noexcept;

}  // namespace folkmoot::activitypub
