// What members are told: written with the event that it tells of, read by index. Nobody is told of
// what a blocked or muted actor does, nor of what was fetched after the fact.
#pragma once

#include "node/community/services.hpp"

#include <cstdint>
#include <span>

namespace folkmoot::node {

/// Something that may be told to a member.
struct Notice {
    storage::ActorId member;  ///< remote actors are passed by
    storage::NotificationKind kind{storage::NotificationKind::mention};
    storage::ActorId from;
    storage::PostId post;
    storage::ActorId group;
};

/// Whether a member wants to hear from an actor: not itself, no block in either direction, no mute
/// that covers notifications, the actor not suspended.
/// @param now  milliseconds since 1970
storage::Result<bool> is_told(
    storage::Txn const& txn, storage::Tables const& tables, Notice const& notice, std::int64_t now
);

/// Writes a notification, and its line of the change log, when the member is to be told. For use
/// inside a write closure. A favourite, boost or follow by the same actor that the member was just
/// told of is not told again.
/// @param now  milliseconds since 1970
storage::Result<void> notify(
    storage::Store& store, storage::WriteTxn& txn, Notice const& notice, std::int64_t now
);

/// Which notifications a client wants; empty spans do not restrict.
struct NotificationFilter {
    std::span<storage::NotificationKind const> types;
    std::span<storage::NotificationKind const> exclude_types;
    storage::ActorId from;  ///< only of this actor; none: of all
};

/// A member's notifications, newest first, without those whose actor or post may not be seen any
/// more.
Result<storage::Page<storage::NotificationRecord>> list_notifications(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId member,
    NotificationFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
);

/// Removes one notification. Error{not_found} for an unknown one or another member's (threat A04).
boost::asio::awaitable<Result<void>> dismiss_notification(
    Services& services, storage::ActorId member, storage::NotificationId notification
);

/// Removes all notifications of a member.
boost::asio::awaitable<Result<void>> clear_notifications(
    Services& services, storage::ActorId member
);

}  // namespace folkmoot::node
