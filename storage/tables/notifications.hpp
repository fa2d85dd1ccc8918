// What members are told. The one list that is written when something happens instead of merged when
// it is read.
#pragma once

#include "storage/schema/relations.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class NotificationTable {
public:
    /// Most notifications kept for one member; `trim` removes the oldest.
    static constexpr std::size_t max_per_member = 2000;

    explicit NotificationTable(Catalog& catalog);

    /// Adds a notification. Errors: already_exists; invalid without id or member.
    Result<void> insert(WriteTxn& txn, NotificationRecord const& notification);

    /// Removes one notification of a member; not_found when it is another's.
    Result<void> erase(WriteTxn& txn, ActorId member, NotificationId id);

    /// Removes up to `limit` notifications of a member; how many.
    Result<std::size_t> erase_of_member(WriteTxn& txn, ActorId member, std::size_t limit);

    /// Removes up to `limit` notifications about a post that is gone; how many.
    Result<std::size_t> erase_of_post(WriteTxn& txn, PostId post, std::size_t limit);

    /// Removes the oldest of a member beyond `keep`, at most `limit` of them; how many.
    Result<std::size_t> trim(
        WriteTxn& txn, ActorId member, std::size_t keep = max_per_member, std::size_t limit = 100
    );

    /// One notification of a member; not_found when it is another's.
    Result<NotificationRecord> load(Txn const& txn, ActorId member, NotificationId id) const;

    /// A member's notifications, newest first. `wanted` says which to keep; at most max_page_scan
    /// rows are looked at.
    Result<Page<NotificationRecord>> of_member(
        Txn const& txn,
        ActorId member,
        PageRequest const& request,
        std::function<bool(NotificationRecord const&)> const& wanted = {}
    ) const;

private:
    Table<NotificationId, Notification> notifications_;
    MultiIndex<ActorId, Table<NotificationId, Notification>> by_member_;
    MultiIndex<PostId, Table<NotificationId, Notification>> by_post_;
};

}  // namespace folkmoot::storage
