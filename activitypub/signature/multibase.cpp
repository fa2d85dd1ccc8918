#include "activitypub/signature/multibase.hpp"

#include <algorithm>

namespace folkmoot::activitypub {

namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Number in little-endian digits of some base: number * factor + addend.
void multiply_add(Bytes& number, std::uint32_t base, std::uint32_t factor, std::uint32_t addend) {
    std::uint32_t carry = addend;
    for (auto& digit : number) {
        carry += digit * factor;
        digit = static_cast<std::uint8_t>(carry % base);
        carry /= base;
    }
    for (; carry > 0; carry /= base) {
        number.push_back(static_cast<std::uint8_t>(carry % base));
    }
}

}  // namespace

std::string encode_multibase(ByteView data) {
    auto const first = std::ranges::find_if(data, [](std::uint8_t byte) { return byte != 0; });
    Bytes digits;
    for (auto it = first; it != data.end(); ++it) {
        multiply_add(digits, 58, 256, *it);
    }
    std::string out = "z";
    out.append(static_cast<std::size_t>(first - data.begin()), alphabet[0]);
    std::for_each(digits.rbegin(), digits.rend(), [&out](std::uint8_t digit) {
        out += alphabet[digit];
    });
    return out;
}

Result<Bytes> decode_multibase(std::string_view text) {
    if (text.size() > multibase_max_length) {
        return std::unexpected(Error{ErrorCode::too_large, "multibase: too long"});
    }
    if (text.empty() || text.size() == 1) {
        return std::unexpected(Error{ErrorCode::malformed, "multibase: empty"});
    }
    if (text.front() != 'z') {
        return std::unexpected(Error{ErrorCode::unsupported, "multibase: not base58btc"});
    }
    text.remove_prefix(1);
    auto const zeros = std::min(text.find_first_not_of(alphabet[0]), text.size());
    Bytes number;
    for (char const c : text.substr(zeros)) {
        auto const digit = alphabet.find(c);
        if (digit == std::string_view::npos) {
            return std::unexpected(
                Error{ErrorCode::malformed, "multibase: character outside of the alphabet"}
            );
        }
        multiply_add(number, 256, 58, static_cast<std::uint32_t>(digit));
    }
    number.insert(number.end(), zeros, 0);
    std::ranges::reverse(number);
    return number;
}

}  // namespace folkmoot::activitypub
