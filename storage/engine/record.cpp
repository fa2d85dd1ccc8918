#include "storage/engine/record.hpp"

#include <array>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace folkmoot::storage {

namespace {

/// Reversed polynomial of CRC-32C.
constexpr std::uint32_t polynomial = 0x82F63B78;

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        auto remainder = i;
        for (int bit = 0; bit < 8; ++bit) {
            remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? polynomial : 0);
        }
        table[i] = remainder;
    }
    return table;
}

constexpr auto byte_table = make_table();

std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t crc) noexcept {
    for (char const byte : bytes) {
        crc = byte_table[(crc ^ static_cast<std::uint8_t>(byte)) & 0xFF] ^ (crc >> 8);
    }
    return crc;
}

#if defined(__x86_64__)
[[gnu::target("sse4.2")]] std::uint32_t crc32c_by_instruction(
    std::string_view bytes, std::uint32_t crc
) noexcept {
    std::uint64_t wide = crc;
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        wide = _mm_crc32_u64(wide, word);
        bytes.remove_prefix(sizeof word);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (char const byte : bytes) {
        crc = _mm_crc32_u8(crc, static_cast<std::uint8_t>(byte));
    }
    return crc;
}
#endif

void put_u16(std::string& bytes, std::uint16_t value) {
    bytes.push_back(static_cast<char>(value & 0xFF));
    bytes.push_back(static_cast<char>(value >> 8));
}

std::uint32_t get_little_endian(std::string_view bytes) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        value = (value << 8) | static_cast<std::uint8_t>(bytes[i - 1]);
    }
    return value;
}

std::uint32_t checksum(
    std::string_view type, std::string_view key, std::string_view payload
) noexcept {
    return crc32c(payload, crc32c(key, crc32c(type)));
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc) noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) {
        return ~crc32c_by_instruction(bytes, ~crc);
    }
#endif
    return ~crc32c_by_table(bytes, ~crc);
}

std::string encode_record(RecordType type, std::string_view key, std::string_view payload) {
    std::string value;
    value.reserve(record_header_size + payload.size());
    put_u16(value, type.tag);
    put_u16(value, type.version);
    auto const sum = checksum(value, key, payload);
    put_u16(value, static_cast<std::uint16_t>(sum & 0xFFFF));
    put_u16(value, static_cast<std::uint16_t>(sum >> 16));
    value.append(payload);
    return value;
}

Result<std::string_view> decode_record(
    RecordType type, std::string_view key, std::string_view value
) {
    if (value.size() < record_header_size) {
        return std::unexpected(Error{ErrorCode::corrupt, "the value is shorter than its header"});
    }
    auto const payload = value.substr(record_header_size);
    if (get_little_endian(value.substr(4, 4)) != checksum(value.substr(0, 4), key, payload)) {
        return std::unexpected(Error{ErrorCode::corrupt, "the checksum does not match"});
    }
    if (get_little_endian(value.substr(0, 2)) != type.tag) {
        return std::unexpected(Error{ErrorCode::corrupt, "the value is of another type"});
    }
    if (get_little_endian(value.substr(2, 2)) > type.version) {
        return std::unexpected(
            Error{ErrorCode::newer_store, "the value is of a later schema version"}
        );
    }
    return payload;
}

}  // namespace folkmoot::storage
