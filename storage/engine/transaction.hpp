// Transactions over the ordered store: read snapshots and the writer's transaction.
// The boundary is narrow on purpose (get, put, erase, clear; ranges in cursor.hpp), so that it can
// be kept over another ordered transactional store. Only storage code sees views; other rooms get
// copies.
#pragma once

#include "storage/engine/key.hpp"
#include "storage/error.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

struct MDB_txn;

namespace folkmoot::storage {

namespace detail {
class EnvironmentState;
struct ReaderSlot;
class TransactionAccess;
}  // namespace detail

/// A named database of the environment: its place in the list of names with which the environment
/// is opened. Given out by `Catalog::add_database`; valid in every environment that is opened with
/// that catalog's names.
struct DbHandle {
    std::uint16_t index;

    friend bool operator==(DbHandle, DbHandle) = default;
};

/// What can be read, be it in a snapshot or in a write transaction (which sees its own changes).
/// Bound to one thread at a time. Never lives across a `co_await`.
class Txn {
public:
    Txn(Txn const&) = delete;
    Txn& operator=(Txn const&) = delete;

    /// The value of a key, as a view into the map: valid until the transaction ends and, in a write
    /// transaction, until the next write. nullopt when there is none; `invalid` for a key of a
    /// wrong length, `corrupt` when LMDB cannot walk its tree.
    Result<std::optional<std::string_view>> view(DbHandle database, std::string_view key) const;

    /// Whether a key exists. Errors as `view`.
    Result<bool> exists(DbHandle database, std::string_view key) const;

    /// Number of entries of a database; costs the same however many there are.
    Result<std::uint64_t> entries(DbHandle database) const;

protected:
    Txn(detail::EnvironmentState* environment, MDB_txn* txn) noexcept
        : environment_(environment), txn_(txn) {}

    ~Txn() = default;

    friend class Cursor;
    friend class detail::TransactionAccess;

    detail::EnvironmentState* environment_;
    MDB_txn* txn_;
};

/// A snapshot: everything committed before it began, nothing after. Made by `Environment::read()`;
/// ends with the object. Move-only. It must not outlive its environment. A thread that holds one
/// must not begin a second one (the writer may be waiting for the first to end before it lets new
/// ones in, to grow the map); pass it down instead.
class ReadTxn final : public Txn {
public:
    ReadTxn(ReadTxn&& other) noexcept;
    ReadTxn& operator=(ReadTxn&& other) noexcept;
    ~ReadTxn();

private:
    friend class detail::TransactionAccess;

    ReadTxn(detail::EnvironmentState* environment, detail::ReaderSlot* slot) noexcept;
    void end() noexcept;

    detail::ReaderSlot* slot_;
};

/// The one write transaction, handed by the `Writer` to each job of a batch. A job checks
/// everything and rejects before its first put. Views obtained before a write are dead after it.
class WriteTxn final : public Txn {
public:
    ~WriteTxn();

    /// Stores a value, replacing any. `invalid` for a key of a wrong length, `full` when the map is
    /// full (the writer then grows it and runs the batch again; just return the error).
    Result<void> put(DbHandle database, std::string_view key, std::string_view value);

    /// As `put`, for a key that is usually greater than all others of its database: pages fill
    /// completely and the search for the place is spared. A smaller key is stored all the same.
    Result<void> append(DbHandle database, std::string_view key, std::string_view value);

    /// Removes a key; false when there was none.
    Result<bool> erase(DbHandle database, std::string_view key);

    /// Empties a database in time proportional to its pages, not its entries.
    Result<void> clear(DbHandle database);

    /// Number of changes made so far in this transaction.
    [[nodiscard]] std::uint64_t changes() const noexcept { return changes_; }

    /// Bytes of keys and values written so far.
    [[nodiscard]] std::uint64_t written_bytes() const noexcept { return written_bytes_; }

private:
    friend class detail::TransactionAccess;

    WriteTxn(detail::EnvironmentState* environment, MDB_txn* txn) noexcept
        : Txn(environment, txn) {}

    Result<void> store(
        DbHandle database, std::string_view key, std::string_view value, unsigned flags
    );
    Result<void> fail(int code, std::string_view what);

    std::uint64_t changes_ = 0;
    std::uint64_t written_bytes_ = 0;
    int fault_ = 0;
};

}  // namespace folkmoot::storage
