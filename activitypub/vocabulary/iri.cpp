#include "activitypub/vocabulary/iri.hpp"

#include <boost/url/host_type.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace folkmoot::activitypub {
namespace {

std::unexpected<Error> refuse(ErrorCode code, char const* rule) {
    return std::unexpected(Error{code, rule});
}

bool is_alpha(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_hex(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_ascii(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return result;
}

/// Bytes outside ASCII as %XX; everything else as it is.
std::string encode_non_ascii(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            result += c;
        } else {
            result += '%';
            result += digits[byte >> 4U];
            result += digits[byte & 0x0FU];
        }
    }
    return result;
}

/// A number to an address parser: `2130706433`, `0x7f.1`, `1.2.3.4`. WHATWG URL, "ends in a
/// number".
bool ends_in_number(std::string_view host) noexcept {
    auto const dot = host.rfind('.');
    auto const last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    if (last.starts_with("0x")) {
        return std::ranges::all_of(last.substr(2), is_hex);
    }
    return !last.empty() && std::ranges::all_of(last, is_digit);
}

bool is_name_label(std::string_view label) noexcept {
    constexpr std::size_t max_label_bytes = 63;
    if (label.empty() || label.size() > max_label_bytes || label.front() == '-' ||
        label.back() == '-') {
        return false;
    }
    return std::ranges::all_of(label, [](char c) {
        return is_alpha(c) || is_digit(c) || c == '-' || c == '_';
    });
}

bool is_host_name(std::string_view host) noexcept {
    constexpr std::size_t max_host_bytes = 253;
    if (host.size() > max_host_bytes) {
        return false;
    }
    while (true) {
        auto const dot = host.find('.');
        if (!is_name_label(host.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return true;
        }
        host.remove_prefix(dot + 1);
    }
}

/// Names that never lead to another node on the internet.
bool is_private_name(std::string_view host) noexcept {
    constexpr std::array<std::string_view, 4> suffixes = {
        ".localhost", ".local", ".internal", ".onion"
    };
    return !host.contains('.') ||
           std::ranges::any_of(suffixes, [host](auto suffix) { return host.ends_with(suffix); });
}

bool is_ipv4(std::string_view host) {
    return boost::urls::parse_ipv4_address(host).has_value();
}

/// The canonical form of an address in brackets.
std::optional<std::string> canonical_ipv6(std::string_view host) {
    auto const address = boost::urls::parse_ipv6_address(host.substr(1, host.size() - 2));
    if (!address) {
        return std::nullopt;
    }
    return '[' + std::string(address->to_string()) + ']';
}

/// "." and "..", also percent-encoded, as a segment of `path`.
bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);
        auto const end = std::min(path.find('/'), path.size());
        auto segment = lower(path.substr(0, end));
        for (auto dot = segment.find("%2e"); dot != std::string::npos; dot = segment.find("%2e")) {
            segment.replace(dot, 3, ".");
        }
        if (segment == "." || segment == "..") {
            return true;
        }
        path.remove_prefix(end);
    }
    return false;
}

/// Where the authority ends in "scheme://authority/…", or npos when there is none.
std::size_t end_of_authority(std::string_view text) noexcept {
    auto const slashes = text.find("://");
    if (slashes == std::string_view::npos) {
        return slashes;
    }
    return std::min(text.find_first_of("/?#", slashes + 3), text.size());
}

/// The number of a port; nullopt when it is none or zero.
std::optional<std::uint16_t> port_number(std::string_view digits) noexcept {
    std::uint16_t port = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (failure != std::errc{} || end != digits.data() + digits.size() || port == 0) {
        return std::nullopt;
    }
    return port;
}

constexpr std::uint16_t default_port(std::string_view scheme) noexcept {
    return scheme == "https" ? 443 : 80;
}

/// Whether Boost.URL saw the authority end where it does. Version 1.81 ends those of "//host:x/y"
/// and "//127.0.0.1./y" early: others see another host.
bool ends_authority_at(boost::urls::url_view const& url, std::size_t end) {
    constexpr std::size_t separator_bytes = 3;
    return url.has_authority() &&
           url.scheme().size() + separator_bytes + url.encoded_authority().size() == end;
}

/// The rules on everything but host and port.
Result<void> check_shape(
    boost::urls::url_view const& url, std::string_view scheme, IriPolicy policy, Fragment fragment
) {
    if (scheme != "https" && !(scheme == "http" && policy.http)) {
        return refuse(ErrorCode::unsupported, "iri.scheme");
    }
    if (url.has_userinfo()) {
        return refuse(ErrorCode::unsupported, "iri.userinfo");
    }
    if (url.has_fragment() && fragment == Fragment::refused) {
        return refuse(ErrorCode::unsupported, "iri.fragment");
    }
    if (has_dot_segment(url.encoded_path())) {
        return refuse(ErrorCode::malformed, "iri.dot_segment");
    }
    return {};
}

/// The port to connect to.
Result<std::uint16_t> read_port(
    boost::urls::url_view const& url, std::string_view scheme, IriPolicy policy
) {
    auto const usual = default_port(scheme);
    if (!url.has_port() || url.port().empty()) {
        return usual;
    }
    auto const given = port_number(url.port());
    if (!given) {
        return refuse(ErrorCode::malformed, "iri.port");
    }
    if (*given != usual && !policy.ports) {
        return refuse(ErrorCode::unsupported, "iri.port");
    }
    return *given;
}

}  // namespace

Result<std::string> canonical_host(std::string_view host, IriPolicy policy) {
    if (!is_ascii(host)) {
        return refuse(ErrorCode::unsupported, "iri.host_not_ascii");
    }
    auto name = lower(host);
    if (name.starts_with('[') && name.ends_with(']')) {
        auto address = canonical_ipv6(name);
        if (!address) {
            return refuse(ErrorCode::malformed, "iri.host");
        }
        if (!policy.loopback) {
            return refuse(ErrorCode::unsupported, "iri.host_address");
        }
        return std::move(*address);
    }
    if (name.ends_with('.')) {
        name.pop_back();
    }
    if (ends_in_number(name)) {
        if (!is_ipv4(name)) {
            return refuse(ErrorCode::malformed, "iri.host_number");
        }
        if (!policy.loopback) {
            return refuse(ErrorCode::unsupported, "iri.host_address");
        }
        return name;
    }
    if (!is_host_name(name)) {
        return refuse(ErrorCode::malformed, "iri.host");
    }
    if (is_private_name(name) && !policy.loopback) {
        return refuse(ErrorCode::unsupported, "iri.host_private");
    }
    return name;
}

Result<Iri> Iri::parse(std::string_view text, IriPolicy policy, Fragment fragment) {
    if (text.size() > limits::max_iri_bytes) {
        return refuse(ErrorCode::too_large, "iri.bytes");
    }
    auto const authority_end = end_of_authority(text);
    if (authority_end == std::string_view::npos) {
        return refuse(ErrorCode::malformed, "iri.syntax");
    }
    if (!is_ascii(text.substr(0, authority_end))) {
        return refuse(ErrorCode::unsupported, "iri.host_not_ascii");
    }
    auto const encoded = encode_non_ascii(text);
    auto const parsed = boost::urls::parse_uri(encoded);
    if (!parsed || !ends_authority_at(*parsed, authority_end)) {
        return refuse(ErrorCode::malformed, "iri.syntax");
    }
    auto const scheme = lower(parsed->scheme());
    if (auto const allowed = check_shape(*parsed, scheme, policy, fragment); !allowed) {
        return std::unexpected(allowed.error());
    }
    auto const host = canonical_host(parsed->encoded_host(), policy);
    if (!host) {
        return std::unexpected(host.error());
    }
    auto const port = read_port(*parsed, scheme, policy);
    if (!port) {
        return std::unexpected(port.error());
    }
    auto const rest = std::string_view(encoded).substr(authority_end);
    if (rest.contains("%00")) {
        return refuse(ErrorCode::malformed, "iri.nul");
    }
    Iri iri;
    iri.assemble(scheme, *host, *port, rest);
    if (iri.text_.size() > limits::max_iri_bytes) {
        return refuse(ErrorCode::too_large, "iri.bytes");
    }
    return iri;
}

void Iri::assemble(
    std::string_view scheme, std::string_view host, std::uint16_t port, std::string_view rest
) {
    // At most three times limits::max_iri_bytes, which fits.
    auto const here = [this] { return static_cast<std::uint16_t>(text_.size()); };
    auto const position_or_end = [here](std::size_t position) {
        return position == std::string::npos ? here() : static_cast<std::uint16_t>(position);
    };
    text_.append(scheme).append("://");
    host_begin_ = here();
    text_ += host;
    host_end_ = here();
    if (port != default_port(scheme)) {
        text_ += ':' + std::to_string(port);
    }
    port_ = port;
    path_begin_ = here();
    text_ += rest;
    path_end_ = position_or_end(text_.find_first_of("?#", path_begin_));
    fragment_begin_ = position_or_end(text_.find('#', path_begin_));
}

std::string_view Iri::scheme() const noexcept {
    constexpr std::size_t separator_bytes = 3;
    return empty() ? std::string_view{}
                   : std::string_view(text_).substr(0, host_begin_ - separator_bytes);
}

std::string_view Iri::host() const noexcept {
    return std::string_view(text_).substr(host_begin_, host_end_ - host_begin_);
}

std::string_view Iri::authority() const noexcept {
    return std::string_view(text_).substr(host_begin_, path_begin_ - host_begin_);
}

std::string_view Iri::path() const noexcept {
    return std::string_view(text_).substr(path_begin_, path_end_ - path_begin_);
}

std::string Iri::target() const {
    auto const target = std::string_view(text_).substr(path_begin_, fragment_begin_ - path_begin_);
    return target.starts_with('/') ? std::string(target) : '/' + std::string(target);
}

std::string_view Iri::fragment() const noexcept {
    return fragment_begin_ < text_.size() ? std::string_view(text_).substr(fragment_begin_ + 1U)
                                          : std::string_view{};
}

Origin Iri::origin() const {
    return {std::string(scheme()), std::string(host()), port_};
}

Iri Iri::without_fragment() const {
    Iri document = *this;
    document.text_.resize(fragment_begin_);
    return document;
}

std::string Origin::text() const {
    auto result = scheme + "://" + host;
    if (port != default_port(scheme)) {
        result += ':' + std::to_string(port);
    }
    return result;
}

bool same_origin(Iri const& a, Iri const& b) noexcept {
    return !a.empty() && a.scheme() == b.scheme() && a.authority() == b.authority();
}

}  // namespace folkmoot::activitypub
