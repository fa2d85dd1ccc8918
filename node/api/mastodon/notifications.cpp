// Mastodon API: /methods/notifications.
#include "node/api/mastodon/entities/notification_entity.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/notification_page.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/fold_errors.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::NotificationId;
using storage::NotificationRecord;

Result<void> write(JsonWriter& json, Reading& reading, NotificationRecord const& notification) {
    return write_notification(json, reading.accounts, reading.statuses, notification);
}

Result<Response> list(Reading& reading) {
    auto const asked = read_page(reading.params, 40, 80);
    auto const page = read_notifications(reading, asked);
    if (!page) {
        return std::unexpected(page.error());
    }
    return answer_page(
        reading,
        asked,
        *page,
        [](NotificationRecord const& notification) { return notification.id; },
        [&](JsonWriter& json, NotificationRecord const& notification) {
            return write(json, reading, notification);
        }
    );
}

Result<Response> show(Reading& reading) {
    auto const id = reading.path_id();
    if (!id) {
        return std::unexpected(id.error());
    }
    auto const notification = read_notification(reading, *id);
    if (!notification) {
        return std::unexpected(notification.error());
    }
    return answer_entity([&](JsonWriter& json) { return write(json, reading, *notification); });
}

Result<Response> show_unread_count(Reading& reading) {
    auto const limit = reading.params.integer("limit", 1, 1000).value_or(100);
    auto const count = count_unread(reading, static_cast<std::size_t>(limit));
    if (!count) {
        return std::unexpected(count.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_object().key("count").number(*count).end_object();
        return {};
    });
}

asio::awaitable<Result<Response>> dismiss(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    co_return answer_empty(
        co_await dismiss_notification(change.services(), change.member, NotificationId(*id))
    );
}

/// The form of old clients: the id in the body.
asio::awaitable<Result<Response>> dismiss_named(Change& change) {
    auto const id = change.params.id("id");
    if (!id) {
        co_return not_found();
    }
    co_return answer_empty(
        co_await dismiss_notification(change.services(), change.member, NotificationId(*id))
    );
}

asio::awaitable<Result<Response>> clear(Change& change) {
    co_return answer_empty(co_await clear_notifications(change.services(), change.member));
}

Result<Response> list_requests(Reading&) {
    return empty_list();
}

constexpr auto reads = member_with(Scope::read_notifications);
constexpr auto writes = member_with(Scope::write_notifications);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<list>(Verb::get, "/api/v1/notifications", reads, "What the member is told."),
    route<show>(Verb::get, "/api/v1/notifications/:id", reads, "A notification."),
    route<show_unread_count>(
        Verb::get, "/api/v1/notifications/unread_count", reads, "How many are not read yet."
    ),
    route<list_requests>(
        Verb::get,
        "/api/v1/notifications/requests",
        reads,
        "Notifications kept back by the policy: none."
    ),
    route<dismiss>(
        Verb::post, "/api/v1/notifications/:id/dismiss", writes, "Remove a notification."
    ),
    route<dismiss_named>(
        Verb::post, "/api/v1/notifications/dismiss", writes, "Remove a notification (old form)."
    ),
    route<clear>(Verb::post, "/api/v1/notifications/clear", writes, "Remove all notifications."),
});

}  // namespace

std::span<ClientEndpoint const> notification_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
