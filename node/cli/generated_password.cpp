#include "node/cli/generated_password.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace folkmoot::node {

std::string generate_password(RandomBytes const& random) {
    // 32 characters, so that five bits choose one: without 0, 1, l and o.
    constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    static_assert(alphabet.size() == 32);
    std::array<std::byte, 20> bytes;
    random(std::span<std::byte>(bytes));
    std::string password;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i != 0 && i % 5 == 0) {
            password += '-';
        }
        password += alphabet[std::to_integer<std::size_t>(bytes[i]) % alphabet.size()];
    }
    return password;
}

}  // namespace folkmoot::node
