#include "federation/client/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <algorithm>

namespace folkmoot::federation {

namespace {

namespace urls = boost::urls;

constexpr std::uint16_t default_port(std::string_view scheme) {
    return scheme == "https" ? 443 : 80;
}

std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

std::unexpected<Error> invalid(std::string_view why, std::string_view text) {
    constexpr std::size_t quoted = 200;
    return std::unexpected(Error{
        ErrorCode::invalid_input, std::string(why) + ": " + std::string(text.substr(0, quoted))
    });
}

/// Percent-encodes what RFC 3986 never allows, and leaves the rest, percent signs included, alone.
std::string encode_unsafe(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view unsafe = " \"<>\\^`{|}";
    std::string encoded;
    encoded.reserve(text.size());
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte <= 0x1f || byte >= 0x7f || unsafe.contains(c)) {
            encoded += {'%', digits[byte >> 4], digits[byte & 0xf]};
        } else {
            encoded += c;
        }
    }
    return encoded;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
    if (text.size() > max_size) {
        return invalid("URL too long", text);
    }
    auto const parsed = urls::parse_uri(text);
    if (!parsed) {
        return invalid("not a URL", text);
    }
    Url url;
    url.scheme_ = to_lower(parsed->scheme());
    if (url.scheme_ != "https" && url.scheme_ != "http") {
        return invalid("scheme not allowed", text);
    }
    if (parsed->has_userinfo()) {
        return invalid("user information not allowed", text);
    }
    url.host_ = to_lower(std::string_view(parsed->encoded_host()));
    if (url.host_.ends_with('.')) {
        url.host_.pop_back();
    }
    if (url.host_.empty() || url.host_.ends_with('.') || url.host_.contains('%')) {
        return invalid("host not allowed", text);
    }
    url.port_ = default_port(url.scheme_);
    if (parsed->has_port() && !parsed->port().empty()) {
        url.port_ = parsed->port_number();
        if (url.port_ == 0) {
            return invalid("port not allowed", text);
        }
    }
    url.target_ = std::string(std::string_view(parsed->encoded_path()));
    if (url.target_.empty()) {
        url.target_ = "/";
    }
    // Boost 1.81 takes "https://a.example:443.b.example/" and reads ".b.example/" as the path:
    // written without its default port that is a URL of another host.
    if (!url.target_.starts_with('/')) {
        return invalid("path not allowed", text);
    }
    if (parsed->has_query()) {
        url.target_ += '?';
        url.target_ += std::string_view(parsed->encoded_query());
    }
    return url;
}

Result<Url> Url::resolve(std::string_view reference) const {
    if (reference.size() > max_size) {
        return invalid("URL too long", reference);
    }
    std::string const encoded = encode_unsafe(reference);
    auto const parsed = urls::parse_uri_reference(encoded);
    if (!parsed) {
        return invalid("not a URL reference", reference);
    }
    std::string const base_text = text();
    auto const base = urls::parse_uri(base_text);
    urls::url resolved;
    if (!base || !urls::resolve(*base, *parsed, resolved)) {
        return invalid("URL reference cannot be resolved", reference);
    }
    return parse(std::string_view(resolved.buffer()));
}

std::string Url::authority() const {
    return port_ == default_port(scheme_) ? host_ : host_ + ':' + std::to_string(port_);
}

std::string Url::origin() const {
    return scheme_ + "://" + host_ + ':' + std::to_string(port_);
}

std::string Url::text() const {
    return scheme_ + "://" + authority() + target_;
}

}  // namespace folkmoot::federation
