// Who belongs to which group, both directions. A remote member is a row as any other.
#pragma once

#include "storage/schema/groups.hpp"
#include "storage/tables/actor_counters.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table. A pair has one row at most.
class MembershipTable {
public:
    MembershipTable(Catalog& catalog, ActorCounterTable& counters);

    /// Adds a membership. Errors: already_exists for the id or the pair; invalid without id, group
    /// or member.
    Result<void> insert(WriteTxn& txn, MembershipRecord const& membership);

    /// Replaces a membership; the id and the pair never change. Errors: not_found, invalid.
    Result<void> update(WriteTxn& txn, MembershipRecord const& membership);

    /// Removes a membership. Error: not_found.
    Result<void> erase(WriteTxn& txn, MembershipId id);

    /// A membership; not_found.
    Result<MembershipRecord> load(Txn const& txn, MembershipId id) const;

    /// The membership of one actor in one group, in whatever state; not_found.
    Result<MembershipRecord> between(Txn const& txn, ActorId group, ActorId member) const;

    /// Members of a group in one state, newest relation first.
    Result<Page<MembershipRecord>> of_group(
        Txn const& txn, ActorId group, MembershipState state, PageRequest const& request
    ) const;

    /// Members of a group with one role above plain member, in any state, newest relation first.
    Result<Page<MembershipRecord>> with_role(
        Txn const& txn, ActorId group, GroupRole role, PageRequest const& request
    ) const;

    /// Groups of a member in one state, newest relation first.
    Result<Page<MembershipRecord>> of_member(
        Txn const& txn, ActorId member, MembershipState state, PageRequest const& request
    ) const;

    /// Calls `visit` for every row: for `rebuild` and `verify`.
    Result<void> for_each(
        Txn const& txn, std::function<void(RecordView<Membership> const&)> const& visit
    ) const;

private:
    Result<void> count(WriteTxn& txn, MembershipRecord const& membership, int sign);

    ActorCounterTable& counters_;
    Table<MembershipId, Membership> memberships_;
    UniqueIndex<std::pair<ActorId, ActorId>, Table<MembershipId, Membership>> by_pair_;
    MultiIndex<std::pair<ActorId, MembershipState>, Table<MembershipId, Membership>> by_group_;
    MultiIndex<std::pair<ActorId, GroupRole>, Table<MembershipId, Membership>> by_role_;
    MultiIndex<std::pair<ActorId, MembershipState>, Table<MembershipId, Membership>> by_member_;
};

}  // namespace folkmoot::storage
