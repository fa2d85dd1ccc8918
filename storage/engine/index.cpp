#include "storage/engine/index.hpp"

#include <algorithm>
#include <iterator>

namespace folkmoot::storage {

IndexDatabase::IndexDatabase(Catalog& catalog, std::string name, Insertion insertion)
    : name_(std::move(name)), database_(catalog.add_database(name_)), insertion_(insertion) {}

Result<void> IndexDatabase::check_free(Txn const& txn, std::vector<IndexEntry> const& fresh) const {
    for (auto const& entry : fresh) {
        auto const taken = txn.view(database_, entry.key);
        if (!taken) {
            return std::unexpected(taken.error());
        }
        if (*taken && **taken != entry.value) {
            return std::unexpected(Error{ErrorCode::already_exists, name_});
        }
    }
    return {};
}

Result<void> IndexDatabase::replace(
    WriteTxn& txn, std::vector<IndexEntry> const& old, std::vector<IndexEntry> const& fresh
) const {
    std::vector<IndexEntry> gone;
    std::vector<IndexEntry> added;
    std::ranges::set_difference(old, fresh, std::back_inserter(gone));
    std::ranges::set_difference(fresh, old, std::back_inserter(added));
    for (auto const& entry : gone) {
        if (auto const erased = txn.erase(database_, entry.key); !erased) {
            return std::unexpected(erased.error());
        }
    }
    for (auto const& entry : added) {
        auto const stored = insertion_ == Insertion::appended
                                ? txn.append(database_, entry.key, entry.value)
                                : txn.put(database_, entry.key, entry.value);
        if (!stored) {
            return stored;
        }
    }
    return {};
}

Result<void> IndexDatabase::verify(
    Txn const& txn, std::vector<IndexEntry> const& expected, VerifyReport& report
) const {
    for (auto const& entry : expected) {
        auto const found = txn.view(database_, entry.key);
        if (!found) {
            return std::unexpected(found.error());
        }
        if (!*found) {
            report.add_problem(name_, entry.key, "an entry is missing");
        } else if (**found != entry.value) {
            report.add_problem(name_, entry.key, "the entry belongs to another record");
        }
    }
    return {};
}

Result<void> IndexDatabase::verify_count(
    Txn const& txn, std::uint64_t expected, VerifyReport& report
) const {
    auto const entries = txn.entries(database_);
    if (!entries) {
        return std::unexpected(entries.error());
    }
    report.entries[name_] = *entries;
    if (*entries != expected) {
        report.add_problem(
            name_,
            {},
            "holds " + std::to_string(*entries) + " entries where the records say " +
                std::to_string(expected)
        );
    }
    return {};
}

void detail::normalise(std::vector<IndexEntry>& entries) {
    std::ranges::sort(entries);
    auto const repeated = std::ranges::unique(entries);
    entries.erase(repeated.begin(), repeated.end());
}

Error detail::unreadable_key(std::string_view database, std::string_view key) {
    return {
        ErrorCode::corrupt,
        std::string(database) + " has a key of " + std::to_string(key.size()) +
            " bytes that does not parse"
    };
}

}  // namespace folkmoot::storage
