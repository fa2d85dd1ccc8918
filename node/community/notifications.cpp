#include "node/community/notifications.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::NotificationKind;

/// Newest notifications among which a repetition is looked for.
constexpr std::size_t repetition_window = 40;

bool tells_once(NotificationKind kind) {
    return kind == NotificationKind::favourite || kind == NotificationKind::reblog ||
           kind == NotificationKind::follow || kind == NotificationKind::follow_request;
}

storage::Result<bool> was_told(
    storage::Txn const& txn, storage::Tables const& tables, Notice const& notice
) {
    if (!tells_once(notice.kind)) {
        return false;
    }
    auto const newest =
        tables.notifications.of_member(txn, notice.member, {.limit = repetition_window});
    if (!newest) {
        return std::unexpected(newest.error());
    }
    return std::ranges::any_of(newest->items, [&](storage::NotificationRecord const& told) {
        return told.kind == notice.kind && told.from == notice.from.value() &&
               told.post == notice.post.value();
    });
}

/// Whether any of the questions is answered with yes; the first failure otherwise.
template <class... Questions>
storage::Result<bool> any_of(Questions&&... questions) {
    storage::Result<bool> answer = false;
    ((answer = answer && !*answer ? questions() : std::move(answer)), ...);
    return answer;
}

storage::Result<bool> is_muted(
    storage::Txn const& txn, storage::Tables const& tables, Notice const& notice, std::int64_t now
) {
    auto const mute = tables.mutes.between(txn, notice.member, notice.from, now);
    if (!mute) {
        return mute.error().code == storage::ErrorCode::not_found ? storage::Result<bool>(false)
                                                                  : std::unexpected(mute.error());
    }
    return mute->notifications;
}

bool wants(NotificationFilter const& filter, storage::NotificationRecord const& notification) {
    auto const has = [&](std::span<NotificationKind const> kinds) {
        return std::ranges::find(kinds, notification.kind) != kinds.end();
    };
    return (filter.types.empty() || has(filter.types)) && !has(filter.exclude_types) &&
           (!filter.from || filter.from.value() == notification.from);
}

/// Whether what a notification tells of is still there for the member.
bool is_current(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::NotificationRecord const& notification,
    std::int64_t now
) {
    ActorId const member(notification.member);
    Notice const notice{
        .member = member, .kind = notification.kind, .from = ActorId(notification.from)
    };
    if (notification.from != 0) {
        auto const told = is_told(txn, tables, notice, now);
        if (!told || !*told) {
            return false;
        }
    }
    if (notification.post == 0) {
        return true;
    }
    return load_post_for(txn, tables, Viewer::member(member), storage::PostId(notification.post))
        .has_value();
}

}  // namespace

storage::Result<bool> is_told(
    storage::Txn const& txn, storage::Tables const& tables, Notice const& notice, std::int64_t now
) {
    if (!notice.member || notice.member == notice.from) {
        return false;
    }
    auto const member = tables.actors.load(txn, notice.member);
    auto const from = tables.actors.load(txn, notice.from);
    for (auto const* actor : {&member, &from}) {
        if (!*actor) {
            return actor->error().code == storage::ErrorCode::not_found
                       ? storage::Result<bool>(false)
                       : std::unexpected(actor->error());
        }
    }
    if (member->host != 0 || member->kind != storage::ActorKind::person ||
        member->deleted_at != 0 || member->suspended || from->suspended) {
        return false;
    }
    auto const unwanted = any_of(
        [&] { return tables.blocks.exists(txn, notice.member, notice.from); },
        [&] { return tables.blocks.exists(txn, notice.from, notice.member); },
        [&] { return is_muted(txn, tables, notice, now); }
    );
    return unwanted ? storage::Result<bool>(!*unwanted) : unwanted;
}

storage::Result<void> notify(
    storage::Store& store, storage::WriteTxn& txn, Notice const& notice, std::int64_t now
) {
    auto const told = is_told(txn, store, notice, now);
    if (!told || !*told) {
        return told ? storage::Result<void>{} : std::unexpected(told.error());
    }
    auto const before = was_told(txn, store, notice);
    if (!before || *before) {
        return before ? storage::Result<void>{} : std::unexpected(before.error());
    }
    storage::NotificationRecord notification;
    notification.id = store.ids().next();
    notification.member = notice.member.value();
    notification.kind = notice.kind;
    notification.from = notice.from.value();
    notification.post = notice.post.value();
    notification.group = notice.group.value();
    notification.created = now;
    if (auto stored = store.notifications.insert(txn, notification); !stored) {
        return stored;
    }
    return note_change(
        store,
        txn,
        {.kind = storage::ChangeKind::notification_created,
         .subject = notification.id,
         .actor = notification.from,
         .group = notification.group,
         .other = notification.member},
        now
    );
}

Result<storage::Page<storage::NotificationRecord>> list_notifications(
    storage::Txn const& txn,
    storage::Tables const& tables,
    ActorId member,
    NotificationFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
) {
    auto page =
        tables.notifications
            .of_member(txn, member, request, [&](storage::NotificationRecord const& notification) {
                return wants(filter, notification) && is_current(txn, tables, notification, now);
            });
    if (!page) {
        return failed(page.error());
    }
    return std::move(*page);
}

boost::asio::awaitable<Result<void>> dismiss_notification(
    Services& services, ActorId member, storage::NotificationId notification
) {
    co_return co_await commit(
        services,
        storage::WriteClass::local,
        [&services, member, notification](storage::WriteTxn& txn) -> Result<void> {
            auto const erased = services.store.notifications.erase(txn, member, notification);
            return erased ? Result<void>{} : failed(erased.error());
        }
    );
}

boost::asio::awaitable<Result<void>> clear_notifications(Services& services, ActorId member) {
    co_return co_await commit(
        services,
        storage::WriteClass::local,
        [&services, member](storage::WriteTxn& txn) -> Result<void> {
            auto const erased = services.store.notifications.erase_of_member(
                txn, member, storage::NotificationTable::max_per_member
            );
            return erased ? Result<void>{} : failed(erased.error());
        }
    );
}

}  // namespace folkmoot::node
