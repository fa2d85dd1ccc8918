// Redirect URIs of client applications (RFC 6749 section 3.1.2; RFC 8252 for apps' own schemes):
// checked when they are registered, compared byte for byte afterwards (threat A05).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// "Show the code to the member": for programs that no browser can lead back to.
inline constexpr std::string_view out_of_band_uri = "urn:ietf:wg:oauth:2.0:oob";

/// Whether an application may register it: absolute, at most 2,000 printable ASCII characters, no
/// fragment; http and https with a host and without user information; other schemes but those that
/// a browser would run or read files with; or the out-of-band URN.
bool is_redirect_uri(std::string_view uri);

/// What a Content-Security-Policy names to let a form lead there: an origin for http and https,
/// else the scheme with its colon. "" for the out-of-band URN. `uri` must be one that may be
/// registered.
std::string form_target(std::string_view uri);

/// What a person is shown of it: host and port, or the scheme; "" for the out-of-band URN.
std::string shown_target(std::string_view uri);

/// The URI with parameters added to its query, each encoded.
std::string with_parameters(
    std::string_view uri, std::vector<std::pair<std::string_view, std::string>> const& parameters
);

}  // namespace folkmoot::node
