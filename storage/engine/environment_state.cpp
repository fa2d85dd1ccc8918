#include "storage/engine/environment_state.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <sys/statvfs.h>

namespace folkmoot::storage::detail {

namespace {

ErrorCode kind_of(int code) {
    switch (code) {
        case MDB_NOTFOUND:
            return ErrorCode::not_found;
        case MDB_MAP_FULL:
        case MDB_TXN_FULL:
        case ENOSPC:
        case EDQUOT:
            return ErrorCode::full;
        case MDB_BAD_VALSIZE:
            return ErrorCode::invalid;
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_INVALID:
        case MDB_VERSION_MISMATCH:
            return ErrorCode::corrupt;
        default:
            return ErrorCode::io;
    }
}

/// Whether so much address space can be had; LMDB unmaps before it maps, which must not fail.
bool has_address_space(std::uint64_t bytes) noexcept {
    auto* const probe =
        ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED) {
        return false;
    }
    ::munmap(probe, bytes);
    return true;
}

}  // namespace

Error lmdb_error(int code, std::string_view what) {
    return {kind_of(code), std::string(what) + ": " + mdb_strerror(code)};
}

EnvironmentState::~EnvironmentState() {
    for (auto const& slot : slots) {
        mdb_txn_abort(slot->txn);
    }
    if (env != nullptr) {
        mdb_env_close(env);
    }
}

int EnvironmentState::begin_in(ReaderSlot& slot) {
    if (slot.txn != nullptr) {
        return mdb_txn_renew(slot.txn);
    }
    return mdb_txn_begin(env, nullptr, MDB_RDONLY, &slot.txn);
}

Result<ReaderSlot*> EnvironmentState::acquire_reader() {
    gate.enter();
    ReaderSlot* slot = nullptr;
    {
        std::scoped_lock const lock(slots_mutex);
        if (idle_slots.empty()) {
            slot = slots.emplace_back(std::make_unique<ReaderSlot>()).get();
        } else {
            slot = idle_slots.back();
            idle_slots.pop_back();
        }
    }
    auto code = begin_in(*slot);
    if (code == MDB_READERS_FULL) {
        int freed = 0;
        mdb_reader_check(env, &freed);
        code = begin_in(*slot);
    }
    if (code != MDB_SUCCESS) {
        std::scoped_lock const lock(slots_mutex);
        mdb_txn_abort(slot->txn);
        std::erase_if(slots, [slot](auto const& owned) { return owned.get() == slot; });
        gate.leave();
        return std::unexpected(lmdb_error(code, "begin a snapshot"));
    }
    slot->since = options.steady_clock().time_since_epoch().count();
    return slot;
}

void EnvironmentState::release_reader(ReaderSlot* slot) noexcept {
    mdb_txn_reset(slot->txn);
    slot->since = 0;
    {
        std::scoped_lock const lock(slots_mutex);
        if (idle_slots.size() < max_idle_slots) {
            idle_slots.push_back(slot);
        } else {
            mdb_txn_abort(slot->txn);
            std::erase_if(slots, [slot](auto const& owned) { return owned.get() == slot; });
        }
    }
    gate.leave();
}

Result<void> EnvironmentState::resize_map(
    std::uint64_t bytes, std::chrono::milliseconds reader_drain
) {
    if (!has_address_space(bytes)) {
        return std::unexpected(Error{ErrorCode::full, "no address space for a larger map"});
    }
    if (!gate.close(reader_drain)) {
        return std::unexpected(
            Error{ErrorCode::full, "the map is full and open snapshots keep it from growing"}
        );
    }
    auto const code = mdb_env_set_mapsize(env, bytes);
    if (code != MDB_SUCCESS) {
        // The old map is gone and no new one came: every further read would be of unmapped memory.
        std::fprintf(
            stderr, "folkmoot: the map of the store cannot be renewed: %s\n", mdb_strerror(code)
        );
        std::abort();
    }
    gate.open();
    return {};
}

bool EnvironmentState::disk_is_full(std::uint64_t needed) const noexcept {
    struct statvfs info{};
    if (::statvfs(options.directory.c_str(), &info) != 0) {
        return false;
    }
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize < needed;
}

std::uint64_t grown_map_size(std::uint64_t bytes) noexcept {
    constexpr std::uint64_t unit = std::uint64_t{1} << 16;  // a multiple of every page size
    return (bytes + bytes / 2 + unit - 1) / unit * unit;
}

Result<void> write_alone(
    EnvironmentState& state, std::function<Result<void>(WriteTxn&)> const& job
) {
    while (true) {
        MDB_txn* handle = nullptr;
        if (auto const code = mdb_txn_begin(state.env, nullptr, 0, &handle); code != MDB_SUCCESS) {
            return std::unexpected(lmdb_error(code, "begin a write transaction"));
        }
        int fault = MDB_SUCCESS;
        {
            auto txn = TransactionAccess::write(state, handle);
            auto const done = job(txn);
            fault = TransactionAccess::fault(txn);
            if (!done && fault != MDB_MAP_FULL) {
                return done;
            }
            if (fault == MDB_SUCCESS) {
                fault = TransactionAccess::commit(txn);
            }
        }
        if (fault == MDB_SUCCESS) {
            return {};
        }
        if (fault != MDB_MAP_FULL) {
            return std::unexpected(lmdb_error(fault, "commit"));
        }
        MDB_envinfo info{};
        mdb_env_info(state.env, &info);
        if (auto const grown = state.resize_map(grown_map_size(info.me_mapsize), {}); !grown) {
            return grown;
        }
    }
}

Result<std::string> read_meta(Txn const& txn, std::string_view key) {
    auto const value = txn.view(meta_database, key);
    if (!value) {
        return std::unexpected(value.error());
    }
    if (!*value) {
        return std::unexpected(Error{ErrorCode::not_found, std::string(key)});
    }
    auto const payload = decode_record(meta_record, key, **value);
    return payload ? Result<std::string>(*payload) : std::unexpected(payload.error());
}

Result<void> write_meta(WriteTxn& txn, std::string_view key, std::string_view payload) {
    return txn.put(meta_database, key, encode_record(meta_record, key, payload));
}

}  // namespace folkmoot::storage::detail
