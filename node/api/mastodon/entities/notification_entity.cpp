#include "node/api/mastodon/entities/notification_entity.hpp"

#include "node/api/mastodon/entities/words.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::NotificationRecord;
using storage::PostId;

void write_group(JsonWriter& json, NotificationRecord const& notification) {
    json.begin_object();
    json.key("group_key").string(group_key_of(notification));
    json.key("notifications_count").number(1);
    json.key("type").string(notification_word(notification.kind));
    // A number, although JavaScript loses its low digits: one client reads nothing else.
    json.key("most_recent_notification_id").number(notification.id);
    json.key("page_min_id").id(notification.id);
    json.key("page_max_id").id(notification.id);
    json.key("latest_page_notification_at").time(notification.created);
    json.key("sample_account_ids").begin_array().id(notification.from).end_array();
    json.key("status_id").id_or_null(notification.post);
    json.end_object();
}

}  // namespace

std::string group_key_of(NotificationRecord const& notification) {
    return "ungrouped-" + std::to_string(notification.id);
}

Result<void> write_notification(
    JsonWriter& json,
    AccountWriter& accounts,
    StatusWriter& statuses,
    NotificationRecord const& notification
) {
    json.begin_object();
    json.key("id").id(notification.id);
    json.key("type").string(notification_word(notification.kind));
    json.key("created_at").time(notification.created);
    json.key("group_key").string(group_key_of(notification));
    json.key("filtered").boolean(false);
    json.key("account");
    if (auto done = accounts.write(json, ActorId(notification.from)); !done) {
        return done;
    }
    if (notification.post != 0) {
        json.key("status");
        if (auto done = statuses.write(json, PostId(notification.post)); !done) {
            return done;
        }
    }
    json.end_object();
    return {};
}

Result<void> write_grouped_notifications(
    JsonWriter& json,
    AccountWriter& accounts,
    StatusWriter& statuses,
    std::span<NotificationRecord const> notifications
) {
    std::unordered_set<std::uint64_t> gone;
    std::unordered_set<std::uint64_t> written;
    // Each actor or post once; remembers those that are gone since.
    auto const write_each = [&](auto id_of, auto write) -> Result<void> {
        written.clear();
        json.begin_array();
        for (auto const& notification : notifications) {
            auto const id = id_of(notification);
            if (id == 0 || !written.insert(id).second) {
                continue;
            }
            auto const start = json.mark();
            if (auto done = write(id); !done) {
                if (done.error().code != ErrorCode::not_found) {
                    return done;
                }
                json.rewind(start);
                gone.insert(id);
            }
        }
        json.end_array();
        return {};
    };

    json.begin_object();
    json.key("accounts");
    auto done = write_each(
        [](auto const& notification) { return notification.from; },
        [&](std::uint64_t id) { return accounts.write(json, ActorId(id)); }
    );
    if (!done) {
        return done;
    }
    json.key("statuses");
    done = write_each(
        [](auto const& notification) { return notification.post; },
        [&](std::uint64_t id) { return statuses.write(json, PostId(id)); }
    );
    if (!done) {
        return done;
    }
    json.key("notification_groups").begin_array();
    for (auto const& notification : notifications) {
        if (!gone.contains(notification.from) && !gone.contains(notification.post)) {
            write_group(json, notification);
        }
    }
    json.end_array();
    json.end_object();
    return {};
}

void write_notification_policy(JsonWriter& json) {
    json.begin_object();
    for (std::string_view const rule :
         {"for_not_following",
          "for_not_followers",
          "for_new_accounts",
          "for_private_mentions",
          "for_limited_accounts"}) {
        json.key(rule).string("accept");
    }
    json.key("summary").begin_object();
    json.key("pending_requests_count").number(0);
    json.key("pending_notifications_count").number(0);
    json.end_object();
    json.end_object();
}

}  // namespace folkmoot::node
