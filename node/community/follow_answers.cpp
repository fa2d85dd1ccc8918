#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/follow_ends.hpp"
#include "node/community/follow_rows.hpp"
#include "node/community/following.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::FollowRecord;
using storage::FollowState;

/// Whether somebody may answer for the followed side.
Result<void> check_answer(
    storage::Txn const& txn, Services const& services, AnswerFollow const& command, Ends const& ends
) {
    if (!ends.row) {
        return not_found("no such follow");
    }
    if (!command.by) {
        return {};
    }
    return can(txn, services.store, Viewer::member(command.by), Action::moderate, ends.followed);
}

/// Stores an acceptance and what it brings.
Result<void> store_acceptance(
    Services& services,
    storage::WriteTxn& txn,
    Ends const& ends,
    FollowRecord const& row,
    std::int64_t now
) {
    if (ends.row->state == FollowState::accepted) {
        return {};
    }
    return in_order(
        [&] { return services.store.follows.update(txn, row); },
        [&] { return follow_begins(services.store, txn, row, ends.follower, ends.followed, now); }
    );
}

awaitable<Result<FollowRecord>> accept_once(
    Services& services, AnswerFollow command, Origin origin
) {
    auto const now = milliseconds_now(services);
    Ends planned;
    FollowRecord row;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto ends = load_ends(*txn, services.store, command.follower, command.followed);
        if (!ends) {
            co_return std::unexpected(ends.error());
        }
        if (auto checked = check_answer(*txn, services, command, *ends); !checked) {
            co_return std::unexpected(checked.error());
        }
        planned = std::move(*ends);
        row = *planned.row;
        row.state = FollowState::accepted;
        row.answered = now;
        if (planned.follower.host != 0) {
            auto built = services.publisher.follow_accepted(*txn, row);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            rows = std::move(*built);
        }
    }
    auto closure = [&services, command, origin, planned, row, rows, now](storage::WriteTxn& txn
                   ) -> Result<FollowRecord> {
        auto const ends =
            load_ends(txn, services.store, ActorId(row.follower), ActorId(row.followed));
        if (!ends) {
            return std::unexpected(ends.error());
        }
        if (!ends->same_as(planned)) {
            return stale();
        }
        auto done = in_order(
            [&] { return check_answer(txn, services, command, *ends); },
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&] { return store_acceptance(services, txn, *ends, row, now); },
            [&] { return append(services.store, txn, rows); }
        );
        return done ? Result<FollowRecord>(row) : std::unexpected(done.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

/// The follow that a rejection is about, when it may be rejected.
Result<FollowRecord> rejected_row(Services const& services, AnswerFollow const& command) {
    auto const txn = services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const ends = load_ends(*txn, services.store, command.follower, command.followed);
    if (!ends) {
        return std::unexpected(ends.error());
    }
    if (auto checked = check_answer(*txn, services, command, *ends); !checked) {
        return std::unexpected(checked.error());
    }
    return *ends->row;
}

}  // namespace

awaitable<Result<FollowRecord>> answer_follow(
    Services& services, AnswerFollow command, Origin origin
) {
    if (command.answer == FollowAnswer::accept) {
        co_return co_await with_retries([&] { return accept_once(services, command, origin); });
    }
    auto row = rejected_row(services, command);
    if (!row) {
        co_return row;
    }
    auto const ended = co_await with_retries([&] {
        return end_once(services, command.follower, command.followed, true, origin);
    });
    if (!ended) {
        co_return std::unexpected(ended.error());
    }
    co_return row;
}

}  // namespace folkmoot::node
