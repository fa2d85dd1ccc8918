// What both versions of the notification API read: one page of a member's notifications.
#pragma once

#include "node/api/mastodon/reading.hpp"
#include "node/community/notifications.hpp"

#include <cstddef>

namespace folkmoot::node {

/// A page of notifications as the request filters it: `types[]`, `exclude_types[]`, `account_id`.
Result<storage::Page<storage::NotificationRecord>> read_notifications(
    Reading& reading, Page const& asked
);

/// One notification of the member. @return Error{not_found} for another member's (threat A04) and
/// for one whose actor or post may not be seen any more
Result<storage::NotificationRecord> read_notification(Reading& reading, std::uint64_t id);

/// How many notifications came since the member's marker, at most `limit`.
Result<std::size_t> count_unread(Reading& reading, std::size_t limit);

}  // namespace folkmoot::node
