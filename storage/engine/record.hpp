// The codec of stored values: 8 bytes of header, then the payload (usually a FlatBuffers table).
// Header, little-endian: type tag (16 bit), schema version (16 bit), CRC-32C (Castagnoli, RFC 3720
// B.4) over tag, version, key and payload. The key is in the checksum so that a value found under a
// wrong key is told as well.
#pragma once

#include "storage/error.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <flatbuffers/flatbuffers.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace folkmoot::storage {

/// Bytes before the payload of a stored value.
inline constexpr std::size_t record_header_size = 8;

/// What kind of value it is.
struct RecordType {
    std::uint16_t tag;      ///< unique to the table, for ever
    std::uint16_t version;  ///< of the table's schema; readers take every version up to their own
};

/// CRC-32C of `bytes`, continued from `crc` (0 to begin). Uses the processor's instruction where
/// there is one.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc = 0) noexcept;

/// Header and payload, ready to be stored under `key`.
[[nodiscard]] std::string encode_record(
    RecordType type, std::string_view key, std::string_view payload
);

/// Checks a stored value and returns its payload, a view into `value`.
/// @return `corrupt` for a short value, a wrong tag or a wrong checksum; `newer_store` for a later
/// schema version
Result<std::string_view> decode_record(
    RecordType type, std::string_view key, std::string_view value
);

/// A FlatBuffers record that was verified, in an aligned copy of its own: it outlives the
/// transaction. Reads fields through FlatBuffers accessors without unpacking. Move-only.
template <class Record>
class RecordView {
public:
    /// Copies and verifies a payload. `corrupt` when it is not a valid `Record`.
    static Result<RecordView> parse(std::string_view payload) {
        RecordView view(payload);
        flatbuffers::Verifier verifier(view.bytes(), view.size_);
        if (!verifier.VerifyBuffer<Record>(nullptr)) {
            return std::unexpected(
                Error{ErrorCode::corrupt, "the record is not a valid FlatBuffers table"}
            );
        }
        return view;
    }

    Record const& operator*() const noexcept { return *flatbuffers::GetRoot<Record>(bytes()); }

    Record const* operator->() const noexcept { return flatbuffers::GetRoot<Record>(bytes()); }

    /// The record as its object API struct.
    [[nodiscard]] typename Record::NativeTableType unpack() const {
        typename Record::NativeTableType object;
        flatbuffers::GetRoot<Record>(bytes())->UnPackTo(&object);
        return object;
    }

private:
    // LMDB aligns values to two bytes only; FlatBuffers wants eight.
    explicit RecordView(std::string_view payload)
        : words_(std::make_unique_for_overwrite<std::uint64_t[]>(
              payload.size() / sizeof(std::uint64_t) + 1
          )),
          size_(payload.size()) {
        std::memcpy(words_.get(), payload.data(), size_);
    }

    [[nodiscard]] std::uint8_t const* bytes() const noexcept {
        return reinterpret_cast<std::uint8_t const*>(words_.get());
    }

    std::unique_ptr<std::uint64_t[]> words_;
    std::size_t size_;
};

/// Checks and parses a stored value.
template <class Record>
Result<RecordView<Record>> parse_record(
    RecordType type, std::string_view key, std::string_view value
) {
    auto const payload = decode_record(type, key, value);
    if (!payload) {
        return std::unexpected(payload.error());
    }
    return RecordView<Record>::parse(*payload);
}

/// The FlatBuffers bytes of an object API struct.
template <class Record>
class PackedRecord {
public:
    explicit PackedRecord(typename Record::NativeTableType const& object) : builder_(512) {
        builder_.Finish(Record::Pack(builder_, &object));
    }

    [[nodiscard]] std::string_view payload() const noexcept {
        return {reinterpret_cast<char const*>(builder_.GetBufferPointer()), builder_.GetSize()};
    }

    [[nodiscard]] Record const& root() const noexcept {
        return *flatbuffers::GetRoot<Record>(builder_.GetBufferPointer());
    }

private:
    flatbuffers::FlatBufferBuilder builder_;
};

}  // namespace folkmoot::storage
