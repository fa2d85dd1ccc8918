#include "storage/engine/write_batch.hpp"

#include "storage/engine/fault_point.hpp"

#include <cerrno>
#include <exception>
#include <new>
#include <utility>

namespace folkmoot::storage::detail {

namespace {

/// Below this much free space an I/O error is taken for a full disk.
constexpr std::uint64_t little_space = std::uint64_t{1} << 20;

Result<void> call(WriteJob& job, WriteTxn& txn) {
    try {
        return job(txn);
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& failure) {
        return std::unexpected(
            Error{ErrorCode::invalid, std::string("a write job threw: ") + failure.what()}
        );
    }
}

}  // namespace

BatchOutcome WriteBatch::run(Source const& source) {
    started_ = options_.steady_clock();
    grow_ahead();
    auto result = attempt(source, /*take_more=*/true);
    while (result != Attempt::done) {
        if (result == Attempt::again) {
            ++outcome_.reruns;
        } else if (!grow(options_.reader_drain)) {
            break;
        }
        result = attempt(source, /*take_more=*/false);
    }
    return outcome_;
}

WriteBatch::Attempt WriteBatch::attempt(Source const& source, bool take_more) {
    outcome_.committed = {};
    MDB_txn* handle = nullptr;
    auto const begun = mdb_txn_begin(state_.env, nullptr, 0, &handle);
    if (begun != MDB_SUCCESS) {
        while (auto pending = take_more ? source() : std::nullopt) {
            jobs_.push_back(std::move(*pending));
        }
        fail(begun, "begin a write transaction");
        return Attempt::done;
    }
    auto txn = TransactionAccess::write(state_, handle);
    for (auto& pending : jobs_) {
        if (!pending.dropped && !run_job(pending, txn)) {
            return TransactionAccess::fault(txn) == MDB_MAP_FULL ? Attempt::map_full
                                                                 : Attempt::again;
        }
    }
    while (take_more && may_take_more(txn)) {
        auto pending = source();
        if (!pending) {
            break;
        }
        if (!run_job(jobs_.emplace_back(std::move(*pending)), txn)) {
            return TransactionAccess::fault(txn) == MDB_MAP_FULL ? Attempt::map_full
                                                                 : Attempt::again;
        }
    }
    return finish(txn);
}

bool WriteBatch::may_take_more(WriteTxn const& txn) const {
    return jobs_.size() < options_.max_batch_jobs &&
           txn.written_bytes() < options_.max_batch_bytes &&
           options_.steady_clock() - started_ < options_.max_batch_time;
}

/// False when the transaction is spoiled: by the map's end, or by a job that failed after its first
/// put (decision 16).
bool WriteBatch::run_job(PendingWrite& pending, WriteTxn& txn) {
    pending.rejection.reset();
    auto const changes_before = txn.changes();
    auto result = call(pending.job, txn);
    auto const fault = TransactionAccess::fault(txn);
    if (fault == MDB_MAP_FULL) {
        return false;
    }
    if (result && fault != MDB_SUCCESS) {
        result = std::unexpected(lmdb_error(fault, "write"));
    }
    if (result) {
        fault_point("writer.after_job");
        return true;
    }
    pending.rejection = std::move(result.error());
    pending.dropped = fault != MDB_SUCCESS || txn.changes() != changes_before;
    return !pending.dropped;
}

WriteBatch::Attempt WriteBatch::finish(WriteTxn& txn) {
    if (txn.changes() == 0) {
        return Attempt::done;
    }
    if (options_.before_commit) {
        auto hooked = options_.before_commit(txn);
        if (TransactionAccess::fault(txn) == MDB_MAP_FULL) {
            return Attempt::map_full;
        }
        if (!hooked) {
            outcome_.committed = std::move(hooked);
            return Attempt::done;
        }
    }
    outcome_.bytes = txn.written_bytes();
    fault_point("writer.before_commit");
    auto const begun = options_.steady_clock();
    auto const code = TransactionAccess::commit(txn);
    outcome_.commit_time = options_.steady_clock() - begun;
    if (code == MDB_MAP_FULL) {
        return Attempt::map_full;
    }
    if (code != MDB_SUCCESS) {
        fail(code, "commit");
        return Attempt::done;
    }
    fault_point("writer.after_commit");
    outcome_.wrote = true;
    return Attempt::done;
}

void WriteBatch::fail(int code, char const* what) {
    auto error = lmdb_error(code, what);
    auto const maybe_full =
        code != MDB_PANIC &&
        (error.code == ErrorCode::full || state_.disk_is_full(little_space + outcome_.bytes));
    if (maybe_full) {
        error.code = ErrorCode::full;
    } else {
        outcome_.disk_failed = true;
    }
    outcome_.committed = std::unexpected(std::move(error));
}

bool WriteBatch::grow(std::chrono::milliseconds reader_drain) {
    MDB_envinfo info{};
    mdb_env_info(state_.env, &info);
    auto grown = state_.resize_map(grown_map_size(info.me_mapsize), reader_drain);
    if (grown) {
        ++outcome_.growths;
        return true;
    }
    outcome_.committed = std::move(grown);
    return false;
}

/// Above four fifths the map grows in good time, if the snapshots allow it at once; a full one
/// waits for them.
void WriteBatch::grow_ahead() {
    constexpr std::chrono::milliseconds short_wait{20};
    MDB_envinfo info{};
    MDB_stat stat{};
    mdb_env_info(state_.env, &info);
    mdb_env_stat(state_.env, &stat);
    if ((info.me_last_pgno + 1) * stat.ms_psize > info.me_mapsize / 5 * 4) {
        grow(short_wait);
        outcome_.committed = {};
    }
}

}  // namespace folkmoot::storage::detail
