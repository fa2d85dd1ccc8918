// Seeds and random changes of them through the fuzz entries, in every run.
#include "tests/activitypub/signature/fuzz_entries.hpp"

#include "activitypub/signature/bytes.hpp"
#include "activitypub/signature/digest.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {

namespace {

std::string request_text(HttpMessage const& message) {
    std::string out;
    for (auto const& [name, value] : message.headers) {
        if (name != "Host") {
            out += name + ": " + value + "\n";
        }
    }
    return out;
}

struct EntryCase {
    char const* name;
    void (*entry)(std::span<std::uint8_t const>);
    std::string (*seed)();
};

class FuzzEntry : public testing::TestWithParam<EntryCase> {};

TEST_P(FuzzEntry, HoldsItsInvariantsOnChangedSeeds) {
    auto const seed = GetParam().seed();
    GetParam().entry(bytes_of(seed));
    GetParam().entry({});
    auto generator = test::seeded_generator();
    for (int round = 0; round < 1'000; ++round) {
        auto text = seed;
        for (auto changes = 1 + generator() % 4; changes > 0 && !text.empty(); --changes) {
            auto const at = generator() % text.size();
            switch (generator() % 3) {
                case 0:
                    text[at] = static_cast<char>(generator());
                    break;
                case 1:
                    text.erase(at, 1 + generator() % 8);
                    break;
                default:
                    text.insert(at, text.substr(generator() % text.size(), generator() % 16));
            }
        }
        GetParam().entry(bytes_of(text));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Seeds,
    FuzzEntry,
    testing::Values(
        EntryCase{
            "cavage",
            test::fuzz_cavage_header,
            [] { return std::string(test::cavage_post().find("signature").value()); }
        },
        EntryCase{
            "message_signatures",
            test::fuzz_message_signatures,
            [] {
                auto const message = test::rfc9421_post(test::ed25519_key());
                return std::string(message.find("signature-input").value()) + '\0' +
                       std::string(message.find("signature").value());
            }
        },
        EntryCase{
            "digest",
            test::fuzz_digest_headers,
            [] {
                return make_digest("{\"hello\": \"world\"}") + "," +
                       make_content_digest("{\"hello\": \"world\"}");
            }
        },
        EntryCase{
            "pem", test::fuzz_public_key, [] { return test::ed25519_key().public_key().to_pem(); }
        },
        EntryCase{
            "multikey",
            test::fuzz_public_key,
            [] { return test::ed25519_key().public_key().to_multibase(); }
        },
        EntryCase{
            "der",
            test::fuzz_public_key,
            [] {
                auto const der = test::rsa_key().public_key().to_der();
                return std::string(text_of(der));
            }
        },
        EntryCase{
            "cavage_request",
            test::fuzz_request,
            [] { return request_text(test::cavage_post("{\"hello\": \"world\"}")); }
        },
        EntryCase{
            "rfc9421_request",
            test::fuzz_request,
            [] {
                return request_text(
                    test::rfc9421_post(test::ed25519_key(), "{\"hello\": \"world\"}")
                );
            }
        }
    ),
    [](auto const& info) { return info.param.name; }
);

}  // namespace

}  // namespace folkmoot::activitypub
