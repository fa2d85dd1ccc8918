// Small kinds of tables whose values are no FlatBuffers records: bytes, sets of keys, counters.
// Each value carries the header and checksum of record.hpp all the same, so that `verify` tells any
// damage.
#pragma once

#include "storage/engine/catalog.hpp"
#include "storage/engine/cursor.hpp"
#include "storage/engine/index.hpp"
#include "storage/engine/key.hpp"
#include "storage/engine/record.hpp"
#include "storage/engine/table.hpp"
#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::storage {

/// Checksummed bytes by key as bytes: what the typed kinds below share. Not for use by itself.
class PlainDatabase {
public:
    PlainDatabase(Catalog& catalog, TableSpec const& spec);

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] DbHandle database() const noexcept { return database_; }

    /// The payload, a view into the map; nullopt when there is none. `corrupt`.
    Result<std::optional<std::string_view>> payload_view(Txn const& txn, std::string_view key)
        const;

    /// Stores a payload under its header.
    Result<void> put(WriteTxn& txn, std::string_view key, std::string_view payload) const;

    /// The payload of a value met in a walk.
    Result<std::string_view> decode(std::string_view key, std::string_view value) const;

    /// Checks every entry; `key_parses` and `payload_parses` judge those parts.
    Result<void> verify(
        Txn const& txn,
        VerifyReport& report,
        bool (*key_parses)(std::string_view),
        bool (*payload_parses)(std::string_view)
    ) const;

private:
    std::string name_;
    RecordType type_;
    Insertion insertion_;
    DbHandle database_;
};

/// Bytes by key, e.g. compressed activities as received.
template <KeyType Key>
class BlobTable final {
public:
    BlobTable(Catalog& catalog, TableSpec const& spec) : values_(catalog, spec) {
        catalog.add({
            name(),
            [this](Txn const& txn, VerifyReport& report) { return verify(txn, report); },
            {},
        });
    }

    BlobTable(BlobTable const&) = delete;
    BlobTable& operator=(BlobTable const&) = delete;

    [[nodiscard]] std::string const& name() const noexcept { return values_.name(); }

    /// The bytes; `not_found`, `corrupt`.
    Result<std::string> get(Txn const& txn, Key const& key) const {
        auto const payload = values_.payload_view(txn, encode_key(key));
        if (!payload) {
            return std::unexpected(payload.error());
        }
        if (!*payload) {
            return std::unexpected(Error{ErrorCode::not_found, name()});
        }
        return std::string(**payload);
    }

    Result<bool> exists(Txn const& txn, Key const& key) const {
        return txn.exists(values_.database(), encode_key(key));
    }

    /// Stores bytes, new or not.
    Result<void> put(WriteTxn& txn, Key const& key, std::string_view bytes) const {
        return values_.put(txn, encode_key(key), bytes);
    }

    /// Removes; false when there was nothing.
    Result<bool> erase(WriteTxn& txn, Key const& key) const {
        return txn.erase(values_.database(), encode_key(key));
    }

    /// Empties the table in time proportional to its pages.
    Result<void> clear(WriteTxn& txn) const { return txn.clear(values_.database()); }

    /// Number of entries; costs the same however many there are.
    Result<std::uint64_t> entries(Txn const& txn) const { return txn.entries(values_.database()); }

    /// Calls `visit(Key const&, std::string_view bytes)` until it returns false or an error; the
    /// bytes are a view that is valid during the call.
    template <class Visit>
    Result<void> scan(Txn const& txn, KeyRange const& range, Direction direction, Visit&& visit)
        const {
        auto const step = [&](std::string_view bytes, std::string_view value) -> Result<bool> {
            auto const key = decode_key<Key>(bytes);
            if (!key) {
                return std::unexpected(detail::unreadable_key(name(), bytes));
            }
            auto const payload = values_.decode(bytes, value);
            if (!payload) {
                return std::unexpected(payload.error());
            }
            return visit(*key, *payload);
        };
        return for_each(txn, values_.database(), range, direction, step);
    }

private:
    Result<void> verify(Txn const& txn, VerifyReport& report) const {
        return values_.verify(
            txn,
            report,
            [](std::string_view key) { return decode_key<Key>(key).has_value(); },
            [](std::string_view) { return true; }
        );
    }

    PlainDatabase values_;
};

/// A set of keys without records: relation lists (group, follower), seen ids.
template <KeyType Key>
class KeySet final {
public:
    KeySet(Catalog& catalog, TableSpec const& spec) : values_(catalog, spec) {
        catalog.add({
            name(),
            [this](Txn const& txn, VerifyReport& report) { return verify(txn, report); },
            {},
        });
    }

    KeySet(KeySet const&) = delete;
    KeySet& operator=(KeySet const&) = delete;

    [[nodiscard]] std::string const& name() const noexcept { return values_.name(); }

    Result<bool> contains(Txn const& txn, Key const& key) const {
        return txn.exists(values_.database(), encode_key(key));
    }

    /// Adds; false when it was there, and then nothing is written.
    Result<bool> insert(WriteTxn& txn, Key const& key) const {
        auto const bytes = encode_key(key);
        auto const present = txn.exists(values_.database(), bytes);
        if (!present || *present) {
            return present ? Result<bool>(false) : present;
        }
        auto const stored = values_.put(txn, bytes, {});
        return stored ? Result<bool>(true) : std::unexpected(stored.error());
    }

    /// Removes; false when it was not there.
    Result<bool> erase(WriteTxn& txn, Key const& key) const {
        return txn.erase(values_.database(), encode_key(key));
    }

    /// Empties the set in time proportional to its pages.
    Result<void> clear(WriteTxn& txn) const { return txn.clear(values_.database()); }

    /// Number of keys; costs the same however many there are.
    Result<std::uint64_t> entries(Txn const& txn) const { return txn.entries(values_.database()); }

    /// Calls `visit(Key const&)` for each key of the range until it returns false or an error.
    template <class Visit>
    Result<void> scan(Txn const& txn, KeyRange const& range, Direction direction, Visit&& visit)
        const {
        auto const step = [&](std::string_view bytes, std::string_view) -> Result<bool> {
            auto const key = decode_key<Key>(bytes);
            if (!key) {
                return std::unexpected(detail::unreadable_key(name(), bytes));
            }
            return visit(*key);
        };
        return for_each(txn, values_.database(), range, direction, step);
    }

    /// The first `limit` keys of the range.
    Result<std::vector<Key>> keys(
        Txn const& txn, KeyRange const& range, Direction direction, std::size_t limit
    ) const {
        std::vector<Key> found;
        if (limit == 0) {
            return found;
        }
        auto const scanned = scan(txn, range, direction, [&](Key const& key) {
            found.push_back(key);
            return found.size() < limit;
        });
        if (!scanned) {
            return std::unexpected(scanned.error());
        }
        return found;
    }

private:
    Result<void> verify(Txn const& txn, VerifyReport& report) const {
        return values_.verify(
            txn,
            report,
            [](std::string_view key) { return decode_key<Key>(key).has_value(); },
            [](std::string_view payload) { return payload.empty(); }
        );
    }

    PlainDatabase values_;
};

/// Signed numbers by key, zero when absent.
template <KeyType Key>
class CounterTable final {
public:
    CounterTable(Catalog& catalog, TableSpec const& spec) : values_(catalog, spec) {
        catalog.add({
            name(),
            [this](Txn const& txn, VerifyReport& report) { return verify(txn, report); },
            {},
        });
    }

    CounterTable(CounterTable const&) = delete;
    CounterTable& operator=(CounterTable const&) = delete;

    [[nodiscard]] std::string const& name() const noexcept { return values_.name(); }

    /// The number; 0 when it was never set. `corrupt`.
    Result<std::int64_t> get(Txn const& txn, Key const& key) const {
        return read(txn, encode_key(key));
    }

    /// Sets the number.
    Result<void> set(WriteTxn& txn, Key const& key, std::int64_t value) const {
        return values_.put(txn, encode_key(key), encode_key(value));
    }

    /// Adds `delta` and returns the sum.
    Result<std::int64_t> add(WriteTxn& txn, Key const& key, std::int64_t delta) const {
        auto const bytes = encode_key(key);
        auto const old = read(txn, bytes);
        if (!old) {
            return old;
        }
        auto const sum = *old + delta;
        auto const stored = values_.put(txn, bytes, encode_key(sum));
        return stored ? Result<std::int64_t>(sum) : std::unexpected(stored.error());
    }

    /// Forgets the number; false when it was never set.
    Result<bool> erase(WriteTxn& txn, Key const& key) const {
        return txn.erase(values_.database(), encode_key(key));
    }

    /// Forgets all numbers.
    Result<void> clear(WriteTxn& txn) const { return txn.clear(values_.database()); }

    /// Calls `visit(Key const&, std::int64_t)` for each number of the range until it returns false
    /// or an error.
    template <class Visit>
    Result<void> scan(Txn const& txn, KeyRange const& range, Direction direction, Visit&& visit)
        const {
        auto const step = [&](std::string_view bytes, std::string_view value) -> Result<bool> {
            auto const key = decode_key<Key>(bytes);
            if (!key) {
                return std::unexpected(detail::unreadable_key(name(), bytes));
            }
            auto const payload = values_.decode(bytes, value);
            auto const number = payload ? decode_key<std::int64_t>(*payload) : std::nullopt;
            if (!number) {
                return std::unexpected(
                    payload ? Error{ErrorCode::corrupt, name()} : payload.error()
                );
            }
            return visit(*key, *number);
        };
        return for_each(txn, values_.database(), range, direction, step);
    }

private:
    Result<void> verify(Txn const& txn, VerifyReport& report) const {
        return values_.verify(
            txn,
            report,
            [](std::string_view key) { return decode_key<Key>(key).has_value(); },
            [](std::string_view payload) { return decode_key<std::int64_t>(payload).has_value(); }
        );
    }

    Result<std::int64_t> read(Txn const& txn, std::string const& bytes) const {
        auto const payload = values_.payload_view(txn, bytes);
        if (!payload) {
            return std::unexpected(payload.error());
        }
        if (!*payload) {
            return 0;
        }
        auto const number = decode_key<std::int64_t>(**payload);
        return number ? Result<std::int64_t>(*number)
                      : std::unexpected(Error{ErrorCode::corrupt, name()});
    }

    PlainDatabase values_;
};

}  // namespace folkmoot::storage
