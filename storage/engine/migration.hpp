// Numbered migrations of the stored records: one transaction each, with the version written in the
// same transaction, so that a killed migration is simply run again (threats.md R13). A later store
// is refused at open (R14).
#pragma once

#include "storage/engine/environment.hpp"
#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace folkmoot::storage {

/// One step.
struct Migration {
    std::uint32_t
        to_version;  ///< the version that the store has afterwards; steps are numbered without gaps
    std::string_view name;                       ///< for the log
    std::function<Result<void>(WriteTxn&)> run;  ///< re-runnable, as a write job
};

/// Brings a store to the program's version. Call it after open and before the writer is made.
/// @param migrations  in order of `to_version`
/// @param on_step     told before each step; may be empty
/// @return `invalid` when a step from the store's version on is missing; else the error of the step
/// that failed, the
///         store standing at the step before
Result<void> migrate(
    Environment& environment,
    std::span<Migration const> migrations,
    std::function<void(Migration const&)> const& on_step = {}
);

}  // namespace folkmoot::storage
