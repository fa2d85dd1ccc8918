// The LMDB environment of a store: directory, exclusive lock, identity, named databases, snapshots,
// figures. Always synchronous durability: never MDB_WRITEMAP, MDB_NOSYNC or MDB_NOMETASYNC
// (threats.md R03, R04). A foreign, empty or cut-off file is refused and never adopted (R07).
// lmdb.h, section "Caveats".
#pragma once

#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::storage {

namespace detail {
class EnvironmentState;
class TransactionAccess;
}  // namespace detail

/// Passage of time, for ages and durations; never the time of day.
using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

/// What to do about a directory that holds no store.
enum class OpenMode {
    open_or_create,  ///< make a new store when the directory is missing or holds none
    open_existing,   ///< `not_found` when there is none
    read_only,  ///< as open_existing, and nothing in the data file is changed; there is no writer
};

/// How an environment is opened.
struct EnvironmentOptions {
    /// Directory of the store; made with mode 0700 when missing and allowed by `mode`. Local file
    /// systems only.
    std::filesystem::path directory;

    OpenMode mode = OpenMode::open_or_create;

    /// Names of all databases, in the order of their handles: `Catalog::database_names()`.
    std::vector<std::string> databases;

    /// Version of the records that this program writes. A store with a greater one is refused with
    /// `newer_store`.
    std::uint32_t schema_version = 1;

    /// Address space for the map in bytes; grown by the writer when it is full. Costs nothing until
    /// used.
    std::uint64_t map_size = std::uint64_t{1} << 40;

    /// Snapshots that may be open at once.
    unsigned max_readers = 256;

    /// For the age of the oldest snapshot.
    SteadyClock steady_clock = [] { return std::chrono::steady_clock::now(); };
};

/// Figures for metrics and `folkmoot stats`.
struct EnvironmentStats {
    std::uint64_t map_bytes = 0;         ///< size of the map
    std::uint64_t used_bytes = 0;        ///< up to the last page in use
    std::uint64_t last_transaction = 0;  ///< number of the last commit
    std::uint32_t page_size = 0;         ///< bytes
    unsigned max_readers = 0;            ///< reader slots
    unsigned active_readers = 0;         ///< open snapshots
    std::chrono::milliseconds oldest_reader{
    };  ///< age of the oldest open snapshot; zero when there is none

    /// Figures of one database.
    struct Database {
        std::string name;
        std::uint64_t entries = 0;
        std::uint64_t pages = 0;  ///< branch, leaf and overflow pages
        std::uint32_t depth = 0;  ///< of the tree
    };

    std::vector<Database> databases;
};

/// An open store. Move-only; closing it ends nothing gracefully: stop the `Writer` and end all
/// snapshots before.
class Environment {
public:
    /// Opens or makes a store.
    /// @return the environment, or: `locked` when another environment (of any process) has the
    /// store open,
    ///         `foreign_store` when the directory holds a data file that is not this store's,
    ///         `corrupt` when the data file is empty, cut off or unreadable, `newer_store`,
    ///         `not_found` (by mode), `full`, `io`
    static Result<Environment> open(EnvironmentOptions options);

    Environment(Environment&&) noexcept;
    Environment& operator=(Environment&&) noexcept;
    ~Environment();

    /// Begins a snapshot. Waits while the writer grows the map (milliseconds). Thread-safe.
    /// @return `io` when all reader slots are taken, or when the disk refused a write of the data
    ///         file's head, after which LMDB serves nothing until the program is started anew
    Result<ReadTxn> read() const;

    /// Frees reader slots of dead processes (R08); number freed. Also done at open and when slots
    /// run out.
    Result<int> check_readers() const;

    /// Figures, read in a snapshot of its own. Thread-safe.
    Result<EnvironmentStats> stats() const;

    /// 32 hex digits made when the store was made; a restored copy keeps them.
    [[nodiscard]] std::string const& store_id() const noexcept;

    /// Version of the records in the store; below the program's until `migrate` has run.
    [[nodiscard]] std::uint32_t schema_version() const noexcept;

    [[nodiscard]] std::filesystem::path const& directory() const noexcept;

private:
    friend class detail::TransactionAccess;

    explicit Environment(std::unique_ptr<detail::EnvironmentState> state) noexcept;

    std::unique_ptr<detail::EnvironmentState> state_;
};

}  // namespace folkmoot::storage
