#include "storage/engine/environment.hpp"

#include "storage/engine/data_file.hpp"
#include "storage/engine/environment_state.hpp"
#include "storage/engine/identity.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace folkmoot::storage {

namespace {

using detail::EnvironmentState;
using detail::lmdb_error;
using detail::TransactionAccess;

constexpr mdb_mode_t file_mode = 0600;

/// Room for databases of earlier releases that no table names any more.
constexpr std::size_t spare_databases = 64;

Result<void> prepare_directory(EnvironmentOptions const& options) {
    std::error_code failure;
    if (std::filesystem::is_directory(options.directory, failure)) {
        return {};
    }
    if (options.mode != OpenMode::open_or_create) {
        return std::unexpected(
            Error{ErrorCode::not_found, options.directory.string() + " is no directory"}
        );
    }
    std::filesystem::create_directories(options.directory.parent_path(), failure);
    if (::mkdir(options.directory.c_str(), 0700) != 0) {
        return std::unexpected(detail::system_error(errno, "make the directory", options.directory)
        );
    }
    return {};
}

int open_lmdb(EnvironmentState& state, std::uint64_t map_size) {
    auto const& options = state.options;
    auto code = mdb_env_create(&state.env);
    if (code == MDB_SUCCESS) {
        code = mdb_env_set_mapsize(state.env, map_size);
    }
    if (code == MDB_SUCCESS) {
        code = mdb_env_set_maxreaders(state.env, options.max_readers);
    }
    if (code == MDB_SUCCESS) {
        code = mdb_env_set_maxdbs(
            state.env, static_cast<MDB_dbi>(options.databases.size() + 1 + spare_databases)
        );
    }
    if (code == MDB_SUCCESS) {
        auto const flags = MDB_NOTLS | (options.mode == OpenMode::read_only ? MDB_RDONLY : 0U);
        code = mdb_env_open(state.env, options.directory.c_str(), flags, file_mode);
    }
    if (code != MDB_SUCCESS) {
        mdb_env_close(std::exchange(state.env, nullptr));
    }
    return code;
}

/// Opens with the map asked for, or a smaller one where address space is limited; it grows when
/// needed.
Result<void> open_map(EnvironmentState& state) {
    constexpr std::uint64_t least = std::uint64_t{1} << 28;
    auto map_size = state.options.map_size;
    auto code = open_lmdb(state, map_size);
    while (code == ENOMEM && map_size > least) {
        map_size /= 4;
        code = open_lmdb(state, map_size);
    }
    return code == MDB_SUCCESS ? Result<void>{}
                               : std::unexpected(lmdb_error(code, "open the store"));
}

/// Opens the databases that exist; true when all did.
Result<bool> open_databases(EnvironmentState& state, bool create) {
    MDB_txn* txn = nullptr;
    if (auto const code = mdb_txn_begin(state.env, nullptr, create ? 0 : MDB_RDONLY, &txn);
        code != MDB_SUCCESS) {
        return std::unexpected(lmdb_error(code, "begin a transaction"));
    }
    auto const flags = create ? static_cast<unsigned>(MDB_CREATE) : 0U;
    auto code = mdb_dbi_open(txn, detail::meta_database_name, flags, &state.meta_dbi);
    for (std::size_t i = 0; code == MDB_SUCCESS && i < state.dbis.size(); ++i) {
        code = mdb_dbi_open(txn, state.options.databases[i].c_str(), flags, &state.dbis[i]);
    }
    if (code == MDB_NOTFOUND && !create) {
        mdb_txn_abort(txn);
        return false;
    }
    if (code != MDB_SUCCESS) {
        mdb_txn_abort(txn);
        return std::unexpected(lmdb_error(code, "open the databases"));
    }
    code = mdb_txn_commit(txn);
    return code == MDB_SUCCESS ? Result<bool>(true)
                               : std::unexpected(lmdb_error(code, "open the databases"));
}

/// Opens only the engine's own database, for looking before touching.
Result<void> open_meta_database(EnvironmentState& state) {
    MDB_txn* txn = nullptr;
    auto code = mdb_txn_begin(state.env, nullptr, MDB_RDONLY, &txn);
    if (code == MDB_SUCCESS) {
        code = mdb_dbi_open(txn, detail::meta_database_name, 0, &state.meta_dbi);
        if (code == MDB_SUCCESS) {
            code = mdb_txn_commit(txn);
        } else {
            mdb_txn_abort(txn);
        }
    }
    if (code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE) {
        return std::unexpected(
            Error{ErrorCode::foreign_store, "the data file has no identity record"}
        );
    }
    return code == MDB_SUCCESS ? Result<void>{}
                               : std::unexpected(lmdb_error(code, "read the identity record"));
}

Result<void> check_identity(EnvironmentState& state) {
    auto const slot = state.acquire_reader();
    if (!slot) {
        return std::unexpected(slot.error());
    }
    auto const txn = TransactionAccess::read(state, *slot);
    auto const id = detail::read_meta(txn, detail::meta_identity);
    if (!id || *id != state.store_id) {
        auto const damaged = !id && id.error().code != ErrorCode::not_found;
        return std::unexpected(
            damaged ? id.error()
                    : Error{ErrorCode::foreign_store, "the data file belongs to another store"}
        );
    }
    auto const payload = detail::read_meta(txn, detail::meta_schema_version);
    auto const version = payload ? decode_key<std::uint32_t>(*payload) : std::nullopt;
    if (!version) {
        return std::unexpected(Error{ErrorCode::corrupt, "the store has no schema version"});
    }
    if (*version > state.options.schema_version) {
        return std::unexpected(Error{
            ErrorCode::newer_store,
            "the store has schema version " + std::to_string(*version) + ", this program knows " +
                std::to_string(state.options.schema_version) + ": install the later release again"
        });
    }
    state.schema_version = *version;
    return {};
}

Result<void> write_identity_records(EnvironmentState& state) {
    state.schema_version = state.options.schema_version;
    return detail::write_alone(state, [&state](WriteTxn& txn) -> Result<void> {
        if (auto const written = detail::write_meta(txn, detail::meta_identity, state.store_id);
            !written) {
            return written;
        }
        return detail::write_meta(
            txn, detail::meta_schema_version, encode_key(state.options.schema_version)
        );
    });
}

Result<void> create_store(EnvironmentState& state) {
    auto id = detail::begin_identity(state.options.directory);
    if (!id) {
        return std::unexpected(id.error());
    }
    state.store_id = std::move(*id);
    if (auto const opened = open_map(state); !opened) {
        return opened;
    }
    if (auto const databases = open_databases(state, /*create=*/true); !databases) {
        return std::unexpected(databases.error());
    }
    if (auto const written = write_identity_records(state); !written) {
        return written;
    }
    return detail::finish_identity(state.options.directory);
}

Result<void> open_store(EnvironmentState& state) {
    auto const file = detail::inspect_data_file(state.data_file());
    if (!file) {
        if (file.error().code == ErrorCode::not_found) {
            return std::unexpected(
                Error{ErrorCode::corrupt, state.data_file().string() + " is missing"}
            );
        }
        return std::unexpected(file.error());
    }
    if (auto const opened = open_map(state); !opened) {
        return opened;
    }
    if (auto const whole = check_missing_tail(state, *file); !whole) {
        return whole;
    }
    if (auto const opened = open_meta_database(state); !opened) {
        return opened;
    }
    if (auto const same = check_identity(state); !same) {
        return same;
    }
    auto all = open_databases(state, /*create=*/false);
    if (all && !*all) {
        if (state.options.mode == OpenMode::read_only) {
            return std::unexpected(Error{ErrorCode::corrupt, "a database is missing"});
        }
        all = open_databases(state, /*create=*/true);
    }
    return all ? Result<void>{} : std::unexpected(all.error());
}

}  // namespace

Environment::Environment(std::unique_ptr<EnvironmentState> state) noexcept
    : state_(std::move(state)) {}

Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;
Environment::~Environment() = default;

Result<Environment> Environment::open(EnvironmentOptions options) {
    if (auto const prepared = prepare_directory(options); !prepared) {
        return std::unexpected(prepared.error());
    }
    auto lock = detail::lock_file(options.directory / "store.lock");
    if (!lock) {
        return std::unexpected(lock.error());
    }
    auto found = detail::look_for_store(options.directory);
    if (!found) {
        return std::unexpected(found.error());
    }
    if (found->found != detail::Found::store && options.mode != OpenMode::open_or_create) {
        return std::unexpected(
            Error{ErrorCode::not_found, options.directory.string() + " holds no store"}
        );
    }
    auto state = std::make_unique<EnvironmentState>(std::move(options));
    state->lock_handle = std::move(*lock);
    state->store_id = std::move(found->id);
    state->dbis.resize(state->options.databases.size());
    auto const opened =
        found->found == detail::Found::store ? open_store(*state) : create_store(*state);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    Environment environment(std::move(state));
    if (auto const freed = environment.check_readers(); !freed) {
        return std::unexpected(freed.error());
    }
    return environment;
}

Result<ReadTxn> Environment::read() const {
    auto const slot = state_->acquire_reader();
    if (!slot) {
        return std::unexpected(slot.error());
    }
    return TransactionAccess::read(*state_, *slot);
}

Result<int> Environment::check_readers() const {
    int freed = 0;
    auto const code = mdb_reader_check(state_->env, &freed);
    return code == MDB_SUCCESS ? Result<int>(freed)
                               : std::unexpected(lmdb_error(code, "check the readers"));
}

Result<EnvironmentStats> Environment::stats() const {
    EnvironmentStats stats;
    auto const now = state_->options.steady_clock().time_since_epoch();
    {
        std::scoped_lock const lock(state_->slots_mutex);
        for (auto const& slot : state_->slots) {
            auto const since = slot->since.load();
            if (since != 0) {
                ++stats.active_readers;
                auto const age = now - std::chrono::steady_clock::duration(since);
                stats.oldest_reader = std::max(
                    stats.oldest_reader, std::chrono::duration_cast<std::chrono::milliseconds>(age)
                );
            }
        }
    }
    auto const txn = read();
    if (!txn) {
        return std::unexpected(txn.error());
    }
    MDB_envinfo info{};
    MDB_stat main{};
    mdb_env_info(state_->env, &info);
    mdb_env_stat(state_->env, &main);
    stats.map_bytes = info.me_mapsize;
    stats.page_size = main.ms_psize;
    stats.used_bytes = (info.me_last_pgno + 1) * main.ms_psize;
    stats.last_transaction = info.me_last_txnid;
    stats.max_readers = info.me_maxreaders;
    for (std::size_t i = 0; i < state_->dbis.size(); ++i) {
        MDB_stat stat{};
        auto const code = mdb_stat(TransactionAccess::handle(*txn), state_->dbis[i], &stat);
        if (code != MDB_SUCCESS) {
            return std::unexpected(lmdb_error(code, "stat"));
        }
        stats.databases.push_back(
            {state_->options.databases[i],
             stat.ms_entries,
             stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages,
             stat.ms_depth}
        );
    }
    return stats;
}

std::string const& Environment::store_id() const noexcept {
    return state_->store_id;
}

std::uint32_t Environment::schema_version() const noexcept {
    return state_->schema_version;
}

std::filesystem::path const& Environment::directory() const noexcept {
    return state_->options.directory;
}

}  // namespace folkmoot::storage
