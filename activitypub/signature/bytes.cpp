#include "activitypub/signature/bytes.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <utility>

namespace folkmoot::activitypub {

namespace {

Bytes digest(ByteView data, EVP_MD const* algorithm) {
    Bytes out(static_cast<std::size_t>(EVP_MD_get_size(algorithm)));
    // Only a failing allocation or a missing default provider gets here: an empty digest equals no
    // digest.
    if (EVP_Digest(data.data(), data.size(), out.data(), nullptr, algorithm, nullptr) != 1) {
        out.clear();
    }
    return out;
}

}  // namespace

bool equal_in_constant_time(ByteView left, ByteView right) noexcept {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Bytes sha256(ByteView data) {
    return digest(data, EVP_sha256());
}

Bytes sha512(ByteView data) {
    return digest(data, EVP_sha512());
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() noexcept {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

}  // namespace folkmoot::activitypub
