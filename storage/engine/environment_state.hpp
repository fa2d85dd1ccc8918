// What an open environment is made of. Internal to the engine: the only header that names LMDB.
#pragma once

#include "storage/engine/environment.hpp"
#include "storage/engine/file_handle.hpp"
#include "storage/engine/reader_gate.hpp"
#include "storage/engine/record.hpp"
#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <lmdb.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::storage::detail {

/// Folds a code of LMDB or of the system into an error.
/// @param what  what was being done, e.g. "commit"
Error lmdb_error(int code, std::string_view what);

/// The engine's own database: identity, schema version, id mark.
inline constexpr DbHandle meta_database{0xFFFF};
inline constexpr char const* meta_database_name = "folkmoot.meta";
inline constexpr RecordType meta_record{.tag = 0, .version = 1};
inline constexpr std::string_view meta_identity = "identity";
inline constexpr std::string_view meta_schema_version = "schema_version";
inline constexpr std::string_view meta_id_mark = "id_mark";

/// A read transaction of LMDB that is used again and again: beginning one allocates, renewing one
/// does not.
struct ReaderSlot {
    MDB_txn* txn = nullptr;
    /// When the snapshot began, in steady nanoseconds; 0 while idle.
    std::atomic<std::int64_t> since{0};
};

/// The parts of an open environment.
class EnvironmentState {
public:
    explicit EnvironmentState(EnvironmentOptions environment_options)
        : options(std::move(environment_options)) {
        idle_slots.reserve(max_idle_slots);
    }

    ~EnvironmentState();
    EnvironmentState(EnvironmentState const&) = delete;
    EnvironmentState& operator=(EnvironmentState const&) = delete;

    [[nodiscard]] MDB_dbi dbi(DbHandle database) const noexcept {
        return database == meta_database ? meta_dbi : dbis[database.index];
    }

    [[nodiscard]] std::filesystem::path data_file() const { return options.directory / "data.mdb"; }

    /// Begins a snapshot, from an idle slot when there is one.
    Result<ReaderSlot*> acquire_reader();

    /// Ends a snapshot and keeps or frees its slot.
    void release_reader(ReaderSlot* slot) noexcept;

    /// Sets the map to `bytes` once no snapshot is open. Only without an open write transaction.
    /// @return `full` when the snapshots do not end in time or there is no address space
    Result<void> resize_map(std::uint64_t bytes, std::chrono::milliseconds reader_drain);

    /// Whether the file system has less than `needed` bytes left: LMDB says EIO for a full disk as
    /// well (R04).
    [[nodiscard]] bool disk_is_full(std::uint64_t needed) const noexcept;

    /// Idle slots kept.
    static constexpr std::size_t max_idle_slots = 64;

    EnvironmentOptions options;
    FileHandle lock_handle;
    MDB_env* env = nullptr;
    MDB_dbi meta_dbi = 0;
    std::vector<MDB_dbi> dbis;
    std::string store_id;
    std::atomic<std::uint32_t> schema_version{0};
    ReaderGate gate;

    std::mutex slots_mutex;
    std::vector<std::unique_ptr<ReaderSlot>> slots;
    std::vector<ReaderSlot*> idle_slots;

private:
    int begin_in(ReaderSlot& slot);
};

/// The doors of the transaction types that only the engine may use.
class TransactionAccess {
public:
    static EnvironmentState& state(Environment& environment) noexcept {
        return *environment.state_;
    }

    static EnvironmentState& state(Txn const& txn) noexcept { return *txn.environment_; }

    static Environment wrap(std::unique_ptr<EnvironmentState> state) noexcept {
        return Environment(std::move(state));
    }

    static EnvironmentState const& state(Environment const& environment) noexcept {
        return *environment.state_;
    }

    static MDB_txn* handle(Txn const& txn) noexcept { return txn.txn_; }

    static ReadTxn read(EnvironmentState& state, ReaderSlot* slot) noexcept {
        return ReadTxn(&state, slot);
    }

    /// Takes over a begun write transaction.
    static WriteTxn write(EnvironmentState& state, MDB_txn* txn) noexcept {
        return WriteTxn(&state, txn);
    }

    /// First LMDB failure of a write in this transaction, 0 when there was none: it cannot be
    /// committed.
    static int fault(WriteTxn const& txn) noexcept { return txn.fault_; }

    /// Commits durably; the code of LMDB or the system. The transaction has ended in either case.
    static int commit(WriteTxn& txn) noexcept;
};

/// The next size of a full map: half as much again.
[[nodiscard]] std::uint64_t grown_map_size(std::uint64_t bytes) noexcept;

/// Runs `job` in a write transaction of its own and commits it, growing the map when needed. For
/// use before there is a writer.
Result<void> write_alone(
    EnvironmentState& state, std::function<Result<void>(WriteTxn&)> const& job
);

/// The payload of an entry of the engine's own database; `not_found`, `corrupt`.
Result<std::string> read_meta(Txn const& txn, std::string_view key);

/// Stores an entry of the engine's own database.
Result<void> write_meta(WriteTxn& txn, std::string_view key, std::string_view payload);

}  // namespace folkmoot::storage::detail
