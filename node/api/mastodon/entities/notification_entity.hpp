// Notification, NotificationGroup and NotificationPolicy (Mastodon API: /entities/Notification,
// /methods/grouped_notifications).
#pragma once

#include "node/api/mastodon/entities/status_entity.hpp"
#include "node/error.hpp"
#include "storage/schema/relations.hpp"

#include <span>
#include <string>

namespace folkmoot::node {

/// Key of a notification that stands alone, "ungrouped-7": every one of ours.
std::string group_key_of(storage::NotificationRecord const& notification);

/// Appends a notification of version 1. @return Error{not_found} when its actor or post is gone
Result<void> write_notification(
    JsonWriter& json,
    AccountWriter& accounts,
    StatusWriter& statuses,
    storage::NotificationRecord const& notification
);

/// Appends a page of version 2: accounts and statuses once each, and the groups. Notifications
/// whose actor or post is gone are left out.
Result<void> write_grouped_notifications(
    JsonWriter& json,
    AccountWriter& accounts,
    StatusWriter& statuses,
    std::span<storage::NotificationRecord const> notifications
);

/// Appends the policy: everything is accepted.
void write_notification_policy(JsonWriter& json);

}  // namespace folkmoot::node
