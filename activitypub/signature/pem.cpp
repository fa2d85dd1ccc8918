#include "activitypub/signature/pem.hpp"

#include "activitypub/signature/base64.hpp"

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_length = 16 * 1024;
constexpr std::size_t line_length = 64;
constexpr std::string_view begin_marker = "-----BEGIN ";
constexpr std::string_view end_marker = "-----END ";
constexpr std::string_view dashes = "-----";

std::unexpected<Error> malformed(std::string_view what) {
    return std::unexpected(Error{ErrorCode::malformed, "PEM: " + std::string(what)});
}

std::string without_breaks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
            ++i;
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            out += c;
        }
    }
    return out;
}

}  // namespace

Result<PemBlock> read_pem(std::string_view text) {
    if (text.size() > max_length) {
        return std::unexpected(Error{ErrorCode::too_large, "PEM: too long"});
    }
    auto const begin = text.find(begin_marker);
    if (begin == std::string_view::npos) {
        return malformed("no block");
    }
    text.remove_prefix(begin + begin_marker.size());
    auto const label_end = text.find(dashes);
    auto const body_end = text.find(end_marker);
    if (label_end == std::string_view::npos || body_end == std::string_view::npos ||
        label_end + dashes.size() > body_end) {
        return malformed("block without an end");
    }
    PemBlock block{.label = std::string(text.substr(0, label_end)), .der = {}};
    if (!text.substr(body_end + end_marker.size()).starts_with(block.label + std::string(dashes))) {
        return malformed("end does not match begin");
    }
    auto const body_begin = label_end + dashes.size();
    auto der = decode_base64(without_breaks(text.substr(body_begin, body_end - body_begin)));
    if (!der) {
        return malformed(der.error().detail);
    }
    block.der = std::move(*der);
    return block;
}

std::string write_pem(std::string_view label, ByteView der) {
    auto const marker = [label](std::string_view start) {
        return std::string(start) + std::string(label) + std::string(dashes) + "\n";
    };
    auto out = marker(begin_marker);
    auto const digits = encode_base64(der);
    for (std::size_t i = 0; i < digits.size(); i += line_length) {
        out += digits.substr(i, line_length) + "\n";
    }
    return out + marker(end_marker);
}

}  // namespace folkmoot::activitypub
