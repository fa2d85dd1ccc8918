// A URL as the outbound door needs it: parsed once, split into what is checked, connected to and
// sent. Ids of objects are activitypub's Iri; this type knows only transport.
#pragma once

#include "federation/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::federation {

/// An absolute http or https URL in canonical form: lower-case scheme and host, no trailing dot of
/// the host, no user information, no fragment, port always known, target never empty. Made by
/// parse() only.
class Url {
public:
    /// Longest URL that is taken.
    static constexpr std::size_t max_size = 4'096;

    /// @param text ASCII, as it comes from outside
    /// @return Error{invalid_input} on anything that is not such a URL: other schemes, user
    /// information, an empty or
    ///         percent-encoded or non-ASCII host, port 0
    static Result<Url> parse(std::string_view text);

    /// The URL that `reference` means on this page (RFC 3986 section 5), e.g. a Location header.
    /// Bytes that a URL may not hold as they are (spaces, UTF-8) are percent-encoded, as browsers
    /// do. Errors as parse().
    Result<Url> resolve(std::string_view reference) const;

    std::string const& scheme() const noexcept { return scheme_; }

    /// Without port; IPv6 literals in brackets.
    std::string const& host() const noexcept { return host_; }

    std::uint16_t port() const noexcept { return port_; }

    /// Path and query as they are sent, e.g. "/users/ana?page=1".
    std::string const& target() const noexcept { return target_; }

    bool is_https() const noexcept { return scheme_ == "https"; }

    /// Host with the port unless it is the scheme's own: value of the Host header.
    std::string authority() const;
    /// Scheme, host and port, comparable as text: "https://example.org:443".
    std::string origin() const;
    /// The whole URL.
    std::string text() const;

    friend bool operator==(Url const&, Url const&) = default;

private:
    Url() = default;
    std::string scheme_;
    std::string host_;
    std::uint16_t port_ = 0;
    std::string target_;
};

}  // namespace folkmoot::federation
