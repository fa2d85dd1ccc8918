#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/members.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorRecord;

Result<void> check_power(
    storage::Txn const& txn, storage::Tables const& tables, ActorId by, ActorId target
) {
    if (!by) {
        return {};
    }
    auto const moderates = has_node_role(txn, tables, by, storage::NodeRole::moderator);
    if (!moderates) {
        return std::unexpected(moderates.error());
    }
    auto const own = tables.credentials.load(txn, by);
    auto const theirs = tables.credentials.load(txn, target);
    bool const outranked = own && theirs && theirs->role >= own->role;
    return *moderates && !outranked && by != target ? Result<void>{} : as_result(Verdict::refuse);
}

/// A local member who is suspended is signed out everywhere (threat A02).
Result<void> set_account(
    Services& services, storage::WriteTxn& txn, ActorRecord const& actor, bool suspended
) {
    auto& store = services.store;
    ActorId const member(actor.id);
    auto credentials = store.credentials.load(txn, member);
    if (!credentials) {
        return credentials.error().code == storage::ErrorCode::not_found
                   ? Result<void>{}
                   : failed(credentials.error());
    }
    credentials->state =
        suspended ? storage::AccountState::disabled : storage::AccountState::active;
    if (!suspended) {
        return in_order([&] { return store.credentials.update(txn, *credentials); });
    }
    constexpr std::size_t all = 100'000;
    return in_order(
        [&] { return store.credentials.update(txn, *credentials); },
        [&] { return store.sessions.erase_of_member(txn, member); },
        [&] { return store.tokens.erase_of_member(txn, member, all); },
        [&] { return store.one_time_codes.erase_of_member(txn, member, all); }
    );
}

storage::AuditRecord act_of(
    Services& services,
    ActorId by,
    ActorRecord const& target,
    std::string const& reason,
    std::int64_t now
) {
    storage::AuditRecord act;
    act.id = services.store.ids().next();
    act.actor = by.value();
    act.action = target.suspended ? "suspend_actor" : "unsuspend_actor";
    act.target = target.id;
    act.reason = reason;
    act.created = now;
    return act;
}

awaitable<Result<void>> set_suspended(
    Services& services, ActorId by, ActorId target, std::string reason, bool suspended
) {
    auto const now = milliseconds_now(services);
    ActorRecord before;
    ActorRecord after;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto actor = services.store.actors.load(*txn, target);
        if (!actor) {
            co_return failed(actor.error());
        }
        before = *actor;
        after = std::move(*actor);
        after.suspended = suspended;
        after.suspended_by = suspended ? by.value() : 0;
        after.suspended_at = suspended ? now : 0;
        if (after.host == 0) {
            after.updated = std::max(now, after.updated + 1);
            auto built = services.publisher.actor_updated(*txn, after);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            rows = std::move(*built);
        }
    }
    auto const act = act_of(services, by, after, reason, now);
    auto closure = [&services, by, before, after, rows, act, now](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto& store = services.store;
        ActorId const id(after.id);
        auto const actor = store.actors.load(txn, id);
        if (!actor) {
            return failed(actor.error());
        }
        if (auto const allowed = check_power(txn, store, by, id); !allowed) {
            return allowed;
        }
        if (*actor != before) {
            return stale();
        }
        if (before.suspended == after.suspended) {
            return {};
        }
        return in_order(
            [&] { return store.actors.update(txn, after); },
            [&] { return set_account(services, txn, after, after.suspended); },
            [&] { return store.audit.append(txn, act); },
            [&] {
                return note_change(
                    store,
                    txn,
                    {.kind = storage::ChangeKind::actor_changed,
                     .subject = after.id,
                     .actor = after.id},
                    now
                );
            },
            [&] { return append(store, txn, rows); }
        );
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace

awaitable<Result<void>> suspend_actor(
    Services& services, ActorId by, ActorId target, std::string reason
) {
    co_return co_await with_retries([&] {
        return set_suspended(services, by, target, reason, true);
    });
}

awaitable<Result<void>> unsuspend_actor(
    Services& services, ActorId by, ActorId target, std::string reason
) {
    co_return co_await with_retries([&] {
        return set_suspended(services, by, target, reason, false);
    });
}

}  // namespace folkmoot::node
