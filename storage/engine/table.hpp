// Typed tables: one database of FlatBuffers records by primary key, and the indices that hang on it
// (index.hpp). Declared once, as members of whoever owns the store's tables:
//
//     Table<TopicId, fbs::Topic> topics{catalog, {.name = "topics", .type = {.tag = 7, .version =
//     1}}}; MultiIndex<GroupId, decltype(topics)> by_group{topics, "by_group", [](auto const&, auto
//     const& topic, auto& keys) {
//         keys.push_back(GroupId(topic.group())); }};
#pragma once

#include "storage/engine/catalog.hpp"
#include "storage/engine/cursor.hpp"
#include "storage/engine/index.hpp"
#include "storage/engine/key.hpp"
#include "storage/engine/record.hpp"
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

/// Name and kind of a table.
struct TableSpec {
    std::string_view name;  ///< of the database, for ever
    RecordType type;        ///< tag unique among all tables, version of the schema

    /// `appended` for primary keys that are ids in order of time.
    Insertion insertion = Insertion::random;
};

/// Records by key. Constant after construction and free of state: any number of threads may read
/// through it, each in its own transaction.
/// @tparam K  primary key: any type with a key codec
/// @tparam R  FlatBuffers table generated with the object API
template <KeyType K, class R>
class Table final {
public:
    using Key = K;
    using Record = R;
    using Object = typename R::NativeTableType;
    using View = RecordView<R>;

    /// A record with its key.
    struct Row {
        Key key;
        View record;
    };

    /// Registers with the catalog, which must outlive the table.
    Table(Catalog& catalog, TableSpec const& spec)
        : catalog_(catalog),
          name_(spec.name),
          type_(spec.type),
          insertion_(spec.insertion),
          database_(catalog.add_database(spec.name)) {
        catalog.add({
            name_,
            [this](Txn const& txn, VerifyReport& report) { return verify(txn, report); },
            [this](WriteTxn& txn) { return rebuild_indices(txn); },
        });
    }

    Table(Table const&) = delete;
    Table& operator=(Table const&) = delete;

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    /// For indices, when they register.
    [[nodiscard]] Catalog& catalog() const noexcept { return catalog_; }

    /// Called by each index when it is constructed.
    void add_index(TableIndex<Key, Record> const& index) { indices_.push_back(&index); }

    /// The record, unpacked into its object API struct. `not_found`, `corrupt`, `newer_store`.
    Result<Object> get(Txn const& txn, Key const& key) const {
        auto const record = view(txn, key);
        if (!record) {
            return std::unexpected(record.error());
        }
        return record->unpack();
    }

    /// The record for reading by accessors, in a verified copy of its own that may outlive the
    /// transaction: cheaper than `get`. Errors as `get`.
    Result<View> view(Txn const& txn, Key const& key) const {
        auto found = find(txn, key);
        if (!found) {
            return std::unexpected(found.error());
        }
        if (!*found) {
            return std::unexpected(Error{ErrorCode::not_found, name_});
        }
        return std::move(**found);
    }

    /// As `view`, with nullopt instead of `not_found`.
    Result<std::optional<View>> find(Txn const& txn, Key const& key) const {
        return find_bytes(txn, encode_key(key));
    }

    /// Whether there is a record, without reading it.
    Result<bool> exists(Txn const& txn, Key const& key) const {
        return txn.exists(database_, encode_key(key));
    }

    /// Number of records; costs the same however many there are.
    Result<std::uint64_t> entries(Txn const& txn) const { return txn.entries(database_); }

    /// Stores a new record and its index entries. Rejects before the first put: `already_exists`
    /// when the key or a value of a unique index is taken, `invalid` when a key is too long.
    Result<void> insert(WriteTxn& txn, Key const& key, Object const& object) const {
        auto const bytes = encode_key(key);
        auto const taken = txn.exists(database_, bytes);
        if (!taken) {
            return std::unexpected(taken.error());
        }
        if (*taken) {
            return std::unexpected(Error{ErrorCode::already_exists, name_});
        }
        return store(txn, key, bytes, nullptr, object);
    }

    /// Replaces a record and moves its index entries. `not_found`; else as `insert`.
    Result<void> update(WriteTxn& txn, Key const& key, Object const& object) const {
        auto const bytes = encode_key(key);
        auto const old = find_bytes(txn, bytes);
        if (!old) {
            return std::unexpected(old.error());
        }
        if (!*old) {
            return std::unexpected(Error{ErrorCode::not_found, name_});
        }
        return store(txn, key, bytes, &***old, object);
    }

    /// Stores a record, new or not. `already_exists` only for a unique index.
    Result<void> put(WriteTxn& txn, Key const& key, Object const& object) const {
        auto const bytes = encode_key(key);
        auto const old = find_bytes(txn, bytes);
        if (!old) {
            return std::unexpected(old.error());
        }
        return store(txn, key, bytes, *old ? &***old : nullptr, object);
    }

    /// Removes a record and its index entries. `not_found`; `corrupt` when the old record cannot be
    /// read, because its index entries are then unknown.
    Result<void> erase(WriteTxn& txn, Key const& key) const {
        auto const bytes = encode_key(key);
        auto const old = find_bytes(txn, bytes);
        if (!old) {
            return std::unexpected(old.error());
        }
        if (!*old) {
            return std::unexpected(Error{ErrorCode::not_found, name_});
        }
        for (auto const* index : indices_) {
            if (auto done = index->index().replace(txn, index->entries_of(key, ***old), {});
                !done) {
                return done;
            }
        }
        auto const erased = txn.erase(database_, bytes);
        return erased ? Result<void>{} : std::unexpected(erased.error());
    }

    /// Calls `visit(Key const&, View const&)` for each record of the range until it returns false
    /// or an error.
    template <class Visit>
    Result<void> scan(Txn const& txn, KeyRange const& range, Direction direction, Visit&& visit)
        const {
        auto const step = [&](std::string_view bytes, std::string_view value) -> Result<bool> {
            auto const key = decode_key<Key>(bytes);
            if (!key) {
                return std::unexpected(detail::unreadable_key(name_, bytes));
            }
            auto const record = parse_record<Record>(type_, bytes, value);
            if (!record) {
                return std::unexpected(record.error());
            }
            return visit(*key, *record);
        };
        return for_each(txn, database_, range, direction, step);
    }

    /// The first `limit` records of the range.
    Result<std::vector<Row>> list(
        Txn const& txn, KeyRange const& range, Direction direction, std::size_t limit
    ) const {
        std::vector<Row> rows;
        auto const step = [&](std::string_view bytes, std::string_view value) -> Result<bool> {
            auto key = decode_key<Key>(bytes);
            if (!key) {
                return std::unexpected(detail::unreadable_key(name_, bytes));
            }
            auto record = parse_record<Record>(type_, bytes, value);
            if (!record) {
                return std::unexpected(record.error());
            }
            rows.push_back({std::move(*key), std::move(*record)});
            return rows.size() < limit;
        };
        if (limit > 0) {
            if (auto done = for_each(txn, database_, range, direction, step); !done) {
                return std::unexpected(done.error());
            }
        }
        return rows;
    }

private:
    Result<void> verify(Txn const& txn, VerifyReport& report) const {
        std::vector<std::uint64_t> index_entries(indices_.size());
        auto const step = [&](std::string_view bytes, std::string_view value) -> Result<bool> {
            ++report.entries[name_];
            auto const key = decode_key<Key>(bytes);
            auto const record = parse_record<Record>(type_, bytes, value);
            if (!key || !record) {
                report.add_problem(
                    name_, bytes, key ? record.error().detail : "the key does not parse"
                );
                return true;
            }
            for (std::size_t i = 0; i < indices_.size(); ++i) {
                auto const expected = indices_[i]->entries_of(*key, **record);
                index_entries[i] += expected.size();
                if (auto done = indices_[i]->index().verify(txn, expected, report); !done) {
                    return std::unexpected(done.error());
                }
            }
            return true;
        };
        if (auto done = for_each(txn, database_, {}, Direction::forward, step); !done) {
            return done;
        }
        // Each expected entry was found, so equal numbers mean equal sets.
        for (std::size_t i = 0; i < indices_.size(); ++i) {
            if (auto done = indices_[i]->index().verify_count(txn, index_entries[i], report);
                !done) {
                return done;
            }
        }
        return {};
    }

    Result<void> rebuild_indices(WriteTxn& txn) const {
        for (auto const* index : indices_) {
            if (auto done = txn.clear(index->index().database()); !done) {
                return done;
            }
        }
        return scan(
            txn,
            {},
            Direction::forward,
            [&](Key const& key, View const& record) -> Result<bool> {
                for (auto const* index : indices_) {
                    if (auto done =
                            index->index().replace(txn, {}, index->entries_of(key, *record));
                        !done) {
                        return std::unexpected(done.error());
                    }
                }
                return true;
            }
        );
    }

    Result<std::optional<View>> find_bytes(Txn const& txn, std::string const& bytes) const {
        auto const value = txn.view(database_, bytes);
        if (!value) {
            return std::unexpected(value.error());
        }
        if (!*value) {
            return std::nullopt;
        }
        auto record = parse_record<Record>(type_, bytes, **value);
        if (!record) {
            return std::unexpected(record.error());
        }
        return std::optional<View>(std::move(*record));
    }

    Result<void> store(
        WriteTxn& txn,
        Key const& key,
        std::string const& bytes,
        Record const* old,
        Object const& object
    ) const {
        PackedRecord<Record> const packed(object);
        std::vector<std::pair<std::vector<IndexEntry>, std::vector<IndexEntry>>> changes;
        changes.reserve(indices_.size());
        for (auto const* index : indices_) {
            auto& [before, after] = changes.emplace_back();
            after = index->entries_of(key, packed.root());
            if (old != nullptr) {
                before = index->entries_of(key, *old);
            }
            if (auto free = index->index().check_free(txn, after); !free) {
                return free;
            }
        }
        auto const value = encode_record(type_, bytes, packed.payload());
        auto stored = insertion_ == Insertion::appended && old == nullptr
                          ? txn.append(database_, bytes, value)
                          : txn.put(database_, bytes, value);
        for (std::size_t i = 0; stored && i < indices_.size(); ++i) {
            stored = indices_[i]->index().replace(txn, changes[i].first, changes[i].second);
        }
        return stored;
    }

    Catalog& catalog_;
    std::string name_;
    RecordType type_;
    Insertion insertion_;
    DbHandle database_;
    std::vector<TableIndex<Key, Record> const*> indices_;
};

}  // namespace folkmoot::storage
