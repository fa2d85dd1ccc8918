#include "node/jobs/tasks.hpp"

#include "node/fold_errors.hpp"
#include "storage/engine/async_write.hpp"

#include <limits>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::WriteTxn;

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Removes up to `most` rows that are out of date at `now` (milliseconds since 1970); how many.
using Sweep = storage::Result<std::size_t> (*)(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
);

std::int64_t milliseconds(hours span) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
}

awaitable<Result<TaskRun>> sweep(std::shared_ptr<TaskParts const> parts, Sweep remove) {
    auto const now = parts->now().time_since_epoch().count();
    auto closure = [parts, remove, now](WriteTxn& txn) {
        return remove(parts->store, txn, *parts, now);
    };
    auto const removed = co_await storage::async_write(
        parts->store.writer(), storage::WriteClass::maintenance, std::move(closure)
    );
    if (!removed) {
        co_return failed(removed.error());
    }
    co_return TaskRun{*removed, *removed >= parts->batch};
}

storage::Result<std::size_t> sweep_tombstones(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    return store.tombstones.erase_expired(txn, now, parts.batch);
}

storage::Result<std::size_t> sweep_sessions(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    return store.sessions.erase_expired(txn, now, parts.batch);
}

storage::Result<std::size_t> sweep_codes(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    return store.one_time_codes.erase_expired(txn, now, parts.batch);
}

storage::Result<std::size_t> sweep_idempotency(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    return store.idempotency.erase_expired(txn, now, parts.batch);
}

storage::Result<std::size_t> sweep_failures(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    return store.remote_failures.erase_expired(txn, now, parts.batch);
}

storage::Result<std::size_t> sweep_received(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    auto const before = now - milliseconds(parts.retention.received);
    return store.received_activities.erase_older(txn, before, parts.batch);
}

storage::Result<std::size_t> sweep_changes(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    auto const before = now - milliseconds(parts.retention.changes);
    return store.change_log.prune(txn, before, parts.batch);
}

/// Old events, and what was addressed to servers that have been away for so long: those that are
/// well take their rows away themselves.
storage::Result<std::size_t> sweep_outgoing(
    storage::Store& store, WriteTxn& txn, TaskParts const& parts, std::int64_t now
) {
    auto const before = now - milliseconds(parts.retention.outgoing);
    auto const end = store.outgoing.end_of_older(txn, before, parts.batch);
    if (!end || !*end) {
        return end ? storage::Result<std::size_t>(0) : std::unexpected(end.error());
    }
    constexpr auto ever = std::numeric_limits<std::int64_t>::max() - 1;
    auto const away = store.hosts.due(txn, ever, parts.batch);
    if (!away) {
        return std::unexpected(away.error());
    }
    storage::Sequence const last(end->value() - 1);
    for (auto const host : *away) {
        if (auto const erased = store.outgoing.erase_addressed(txn, host, last, parts.batch);
            !erased) {
            return erased;
        }
    }
    return store.outgoing.prune(txn, *end, parts.batch);
}

awaitable<Result<TaskRun>> look_after_store(std::shared_ptr<TaskParts const> parts) {
    auto const freed = parts->store.environment().check_readers();
    if (parts->store.writer().metrics().state == storage::WriterState::read_only &&
        parts->store_lost) {
        parts->store_lost();
    }
    co_return freed ? Result<TaskRun>(TaskRun{static_cast<std::size_t>(*freed)})
                    : failed(freed.error());
}

awaitable<Result<TaskRun>> forget_unused_uploads(std::shared_ptr<TaskParts const> parts) {
    constexpr std::size_t most = 100;
    auto const forgotten = co_await parts->uploads.expire_unused(most);
    co_return forgotten ? Result<TaskRun>(TaskRun{*forgotten, *forgotten >= most})
                        : std::unexpected(forgotten.error());
}

}  // namespace

std::vector<MaintenanceTask> maintenance_tasks(TaskParts given) {
    auto const parts = std::make_shared<TaskParts const>(std::move(given));
    auto const sweeper = [&parts](std::string_view name, seconds period, Sweep remove) {
        return MaintenanceTask{name, period, [parts, remove] { return sweep(parts, remove); }};
    };
    return {
        {"store", seconds(30), [parts] { return look_after_store(parts); }},
        {"unused_uploads", hours(1), [parts] { return forget_unused_uploads(parts); }},
        sweeper("sessions", minutes(10), sweep_sessions),
        sweeper("one_time_codes", minutes(10), sweep_codes),
        sweeper("idempotency", minutes(10), sweep_idempotency),
        sweeper("remote_failures", hours(1), sweep_failures),
        sweeper("tombstones", hours(1), sweep_tombstones),
        sweeper("changes", hours(1), sweep_changes),
        sweeper("outgoing", hours(1), sweep_outgoing),
        sweeper("received_activities", hours(1), sweep_received),
    };
}

}  // namespace folkmoot::node
