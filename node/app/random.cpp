#include "node/app/random.hpp"

#include <openssl/rand.h>

#include <array>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace folkmoot::node {
namespace {

constexpr std::string_view request_id_alphabet = "0123456789abcdefghijklmnopqrstuv";

}  // namespace

RandomBytes system_random() {
    return [](std::span<std::byte> out) {
        if (out.size() > INT_MAX ||
            RAND_bytes(
                reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size())
            ) != 1) {
            std::fputs("folkmoot: the system gives no random bytes\n", stderr);
            std::abort();
        }
    };
}

std::string random_token(RandomBytes const& random, std::size_t bytes) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::vector<std::byte> raw(bytes);
    random(raw);
    std::string text;
    text.reserve((bytes * 4 + 2) / 3);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (auto const byte : raw) {
        bits = (bits << 8) | std::to_integer<std::uint32_t>(byte);
        held += 8;
        while (held >= 6) {
            held -= 6;
            text.push_back(alphabet[(bits >> held) & 63]);
        }
    }
    if (held > 0) {
        text.push_back(alphabet[(bits << (6 - held)) & 63]);
    }
    return text;
}

std::string random_request_id(RandomBytes const& random) {
    constexpr auto alphabet = request_id_alphabet;
    std::array<std::byte, 16> raw{};
    random(raw);
    std::string text;
    text.reserve(raw.size());
    for (auto const byte : raw) {
        text.push_back(alphabet[std::to_integer<unsigned>(byte) & 31]);
    }
    return text;
}

std::string next_request_id(std::string id) {
    for (auto digit = id.rbegin(); digit != id.rend(); ++digit) {
        auto const next = request_id_alphabet.find(*digit) + 1;
        *digit = request_id_alphabet[next % request_id_alphabet.size()];
        if (next < request_id_alphabet.size()) {
            break;
        }
    }
    return id;
}

}  // namespace folkmoot::node
