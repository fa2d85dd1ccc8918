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

/// SHA-256 of the material of keys whose private half is public.
constexpr auto example_keys = std::to_array<std::string_view>({
    // RFC 9421 appendix B.1.1, B.1.2, B.1.4
    "9af6159203e8509e0550defa50b312bd5a45c5e9ad956d09b43756d8fdd7e665",
    "73cc3db46dd36894434b9b56888194e3eea4b25e4d74a9f4199c8bd6f4381e6f",
    "b16c2d1bead1262639764fdb0ee4d3774599336bd493404cda4b1136c59f2062",
    // RFC 8032 section 7.1, tests 1 (RFC 8037 appendix A as well), 2, 3, 1024 and SHA(abc)
    "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
    "39f713d0a644253f04529421b9f51b9b08979d08295959c4f3990ee617f5139f",
    "dac073e0123bdea59dd9b3bda9cf6037f63aca82627d7abcd5c4ac29dd74003e",
    "91384c411e5af29648f17f922b402655b11ecaec1b33fc45796241963f95f202",
    "5f9b247e2a654719f198e4f241d6b0df9a1a937a13ef5ef899f64d9285fce224",
    // FEP-8b32 and W3C Data Integrity EdDSA Cryptosuites; FEP-521a (Ed25519 and RSA)
    "3ba28cbddb7c2559e713abe8910c3e9c7489019bebafe6b3e037bdd4c723d2ca",
    "c446d9bcf84d5e3ee966bac5c1f634c107cee52e9b6bf7e176a17b916acb154b",
    "e671a004eda9a8e27b4fd76d788806f2b693634817cf8a278611fe8f53c89700",
    // the RS256 example of jwt.io; RFC 7517 appendix A.2
    "2da8a492573f9cd453d9a68d7a24c62b4c2c8bd0c3497283ff438b606f65e0d3",
    "cfd9828d5c4be180a7f4eb8b33725769db37cf9d3e7e71e3522158c39b34537c",
    // Ed25519 seeds of nothing but 00, 01, ff, and of 00 to 1f
    "139e3940e64b5491722088d9a0d741628fc826e09475d341a780acde3c4b8070",
    "34750f98bd59fcfc946da45aaabe933be154a4b5094e1c4abf42866505f3c97e",
    "af822958f2d75afb91f8a8f4da253230d63bebf8c3ce8fa9a2e275c2cd35456e",
    "56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c",
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

bool is_example_key(ByteView material) {
    return std::ranges::find(example_keys, hex(sha256(material))) != example_keys.end();
}

}  // namespace folkmoot::activitypub
