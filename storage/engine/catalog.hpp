// The list of everything that a store holds. Each table registers itself here when it is
// constructed, which gives it its databases and lets `verify` and `rebuild` reach it without
// knowing it.
#pragma once

#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::storage {

/// What reading a whole store found.
struct VerifyReport {
    /// A damaged or wrong entry.
    struct Problem {
        std::string database;
        std::string key;     ///< hex
        std::string detail;  ///< what is wrong
    };

    /// Problems kept; further ones are only counted.
    static constexpr std::size_t max_problems = 1000;

    std::map<std::string, std::uint64_t> entries;  ///< entries read, by database name
    std::vector<Problem> problems;                 ///< the first `max_problems`
    std::uint64_t problem_count = 0;

    /// True when nothing was wrong.
    [[nodiscard]] bool clean() const noexcept { return problem_count == 0; }

    /// Adds a problem with `key` as raw bytes.
    void add_problem(std::string_view database, std::string_view key, std::string detail);
};

/// Something registered: a table with its indices, a set, a counter table. Two functions and not a
/// base class, so that only the unit that constructs a table compiles them.
struct CatalogEntry {
    std::string name;  ///< of the main database

    /// Reads every entry, checks checksums and FlatBuffers structure, and that the indices hold
    /// exactly what the records say. Problems go into the report; an error is returned only when
    /// reading could not go on.
    std::function<Result<void>(Txn const&, VerifyReport&)> verify;

    /// Empties the indices and writes them anew from the records; empty for what has none.
    std::function<Result<void>(WriteTxn&)> rebuild_indices;
};

/// All tables of a store. Built once before the environment is opened; constant afterwards.
/// Registered tables must outlive it or at least every call of `verify` and `rebuild`.
class Catalog {
public:
    Catalog() = default;
    Catalog(Catalog const&) = delete;
    Catalog& operator=(Catalog const&) = delete;

    /// Reserves a database name; called by tables. A name taken twice is a programming error and
    /// ends the process.
    DbHandle add_database(std::string_view name);

    /// Registers a table; called by tables.
    void add(CatalogEntry entry) { entries_.push_back(std::move(entry)); }

    /// Names for `EnvironmentOptions::databases`.
    [[nodiscard]] std::vector<std::string> const& database_names() const noexcept { return names_; }

    [[nodiscard]] std::vector<CatalogEntry> const& entries() const noexcept { return entries_; }

    /// Reads the whole store (threats.md R01, R07): `folkmoot verify`.
    Result<VerifyReport> verify(Txn const& txn) const;

    /// Writes all indices anew: part of `folkmoot rebuild`. One transaction; run it through the
    /// writer.
    Result<void> rebuild_indices(WriteTxn& txn) const;

private:
    std::vector<std::string> names_;
    std::vector<CatalogEntry> entries_;
};

}  // namespace folkmoot::storage
