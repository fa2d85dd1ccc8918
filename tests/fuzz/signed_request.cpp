// A whole request: header fields, one a line, over a fixed body. Whatever they say, it never
// verifies with a key that signed nothing (threats F06 to F13).
#include "activitypub/signature/verify_request.hpp"
#include "tests/fuzz/target.hpp"

#include <array>

namespace folkmoot::fuzz {

using namespace folkmoot::activitypub;

void fuzz_signed_request(std::string_view input) {
    constexpr std::string_view body = "{\"hello\": \"world\"}";
    static auto const stranger =
        PrivateKey::from_ed25519_seed(std::array<std::uint8_t, 32>{7}).value().public_key();
    HttpMessage message{.method = "POST", .target = "/inbox", .headers = {{"Host", "home.test"}}};
    while (!input.empty()) {
        auto line = take_line(input);
        auto const name = line.substr(0, line.find(':'));
        line.remove_prefix(std::min(name.size() + 1, line.size()));
        message.headers.push_back({std::string(name), std::string(line)});
    }
    SignaturePolicy policy;
    policy.authority = "home.test";
    Timestamp const now{std::chrono::seconds{1767323100}};
    auto const pending = inspect(message, body, policy, now);
    if (!pending) {
        require(!pending.error().detail.empty(), "an error says why");
        return;
    }
    require(!pending->key_id().empty(), "a signature names its key");
    require(message.count("digest") + message.count("content-digest") > 0, "a body needs a digest");
    require(!pending->verify(stranger), "a key that signed nothing verifies nothing");
}

}  // namespace folkmoot::fuzz
