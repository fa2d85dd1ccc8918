#include "tests/activitypub/signature/fuzz_entries.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/bytes.hpp"
#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/digest.hpp"
#include "activitypub/signature/message_signature.hpp"
#include "activitypub/signature/verify_request.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace folkmoot::activitypub::test {

namespace {

constexpr std::string_view fixed_body = "{\"hello\": \"world\"}";

void require(bool invariant) {
    if (!invariant) {
        std::abort();
    }
}

bool are_distinct(std::vector<std::string> const& names) {
    return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

/// Whether the base64 digest of fixed_body stands in a header, padding aside.
bool holds_digest(std::string_view header) {
    auto const contains = [header](Bytes const& digest) {
        auto const plain = encode_base64(digest);
        auto const url = encode_base64url(digest);
        auto const core = [](std::string_view text) { return text.substr(0, 40); };
        return header.find(core(plain)) != std::string_view::npos ||
               header.find(core(url)) != std::string_view::npos;
    };
    return contains(sha256(bytes_of(fixed_body))) || contains(sha512(bytes_of(fixed_body)));
}

}  // namespace

void fuzz_cavage_header(std::span<std::uint8_t const> data) {
    auto const read = parse_cavage(text_of(data));
    if (read) {
        require(!read->key_id.empty() && !read->signature.empty() && !read->covered.empty());
        require(are_distinct(read->covered));
    }
}

void fuzz_message_signatures(std::span<std::uint8_t const> data) {
    auto const text = text_of(data);
    auto const split = std::min(text.find('\0'), text.size());
    auto const read = parse_message_signatures(
        text.substr(0, split), text.substr(std::min(split + 1, text.size()))
    );
    if (!read) {
        return;
    }
    require(!read->empty());
    for (auto const& signature : *read) {
        require(!signature.key_id.empty() && !signature.signature.empty());
        require(are_distinct(signature.components));
        require(text.find(signature.raw_parameters) != std::string_view::npos);
    }
}

void fuzz_digest_headers(std::span<std::uint8_t const> data) {
    auto const header = text_of(data);
    if (verify_digest(header, fixed_body) || verify_content_digest(header, fixed_body)) {
        require(holds_digest(header));
    }
}

void fuzz_public_key(std::span<std::uint8_t const> data) {
    auto const text = text_of(data);
    for (auto const& key :
         {PublicKey::from_pem(text), PublicKey::from_multibase(text), PublicKey::from_der(data)}) {
        if (key) {
            require(PublicKey::from_pem(key->to_pem()) == *key);
            require(PublicKey::from_multibase(key->to_multibase()) == *key);
            require(PublicKey::from_der(key->to_der()) == *key);
        }
    }
}

void fuzz_request(std::span<std::uint8_t const> data) {
    HttpMessage message{.method = "POST", .target = "/inbox", .headers = {{"Host", "home.test"}}};
    auto text = text_of(data);
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        auto const colon = std::min(line.find(':'), line.size());
        message.headers.push_back(
            {std::string(line.substr(0, colon)),
             std::string(line.substr(std::min(colon + 1, line.size())))}
        );
    }
    SignaturePolicy policy;
    policy.authority = "home.test";
    Timestamp const now{std::chrono::seconds{1767323100}};
    static auto const stranger = PrivateKey::generate_ed25519().value().public_key();
    auto const pending = inspect(message, fixed_body, policy, now);
    if (pending) {
        require(!pending->key_id().empty());
        require(!pending->verify(stranger));
    }
}

}  // namespace folkmoot::activitypub::test
