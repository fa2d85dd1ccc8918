// Indices of a table: an index maps each record to zero or more index keys. The table keeps them;
// nobody writes an index by hand. `UniqueIndex` stores index key -> primary key; `MultiIndex`
// stores (index key, primary key) -> nothing, so that every entry has its place in one order and a
// page of results resumes after any of them.
#pragma once

#include "storage/engine/catalog.hpp"
#include "storage/engine/cursor.hpp"
#include "storage/engine/key.hpp"
#include "storage/engine/record.hpp"
#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::storage {

/// How the keys of a database usually arrive.
enum class Insertion {
    random,    ///< anywhere
    appended,  ///< mostly greater than all before (time-ordered ids): pages fill completely
};

/// One entry of an index as bytes.
struct IndexEntry {
    std::string key;
    std::string value;

    friend auto operator<=>(IndexEntry const&, IndexEntry const&) = default;
};

/// The entries of one index in its database, without knowledge of key and record types. Used by
/// `Table`.
class IndexDatabase {
public:
    IndexDatabase(Catalog& catalog, std::string name, Insertion insertion);

    [[nodiscard]] DbHandle database() const noexcept { return database_; }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    /// `already_exists` when one of `fresh` is in the index with another value; `invalid` for a key
    /// of wrong length.
    Result<void> check_free(Txn const& txn, std::vector<IndexEntry> const& fresh) const;

    /// Takes out what is only in `old` and puts in what is only in `fresh`; both sorted, without
    /// duplicates.
    Result<void> replace(
        WriteTxn& txn, std::vector<IndexEntry> const& old, std::vector<IndexEntry> const& fresh
    ) const;

    /// Reports each of `expected` that is missing or has another value.
    Result<void> verify(
        Txn const& txn, std::vector<IndexEntry> const& expected, VerifyReport& report
    ) const;

    /// Reports when the index holds another number of entries than the records say.
    Result<void> verify_count(Txn const& txn, std::uint64_t expected, VerifyReport& report) const;

private:
    std::string name_;
    DbHandle database_;
    Insertion insertion_;
};

/// What a table knows of each of its indices.
template <class Key, class Record>
class TableIndex {
public:
    TableIndex(TableIndex const&) = delete;
    TableIndex& operator=(TableIndex const&) = delete;

    /// The entries of a record: sorted, without duplicates.
    [[nodiscard]] virtual std::vector<IndexEntry> entries_of(Key const& key, Record const& record)
        const = 0;

    [[nodiscard]] IndexDatabase const& index() const noexcept { return index_; }

protected:
    TableIndex(Catalog& catalog, std::string name, Insertion insertion)
        : index_(catalog, std::move(name), insertion) {}

    ~TableIndex() = default;

    IndexDatabase index_;
};

namespace detail {

/// Sorts and takes out duplicates, as the index maintenance wants it.
void normalise(std::vector<IndexEntry>& entries);

/// The error for a stored key that does not parse.
Error unreadable_key(std::string_view database, std::string_view key);

}  // namespace detail

/// At most one record for each index key; a second one is refused with `already_exists`.
/// @tparam IndexKey   any type with a key codec
/// @tparam TableType  the `Table` that it belongs to; declare the index as a member after the table
template <KeyType IndexKey, class TableType>
class UniqueIndex final : private TableIndex<typename TableType::Key, typename TableType::Record> {
public:
    using Key = typename TableType::Key;
    using Record = typename TableType::Record;

    /// Appends the index keys of a record to the vector. Pure: the same record always gives the
    /// same keys.
    using Extract = std::function<void(Key const&, Record const&, std::vector<IndexKey>&)>;

    /// Registers with the table.
    /// @param name  within the table: the database is called "table.name"
    UniqueIndex(
        TableType& table,
        std::string_view name,
        Extract extract,
        Insertion insertion = Insertion::random
    )
        : TableIndex<Key, Record>(
              table.catalog(), table.name() + "." + std::string(name), insertion
          ),
          table_(table),
          extract_(std::move(extract)) {
        table.add_index(*this);
    }

    /// Primary key of the record with this index key; `not_found`.
    Result<Key> find(Txn const& txn, IndexKey const& index_key) const {
        auto const bytes = encode_key(index_key);
        auto const value = txn.view(this->index_.database(), bytes);
        if (!value) {
            return std::unexpected(value.error());
        }
        if (!*value) {
            return std::unexpected(Error{ErrorCode::not_found, this->index_.name()});
        }
        auto key = decode_key<Key>(**value);
        if (!key) {
            return std::unexpected(detail::unreadable_key(this->index_.name(), bytes));
        }
        return std::move(*key);
    }

    /// Whether a record has this index key.
    Result<bool> exists(Txn const& txn, IndexKey const& index_key) const {
        return txn.exists(this->index_.database(), encode_key(index_key));
    }

    /// The record with this index key, unpacked; `not_found`.
    Result<typename TableType::Object> get(Txn const& txn, IndexKey const& index_key) const {
        auto const key = find(txn, index_key);
        return key ? table_.get(txn, *key) : std::unexpected(key.error());
    }

    /// The record with this index key, not unpacked; `not_found`.
    Result<typename TableType::View> view(Txn const& txn, IndexKey const& index_key) const {
        auto const key = find(txn, index_key);
        return key ? table_.view(txn, *key) : std::unexpected(key.error());
    }

    /// Calls `visit(IndexKey const&, Key const&)` for each entry of the range until it returns
    /// false or an error.
    template <class Visit>
    Result<void> scan(Txn const& txn, KeyRange const& range, Direction direction, Visit&& visit)
        const {
        auto const step = [&](std::string_view index_bytes,
                              std::string_view key_bytes) -> Result<bool> {
            auto const index_key = decode_key<IndexKey>(index_bytes);
            auto const key = decode_key<Key>(key_bytes);
            if (!index_key || !key) {
                return std::unexpected(detail::unreadable_key(this->index_.name(), index_bytes));
            }
            return visit(*index_key, *key);
        };
        return for_each(txn, this->index_.database(), range, direction, step);
    }

private:
    std::vector<IndexEntry> entries_of(Key const& key, Record const& record) const override {
        std::vector<IndexKey> index_keys;
        extract_(key, record, index_keys);
        std::vector<IndexEntry> entries;
        entries.reserve(index_keys.size());
        for (IndexKey const& index_key : index_keys) {
            entries.push_back({encode_key(index_key), encode_key(key)});
        }
        detail::normalise(entries);
        return entries;
    }

    TableType const& table_;
    Extract extract_;
};

/// Any number of records for each index key, ordered by index key, then by primary key. Ranges:
/// `KeyRange::with_prefix(group)` for all entries of a group, `.before(encode_key(group, max_id))`
/// to resume. Template parameters as `UniqueIndex`.
template <KeyType IndexKey, class TableType>
class MultiIndex final : private TableIndex<typename TableType::Key, typename TableType::Record> {
public:
    using Key = typename TableType::Key;
    using Record = typename TableType::Record;

    /// Appends the index keys of a record to the vector. Pure: the same record always gives the
    /// same keys.
    using Extract = std::function<void(Key const&, Record const&, std::vector<IndexKey>&)>;

    /// Registers with the table.
    /// @param name  within the table: the database is called "table.name"
    MultiIndex(
        TableType& table,
        std::string_view name,
        Extract extract,
        Insertion insertion = Insertion::random
    )
        : TableIndex<Key, Record>(
              table.catalog(), table.name() + "." + std::string(name), insertion
          ),
          extract_(std::move(extract)) {
        table.add_index(*this);
    }

    /// Whether the record has this index key.
    Result<bool> contains(Txn const& txn, IndexKey const& index_key, Key const& key) const {
        return txn.exists(this->index_.database(), encode_key(index_key, key));
    }

    /// Calls `visit(IndexKey const&, Key const&)` for each entry of the range until it returns
    /// false or an error.
    template <class Visit>
    Result<void> scan(Txn const& txn, KeyRange const& range, Direction direction, Visit&& visit)
        const {
        auto const step = [&](std::string_view bytes, std::string_view) -> Result<bool> {
            auto const entry = decode_key<std::pair<IndexKey, Key>>(bytes);
            if (!entry) {
                return std::unexpected(detail::unreadable_key(this->index_.name(), bytes));
            }
            return visit(entry->first, entry->second);
        };
        return for_each(txn, this->index_.database(), range, direction, step);
    }

    /// The primary keys of the first `limit` entries of the range.
    Result<std::vector<Key>> keys(
        Txn const& txn, KeyRange const& range, Direction direction, std::size_t limit
    ) const {
        std::vector<Key> found;
        if (limit == 0) {
            return found;
        }
        auto const scanned = scan(txn, range, direction, [&](IndexKey const&, Key const& key) {
            found.push_back(key);
            return found.size() < limit;
        });
        if (!scanned) {
            return std::unexpected(scanned.error());
        }
        return found;
    }

    /// Number of entries of the whole index; costs the same however many there are.
    Result<std::uint64_t> entries(Txn const& txn) const {
        return txn.entries(this->index_.database());
    }

private:
    std::vector<IndexEntry> entries_of(Key const& key, Record const& record) const override {
        std::vector<IndexKey> index_keys;
        extract_(key, record, index_keys);
        std::vector<IndexEntry> entries;
        entries.reserve(index_keys.size());
        for (IndexKey const& index_key : index_keys) {
            entries.push_back({encode_key(index_key, key), {}});
        }
        detail::normalise(entries);
        return entries;
    }

    Extract extract_;
};

}  // namespace folkmoot::storage
