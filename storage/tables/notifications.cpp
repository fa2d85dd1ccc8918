#include "storage/tables/notifications.hpp"

namespace folkmoot::storage {

NotificationTable::NotificationTable(Catalog& catalog)
    : notifications_(
          catalog, table_spec("notifications", TableTag::notifications, Insertion::appended)
      ),
      by_member_(
          notifications_,
          "by_member",
          [](auto const&, Notification const& row, auto& keys) { keys.emplace_back(row.member()); }
      ),
      by_post_(notifications_, "by_post", [](auto const&, Notification const& row, auto& keys) {
          if (row.post() != 0) {
              keys.emplace_back(row.post());
          }
      }) {}

Result<void> NotificationTable::insert(WriteTxn& txn, NotificationRecord const& notification) {
    if (notification.id == 0 || notification.member == 0) {
        return refuse("a notification needs an id and a member");
    }
    return notifications_.insert(txn, NotificationId(notification.id), notification);
}

Result<void> NotificationTable::erase(WriteTxn& txn, ActorId member, NotificationId id) {
    auto const notification = load(txn, member, id);
    return notification ? notifications_.erase(txn, id) : std::unexpected(notification.error());
}

Result<std::size_t> NotificationTable::erase_of_member(
    WriteTxn& txn, ActorId member, std::size_t limit
) {
    return erase_all(
        txn,
        notifications_,
        by_member_.keys(txn, KeyRange::with_prefix(member), Direction::forward, limit)
    );
}

Result<std::size_t> NotificationTable::erase_of_post(
    WriteTxn& txn, PostId post, std::size_t limit
) {
    return erase_all(
        txn,
        notifications_,
        by_post_.keys(txn, KeyRange::with_prefix(post), Direction::forward, limit)
    );
}

Result<std::size_t> NotificationTable::trim(
    WriteTxn& txn, ActorId member, std::size_t keep, std::size_t limit
) {
    auto const range = KeyRange::with_prefix(member);
    auto ids = by_member_.keys(txn, range, Direction::reverse, keep + limit);
    if (ids) {
        ids->erase(
            ids->begin(), ids->begin() + static_cast<std::ptrdiff_t>(std::min(keep, ids->size()))
        );
    }
    return erase_all(txn, notifications_, ids);
}

Result<NotificationRecord> NotificationTable::load(
    Txn const& txn, ActorId member, NotificationId id
) const {
    auto notification = notifications_.get(txn, id);
    if (notification && notification->member != member.value()) {
        return absent("notification");
    }
    return notification;
}

Result<Page<NotificationRecord>> NotificationTable::of_member(
    Txn const& txn,
    ActorId member,
    PageRequest const& request,
    std::function<bool(NotificationRecord const&)> const& wanted
) const {
    PageReader<NotificationRecord> page(encode_key(member), request);
    auto const load_wanted = [&](NotificationId id) -> Result<std::optional<NotificationRecord>> {
        auto notification = notifications_.get(txn, id);
        if (!notification) {
            return std::unexpected(notification.error());
        }
        bool const keep = !wanted || wanted(*notification);
        return keep ? std::optional(std::move(*notification)) : std::nullopt;
    };
    return page.finish(by_member_.scan(
        txn,
        page.range(),
        page.direction(),
        [&](ActorId, NotificationId id) {
            return page.visit(id.value(), [&] { return load_wanted(id); });
        }
    ));
}

}  // namespace folkmoot::storage
