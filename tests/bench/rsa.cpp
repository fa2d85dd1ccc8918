#include "activitypub/signature/key.hpp"
#include "tests/bench/commands.hpp"

#include <chrono>
#include <iostream>

namespace folkmoot::bench {
namespace {

using Clock = std::chrono::steady_clock;

// As long as what a delivery signs.
std::string const text(300, 'x');

std::vector<activitypub::PrivateKey> parse(std::vector<std::string> const& files) {
    std::vector<activitypub::PrivateKey> keys;
    for (auto const& file : files) {
        auto key = activitypub::PrivateKey::from_pkcs8(activitypub::bytes_of(file));
        if (!key) {
            give_up("a key cannot be read: " + key.error().detail);
        }
        keys.push_back(std::move(*key));
    }
    return keys;
}

template <class Work>
double per_second(std::chrono::seconds time, Work work) {
    auto const start = Clock::now();
    std::size_t done = 0;
    while (Clock::now() - start < time) {
        for (int i = 0; i < 16; ++i) {
            work(done++);
        }
    }
    return static_cast<double>(done) / std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

void measure_rsa(Arguments const& arguments) {
    auto const keys = parse(read_keys(arguments.text("keys")));
    std::chrono::seconds const time(arguments.number("seconds", 2));
    std::vector<activitypub::Bytes> signatures;
    for (auto const& key : keys) {
        signatures.push_back(key.sign(text).value());
    }
    auto const sign = [&](std::size_t i) { return keys[i % keys.size()].sign(text).has_value(); };
    auto const verify = [&](std::size_t i) {
        auto const which = i % keys.size();
        auto const& key = keys[which].public_key();
        return key.verify(activitypub::SignatureAlgorithm::rsa_v1_5_sha256, text, signatures[which])
            .has_value();
    };
    auto const rate =
        arguments.text("work") == "sign" ? per_second(time, sign) : per_second(time, verify);
    std::cout << nlohmann::json{{"per_second", rate}} << std::endl;
}

}  // namespace folkmoot::bench
