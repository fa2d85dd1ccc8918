#include "node/http/conditional.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace folkmoot::node {
namespace {

std::string_view opaque(std::string_view etag) noexcept {
    return etag.starts_with("W/") ? etag.substr(2) : etag;
}

bool read_number(std::string_view text, std::uint64_t& number) noexcept {
    auto const* const end = text.data() + text.size();
    auto const result = std::from_chars(text.data(), end, number);
    return result.ec == std::errc{} && result.ptr == end;
}

}  // namespace

std::string weak_etag(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string tag = "W/\"";
    for (std::size_t i = 0; i < 8; ++i) {
        tag.push_back(hex[digest[i] >> 4]);
        tag.push_back(hex[digest[i] & 15]);
    }
    tag.push_back('"');
    return tag;
}

std::string strong_etag(std::string_view hash) {
    return '"' + std::string{hash} + '"';
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) noexcept {
    while (!if_none_match.empty()) {
        auto const comma = if_none_match.find(',');
        auto one = if_none_match.substr(0, comma);
        while (!one.empty() && one.front() == ' ') {
            one.remove_prefix(1);
        }
        while (!one.empty() && one.back() == ' ') {
            one.remove_suffix(1);
        }
        if (one == "*" || opaque(one) == opaque(etag)) {
            return true;
        }
        if_none_match.remove_prefix(
            comma == std::string_view::npos ? if_none_match.size() : comma + 1
        );
    }
    return false;
}

bool is_not_modified(Request const& request, Response const& response) {
    if (response.status != 200 || (request.verb != Verb::get && request.verb != Verb::head)) {
        return false;
    }
    if (auto const asked = request.headers.find("If-None-Match")) {
        auto const etag = response.header("ETag");
        return etag && matches_etag(*asked, *etag);
    }
    auto const since = request.headers.find("If-Modified-Since");
    auto const modified = response.header("Last-Modified");
    if (!since || !modified) {
        return false;
    }
    auto const asked = parse_imf_fixdate(*since);
    auto const changed = parse_imf_fixdate(*modified);
    return asked && changed && *changed <= *asked;
}

RangeKind read_range(std::string_view header, std::uint64_t size, ByteRange& part) noexcept {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit) || header.find(',') != std::string_view::npos) {
        return RangeKind::whole;
    }
    header.remove_prefix(unit.size());
    auto const dash = header.find('-');
    if (dash == std::string_view::npos) {
        return RangeKind::whole;
    }
    auto const first_text = header.substr(0, dash);
    auto const last_text = header.substr(dash + 1);
    std::uint64_t first = 0;
    std::uint64_t last = size == 0 ? 0 : size - 1;
    if (first_text.empty()) {
        std::uint64_t suffix = 0;
        if (!read_number(last_text, suffix)) {
            return RangeKind::whole;
        }
        if (suffix == 0 || size == 0) {
            return RangeKind::unsatisfiable;
        }
        first = size - std::min(suffix, size);
    } else {
        std::uint64_t asked_last = last;
        if (!read_number(first_text, first) ||
            (!last_text.empty() && (!read_number(last_text, asked_last) || asked_last < first))) {
            return RangeKind::whole;
        }
        if (first >= size) {
            return RangeKind::unsatisfiable;
        }
        last = std::min(last, asked_last);
    }
    part = {first, last - first + 1};
    return RangeKind::part;
}

}  // namespace folkmoot::node
