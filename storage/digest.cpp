#include "storage/digest.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <new>

namespace folkmoot::storage {

struct Sha256Stream::Context {
    EVP_MD_CTX* handle = EVP_MD_CTX_new();

    Context() {
        // Both fail for want of memory only.
        if (handle == nullptr || EVP_DigestInit_ex(handle, EVP_sha256(), nullptr) != 1) {
            throw std::bad_alloc();
        }
    }

    ~Context() { EVP_MD_CTX_free(handle); }

    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {}

Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(std::string_view bytes) {
    EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size());
}

Sha256 Sha256Stream::finish() {
    Sha256 digest{};
    EVP_DigestFinal_ex(context_->handle, digest.data(), nullptr);
    return digest;
}

Sha256 sha256(std::string_view bytes) {
    Sha256Stream stream;
    stream.update(bytes);
    return stream.finish();
}

Hash128 hash_128(std::string_view text) {
    auto const digest = sha256(text);
    Hash128 hash{};
    std::copy_n(digest.begin(), hash.bytes.size(), hash.bytes.begin());
    return hash;
}

std::string to_hex(std::span<std::uint8_t const> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 0xFU]);
    }
    return text;
}

}  // namespace folkmoot::storage
