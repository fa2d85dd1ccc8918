#include "storage/engine/catalog.hpp"

#include "storage/digest.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace folkmoot::storage {

void VerifyReport::add_problem(
    std::string_view database, std::string_view key, std::string detail
) {
    ++problem_count;
    if (problems.size() < max_problems) {
        problems.push_back(
            {std::string(database),
             to_hex({reinterpret_cast<std::uint8_t const*>(key.data()), key.size()}),
             std::move(detail)}
        );
    }
}

DbHandle Catalog::add_database(std::string_view name) {
    if (std::ranges::find(names_, name) != names_.end()) {
        std::fprintf(
            stderr,
            "folkmoot: two tables are called %.*s\n",
            static_cast<int>(name.size()),
            name.data()
        );
        std::abort();
    }
    names_.emplace_back(name);
    return DbHandle{static_cast<std::uint16_t>(names_.size() - 1)};
}

Result<VerifyReport> Catalog::verify(Txn const& txn) const {
    VerifyReport report;
    for (auto const& entry : entries_) {
        report.entries[entry.name] = 0;
        if (auto const done = entry.verify(txn, report); !done) {
            return std::unexpected(done.error());
        }
    }
    return report;
}

Result<void> Catalog::rebuild_indices(WriteTxn& txn) const {
    for (auto const& entry : entries_) {
        if (!entry.rebuild_indices) {
            continue;
        }
        if (auto const done = entry.rebuild_indices(txn); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace folkmoot::storage
