#include "storage/engine/migration.hpp"

#include "storage/engine/environment_state.hpp"
#include "storage/engine/fault_point.hpp"

#include <algorithm>
#include <string>

namespace folkmoot::storage {

namespace {

Result<void> run_step(detail::EnvironmentState& state, Migration const& step) {
    auto const done = detail::write_alone(state, [&step](WriteTxn& txn) -> Result<void> {
        if (auto const migrated = step.run(txn); !migrated) {
            return migrated;
        }
        fault_point("migration.before_version");
        return detail::write_meta(txn, detail::meta_schema_version, encode_key(step.to_version));
    });
    if (done) {
        state.schema_version = step.to_version;
        fault_point("migration.after_step");
    }
    return done;
}

}  // namespace

Result<void> migrate(
    Environment& environment,
    std::span<Migration const> migrations,
    std::function<void(Migration const&)> const& on_step
) {
    auto& state = detail::TransactionAccess::state(environment);
    auto const target = state.options.schema_version;
    while (state.schema_version < target) {
        auto const next = state.schema_version + 1;
        auto const step = std::ranges::find(migrations, next, &Migration::to_version);
        if (step == migrations.end()) {
            return std::unexpected(Error{
                ErrorCode::invalid, "no migration leads to schema version " + std::to_string(next)
            });
        }
        if (on_step) {
            on_step(*step);
        }
        fault_point("migration.before_step");
        if (auto const done = run_step(state, *step); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace folkmoot::storage
