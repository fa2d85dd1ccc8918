#include "storage/tables/memberships.hpp"

namespace folkmoot::storage {

namespace {

bool is_counted(MembershipState state) {
    return state == MembershipState::accepted || state == MembershipState::muted;
}

}  // namespace

MembershipTable::MembershipTable(Catalog& catalog, ActorCounterTable& counters)
    : counters_(counters),
      memberships_(catalog, table_spec("memberships", TableTag::memberships, Insertion::appended)),
      by_pair_(
          memberships_,
          "by_pair",
          [](auto const&, Membership const& row, auto& keys) {
              keys.emplace_back(ActorId(row.group()), ActorId(row.member()));
          }
      ),
      by_group_(
          memberships_,
          "by_group",
          [](auto const&, Membership const& row, auto& keys) {
              keys.emplace_back(ActorId(row.group()), row.state());
          }
      ),
      by_role_(
          memberships_,
          "by_role",
          [](auto const&, Membership const& row, auto& keys) {
              if (row.role() != GroupRole::member) {
                  keys.emplace_back(ActorId(row.group()), row.role());
              }
          }
      ),
      by_member_(memberships_, "by_member", [](auto const&, Membership const& row, auto& keys) {
          keys.emplace_back(ActorId(row.member()), row.state());
      }) {}

Result<void> MembershipTable::count(WriteTxn& txn, MembershipRecord const& membership, int sign) {
    if (!is_counted(membership.state)) {
        return {};
    }
    return counters_.add(txn, ActorId(membership.group), {.members = sign});
}

Result<void> MembershipTable::insert(WriteTxn& txn, MembershipRecord const& membership) {
    if (membership.id == 0 || membership.group == 0 || membership.member == 0) {
        return refuse("a membership needs an id, a group and a member");
    }
    auto stored = memberships_.insert(txn, MembershipId(membership.id), membership);
    return stored ? count(txn, membership, 1) : stored;
}

Result<void> MembershipTable::update(WriteTxn& txn, MembershipRecord const& membership) {
    auto const old = memberships_.get(txn, MembershipId(membership.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    if (old->group != membership.group || old->member != membership.member) {
        return refuse("a membership stays between the same group and member");
    }
    auto stored = memberships_.update(txn, MembershipId(membership.id), membership);
    if (stored && is_counted(old->state) != is_counted(membership.state)) {
        stored = count(txn, *old, -1);
        return stored ? count(txn, membership, 1) : stored;
    }
    return stored;
}

Result<void> MembershipTable::erase(WriteTxn& txn, MembershipId id) {
    auto const old = memberships_.get(txn, id);
    if (!old) {
        return std::unexpected(old.error());
    }
    auto erased = memberships_.erase(txn, id);
    return erased ? count(txn, *old, -1) : erased;
}

Result<MembershipRecord> MembershipTable::load(Txn const& txn, MembershipId id) const {
    return memberships_.get(txn, id);
}

Result<MembershipRecord> MembershipTable::between(Txn const& txn, ActorId group, ActorId member)
    const {
    return by_pair_.get(txn, {group, member});
}

Result<Page<MembershipRecord>> MembershipTable::of_group(
    Txn const& txn, ActorId group, MembershipState state, PageRequest const& request
) const {
    return page_of_records(txn, memberships_, by_group_, encode_key(group, state), request);
}

Result<Page<MembershipRecord>> MembershipTable::with_role(
    Txn const& txn, ActorId group, GroupRole role, PageRequest const& request
) const {
    return page_of_records(txn, memberships_, by_role_, encode_key(group, role), request);
}

Result<Page<MembershipRecord>> MembershipTable::of_member(
    Txn const& txn, ActorId member, MembershipState state, PageRequest const& request
) const {
    return page_of_records(txn, memberships_, by_member_, encode_key(member, state), request);
}

Result<void> MembershipTable::for_each(
    Txn const& txn, std::function<void(RecordView<Membership> const&)> const& visit
) const {
    return memberships_.scan(txn, {}, Direction::forward, [&](MembershipId, auto const& row) {
        visit(row);
        return true;
    });
}

}  // namespace folkmoot::storage
