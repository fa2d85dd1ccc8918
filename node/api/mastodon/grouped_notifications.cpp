// Mastodon API: /methods/grouped_notifications. Every notification is a group of its own.
#include "node/api/mastodon/entities/notification_entity.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/notification_page.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/fold_errors.hpp"

#include <array>
#include <span>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::NotificationRecord;

/// The id in a key of ours. @return Error{not_found} for other keys
Result<std::uint64_t> id_of_key(std::string_view key) {
    constexpr std::string_view prefix = "ungrouped-";
    auto const id = key.starts_with(prefix) ? parse_id(key.substr(prefix.size())) : std::nullopt;
    return id ? Result<std::uint64_t>(*id) : not_found();
}

Result<Response> answer_groups(Reading& reading, std::span<NotificationRecord const> items) {
    return answer_entity([&](JsonWriter& json) {
        return write_grouped_notifications(json, reading.accounts, reading.statuses, items);
    });
}

Result<Response> list(Reading& reading) {
    auto const asked = read_page(reading.params, 40, 80);
    auto const page = read_notifications(reading, asked);
    if (!page) {
        return std::unexpected(page.error());
    }
    auto answer = answer_groups(reading, page->items);
    if (!answer) {
        return answer;
    }
    std::optional<PageEdges> shown;
    if (!page->items.empty()) {
        shown = PageEdges{page->items.front().id, page->items.back().id};
    }
    set_link(
        *answer,
        reading.api.site().origin(),
        reading.context.request,
        asked.limit,
        edges_of(*page, page_request(asked), shown)
    );
    return answer;
}

Result<NotificationRecord> notification_of_path(Reading& reading) {
    auto const id = id_of_key(reading.context.params["key"]);
    return id ? read_notification(reading, *id) : std::unexpected(id.error());
}

Result<Response> show(Reading& reading) {
    auto const notification = notification_of_path(reading);
    if (!notification) {
        return std::unexpected(notification.error());
    }
    return answer_groups(reading, {&*notification, 1});
}

Result<Response> list_accounts(Reading& reading) {
    auto const notification = notification_of_path(reading);
    if (!notification) {
        return std::unexpected(notification.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_array();
        if (auto done = reading.accounts.write(json, storage::ActorId(notification->from)); !done) {
            return done;
        }
        json.end_array();
        return {};
    });
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

Result<Response> show_policy(Reading&) {
    return answer_entity([](JsonWriter& json) -> Result<void> {
        write_notification_policy(json);
        return {};
    });
}

asio::awaitable<Result<Response>> dismiss(Change& change) {
    auto const id = id_of_key(change.context.params["key"]);
    if (!id) {
        co_return std::unexpected(id.error());
    }
    co_return answer_empty(co_await dismiss_notification(
        change.services(), change.member, storage::NotificationId(*id)
    ));
}

constexpr auto reads = member_with(Scope::read_notifications);
constexpr auto writes = member_with(Scope::write_notifications);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<list>(Verb::get, "/api/v2/notifications", reads, "What the member is told, in groups."),
    route<show_policy>(
        Verb::get, "/api/v2/notifications/policy", reads, "What is kept back: nothing."
    ),
    route<show_unread_count>(
        Verb::get, "/api/v2/notifications/unread_count", reads, "How many groups are not read yet."
    ),
    route<show>(Verb::get, "/api/v2/notifications/:key", reads, "A group of notifications."),
    route<list_accounts>(
        Verb::get, "/api/v2/notifications/:key/accounts", reads, "Who is behind a group."
    ),
    route<dismiss>(
        Verb::post, "/api/v2/notifications/:key/dismiss", writes, "Remove a group of notifications."
    ),
});

}  // namespace

std::span<ClientEndpoint const> grouped_notification_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
