#include "activitypub/signature/base64.hpp"

#include <array>
#include <optional>

namespace folkmoot::activitypub {

namespace {

constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xff;

using DecodingTable = std::array<std::uint8_t, 256>;

constexpr void add_alphabet(DecodingTable& table, std::string_view alphabet) {
    for (std::size_t digit = 0; digit < alphabet.size(); ++digit) {
        table[static_cast<unsigned char>(alphabet[digit])] = static_cast<std::uint8_t>(digit);
    }
}

constexpr DecodingTable make_table(bool standard, bool url) {
    DecodingTable table{};
    table.fill(no_digit);
    if (standard) {
        add_alphabet(table, standard_alphabet);
    }
    if (url) {
        add_alphabet(table, url_alphabet);
    }
    return table;
}

constexpr DecodingTable standard_table = make_table(true, false);
constexpr DecodingTable url_table = make_table(false, true);
constexpr DecodingTable either_table = make_table(true, true);

std::unexpected<Error> malformed(std::string_view what) {
    return std::unexpected(Error{ErrorCode::malformed, "base64: " + std::string(what)});
}

std::string encode(ByteView data, std::string_view alphabet, bool padded) {
    std::string out;
    out.reserve((data.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < data.size(); i += 3) {
        auto const left = data.size() - i;
        std::uint32_t const group = static_cast<std::uint32_t>(data[i]) << 16 |
                                    (left > 1 ? static_cast<std::uint32_t>(data[i + 1]) << 8 : 0u) |
                                    (left > 2 ? static_cast<std::uint32_t>(data[i + 2]) : 0u);
        out += alphabet[group >> 18 & 63];
        out += alphabet[group >> 12 & 63];
        if (left > 1) {
            out += alphabet[group >> 6 & 63];
        }
        if (left > 2) {
            out += alphabet[group & 63];
        }
    }
    if (padded) {
        out.append((4 - out.size() % 4) % 4, '=');
    }
    return out;
}

/// Digits without padding to bytes.
Result<Bytes> decode_digits(std::string_view digits, DecodingTable const& table, bool exact_bits) {
    if (digits.size() % 4 == 1) {
        return malformed("impossible length");
    }
    Bytes out;
    out.reserve(digits.size() / 4 * 3 + 2);
    std::uint32_t group = 0;
    int bits = 0;
    for (char const c : digits) {
        auto const digit = table[static_cast<unsigned char>(c)];
        if (digit == no_digit) {
            return malformed("character outside of the alphabet");
        }
        group = group << 6 | digit;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::uint8_t>(group >> bits));
            group &= (1u << bits) - 1;
        }
    }
    if (exact_bits && group != 0) {
        return malformed("unused bits are not zero");
    }
    return out;
}

/// The text without its padding, or nothing when there is more than a group can have.
std::optional<std::string_view> without_padding(std::string_view text) {
    auto const end = text.find_last_not_of('=');
    auto const digits = end == std::string_view::npos ? 0 : end + 1;
    if (text.size() - digits > 2) {
        return std::nullopt;
    }
    return text.substr(0, digits);
}

}  // namespace

std::string encode_base64(ByteView data) {
    return encode(data, standard_alphabet, true);
}

std::string encode_base64url(ByteView data) {
    return encode(data, url_alphabet, false);
}

Result<Bytes> decode_base64(std::string_view text) {
    auto const digits = without_padding(text);
    if (!digits || text.size() % 4 != 0) {
        return malformed("wrong padding");
    }
    return decode_digits(*digits, standard_table, true);
}

Result<Bytes> decode_base64url(std::string_view text) {
    return decode_digits(text, url_table, true);
}

Result<Bytes> decode_base64_tolerant(std::string_view text) {
    auto const digits = without_padding(text);
    if (!digits) {
        return malformed("wrong padding");
    }
    return decode_digits(*digits, either_table, false);
}

}  // namespace folkmoot::activitypub
