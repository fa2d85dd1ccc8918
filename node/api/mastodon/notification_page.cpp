#include "node/api/mastodon/notification_page.hpp"

#include "node/api/mastodon/entities/words.hpp"
#include "node/fold_errors.hpp"

#include <string_view>
#include <vector>

namespace folkmoot::node {
namespace {

using storage::NotificationKind;
using storage::NotificationRecord;

std::vector<NotificationKind> read_kinds(Params& params, std::string_view name) {
    std::vector<NotificationKind> kinds;
    for (auto const& word : params.texts(name, 50)) {
        auto const meant = parse_notification_type(word);
        kinds.insert(kinds.end(), meant.begin(), meant.end());
    }
    return kinds;
}

}  // namespace

Result<storage::Page<NotificationRecord>> read_notifications(Reading& reading, Page const& asked) {
    auto const types = read_kinds(reading.params, "types");
    auto const excluded = read_kinds(reading.params, "exclude_types");
    bool const none_known = types.empty() && !reading.params.texts("types", 50).empty();
    if (none_known) {
        return storage::Page<NotificationRecord>{};
    }
    NotificationFilter filter;
    filter.types = types;
    filter.exclude_types = excluded;
    filter.from = storage::ActorId(reading.params.id("account_id").value_or(0));
    return list_notifications(
        reading.txn(),
        reading.tables(),
        reading.member(),
        filter,
        page_request(asked),
        reading.source.now_ms()
    );
}

Result<NotificationRecord> read_notification(Reading& reading, std::uint64_t id) {
    storage::PageRequest request;
    request.max_id = id + 1;
    request.since_id = id == 0 ? 0 : id - 1;
    request.limit = 1;
    auto page = list_notifications(
        reading.txn(), reading.tables(), reading.member(), {}, request, reading.source.now_ms()
    );
    if (!page) {
        return std::unexpected(page.error());
    }
    return page->items.empty() ? not_found() : Result<NotificationRecord>(page->items.front());
}

Result<std::size_t> count_unread(Reading& reading, std::size_t limit) {
    auto const marker = reading.tables().markers.load(
        reading.txn(), reading.member(), storage::MarkedTimeline::notifications
    );
    Page unread;
    unread.limit = limit;
    unread.since_id = marker ? marker->last_read : 0;
    auto const page = read_notifications(reading, unread);
    return page ? Result<std::size_t>(page->items.size()) : std::unexpected(page.error());
}

}  // namespace folkmoot::node
