#include "activitypub/signature/refused_keys.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

namespace {

/// y coordinates, little-endian in hex; the sign bit is not looked at.
constexpr auto small_order_points = std::to_array<std::string_view>({
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
});

/// SHA-256 of the SubjectPublicKeyInfo of keys whose private half is public.
constexpr auto example_keys = std::to_array<std::string_view>({
    // RFC 9421 appendix B.1.1, B.1.2, B.1.4
    "c73eecd318bd3813f2402a660d8a90010ca35d609d19377d5ee7af200713229f",
    "72859cbaf21a0b398b1f25712bbed148b1d85a0c6b824176eb306405caa6f0b2",
    "34571606cb7a0d71be377e671ddcccae2a169ed7733598214129231cd30c4a3c",
    // RFC 8032 section 7.1, tests 1 (RFC 8037 appendix A as well), 2, 3 and 1024
    "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9",
    "deb2ded39dc26fce0e6085b6fc34bf6b5941913bbfe2ea614113cff9e004c170",
    "8d39ba50abe50f77b6bb8ae7b6927aff7ffbeba35ad2837c0e51e82bcbcc60d5",
    "e4f982b51ad0bdd87be820b259fe80337ef636e72b9fa7a8867a6949eb610fd6",
    // FEP-8b32 and W3C Data Integrity EdDSA Cryptosuites; FEP-521a (Ed25519 and RSA)
    "d2eaf30fd1eddd11249a69ec46529d28871f0ad11acafb9bc1bb98148ab696e9",
    "0c326299d2fa5b9d1bf843a8fce6c946f03cdfc1e429f5431aa9bc202c41c4c1",
    "feabd7bb32ade6a0bbf398c109cab299cfca79d714020f3b291967258d46eb11",
    // the RS256 example of jwt.io; RFC 7517 appendix A.2
    "f56c8b01227f62ddbc16eb29a6ac0b310e276760a5e06302fa881a35146f6bc7",
    "ad32320cf6c596d884b05381ba573aba8ddd5749b4de8f4a23a79f9a89ddaeb2",
    // Ed25519 seeds of nothing but 00, 01, ff, and of 00 to 1f
    "339e2ff917630507b6a423b5ce084e285d1fa65d93b3e27a6195d3bbebc9ae23",
    "fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2",
    "8d5eb75dbb64464ac9369d2416a026c99aad4ebf9cdb7c73adda86dd17815b0f",
    "a050837d85070582ccf7394b0988847cc312cb88259b894899f6f239cf1791a5",
});

std::string hex(ByteView bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (auto const byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace

bool is_small_order_point(ByteView raw) noexcept {
    if (raw.size() != 32) {
        return false;
    }
    Bytes y(raw.begin(), raw.end());
    y.back() &= 0x7f;
    return std::ranges::find(small_order_points, hex(y)) != small_order_points.end();
}

bool is_example_key(ByteView spki) {
    return std::ranges::find(example_keys, hex(sha256(spki))) != example_keys.end();
}

}  // namespace folkmoot::activitypub
