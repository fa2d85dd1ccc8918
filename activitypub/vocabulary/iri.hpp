// Identifiers: parsed once into one canonical form, compared as that form, never by string surgery.
//
// Canonical means: scheme and host in lower case, the default port and one trailing dot of the host
// removed, bytes outside ASCII in path, query and fragment percent-encoded (RFC 3987 section 3.1).
// Path and query are otherwise kept byte for byte, because peers compare ids as strings: "/a" and
// "/%61", "" and "/" are different ids. Row F26 of the threat table. It must not know: DNS, what an
// id means, who owns it.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/limits.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// What an identifier may be. The default is what holds between nodes on the internet.
struct IriPolicy {
    bool http = false;      ///< scheme `http` beside `https`
    bool ports = false;     ///< a port other than the scheme's own
    bool loopback = false;  ///< IP addresses, names without a dot, `.localhost`, `.local`,
                            ///< `.internal`, `.onion`

    /// https, no port, public names.
    static constexpr IriPolicy production() noexcept { return {}; }

    /// Nodes on one machine (decision 13).
    static constexpr IriPolicy development() noexcept { return {true, true, true}; }

    /// Links for people to follow and media to fetch: http and ports are fine, private addresses as
    /// before.
    constexpr IriPolicy for_links() const noexcept { return {true, true, loopback}; }

    friend bool operator==(IriPolicy, IriPolicy) = default;
};

/// Whether `#…` may follow. Keys and activities have such ids (`…#main-key`, `…#likes/7`); actors
/// and objects do not.
enum class Fragment { refused, allowed };

/// Scheme, host and port: the unit of authority (FEP-fe34).
struct Origin {
    std::string scheme;      ///< "https" or "http"
    std::string host;        ///< lower case; an IPv6 address keeps its brackets
    std::uint16_t port = 0;  ///< never 0 in a value made from an Iri: the default port is filled in

    /// "https://a.example", with ":8443" when the port is not the scheme's own.
    std::string text() const;

    friend auto operator<=>(Origin const&, Origin const&) = default;
};

/// An absolute http(s) identifier in canonical form.
class Iri {
public:
    /// An empty value: what a required id looks like in a record under construction. Readers never
    /// return it.
    Iri() = default;

    /// Reads an identifier.
    /// Refused: other schemes, user-info, an empty host, hosts outside ASCII (a peer writes
    /// punycode), hosts that are numbers in disguise (`2130706433`, `0x7f.1`), labels over 63
    /// bytes, raw spaces, control characters and backslashes, broken percent-encoding, `%00`, dot
    /// segments in the path, more than limits::max_iri_bytes.
    /// @param text      as received
    /// @param policy    what else is allowed
    /// @param fragment  whether `#…` may follow
    /// @return the canonical form. Errors: too_large, malformed, unsupported (a rule of the
    /// policy); the detail is the
    ///         rule's name, e.g. "iri.scheme", and holds no byte of `text`.
    static Result<Iri> parse(
        std::string_view text, IriPolicy policy = {}, Fragment fragment = Fragment::refused
    );

    /// The canonical text, e.g. "https://a.example/users/ana". Empty for an empty value.
    std::string const& text() const noexcept { return text_; }

    bool empty() const noexcept { return text_.empty(); }

    /// "https" or "http".
    std::string_view scheme() const noexcept;

    /// Lower case, without port; an IPv6 address keeps its brackets.
    std::string_view host() const noexcept;

    /// Host with ":port" when the port is not the scheme's own, as in the Host field of HTTP.
    std::string_view authority() const noexcept;

    /// The port to connect to, default filled in. 0 for an empty value.
    std::uint16_t port() const noexcept { return port_; }

    /// From the slash after the authority up to query or fragment; may be empty.
    std::string_view path() const noexcept;

    /// Path and query as they go into a request line; "/" for an empty path.
    std::string target() const;

    /// What follows '#'; empty when there is none.
    std::string_view fragment() const noexcept;

    /// Scheme, host and port. Both must be non-empty values for same_origin() to hold.
    Origin origin() const;

    /// The same without '#…': the document that holds a key.
    Iri without_fragment() const;

    friend bool operator==(Iri const& a, Iri const& b) noexcept { return a.text_ == b.text_; }

    friend std::strong_ordering operator<=>(Iri const& a, Iri const& b) noexcept {
        return a.text_ <=> b.text_;
    }

private:
    void assemble(
        std::string_view scheme, std::string_view host, std::uint16_t port, std::string_view rest
    );

    std::string text_;
    std::uint16_t host_begin_ = 0;
    std::uint16_t host_end_ = 0;
    std::uint16_t path_begin_ = 0;      // end of the authority
    std::uint16_t path_end_ = 0;        // start of query or fragment
    std::uint16_t fragment_begin_ = 0;  // position of '#', or the text's size
    std::uint16_t port_ = 0;
};

/// Whether two ids share scheme, host and port. False when either is empty.
bool same_origin(Iri const& a, Iri const& b) noexcept;

/// Brings a host name into canonical form: lower case, one trailing dot removed.
/// @return the host; malformed or unsupported by the rules of Iri::parse(), detail "iri.host…"
Result<std::string> canonical_host(std::string_view host, IriPolicy policy = {});

}  // namespace folkmoot::activitypub

/// Hash of the canonical text.
template <>
struct std::hash<folkmoot::activitypub::Iri> {
    std::size_t operator()(folkmoot::activitypub::Iri const& iri) const noexcept {
        return std::hash<std::string>{}(iri.text());
    }
};
