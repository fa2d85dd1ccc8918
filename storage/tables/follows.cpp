#include "storage/tables/follows.hpp"

namespace folkmoot::storage {

FollowTable::FollowTable(Catalog& catalog, ActorCounterTable& counters)
    : counters_(counters),
      follows_(catalog, table_spec("follows", TableTag::follows, Insertion::appended)),
      by_pair_(
          follows_,
          "by_pair",
          [](auto const&, Follow const& follow, auto& keys) {
              keys.emplace_back(ActorId(follow.follower()), ActorId(follow.followed()));
          }
      ),
      by_activity_(
          follows_,
          "by_activity",
          [](auto const&, Follow const& follow, auto& keys) {
              if (!text(follow.activity_iri()).empty()) {
                  keys.push_back(hash_128(text(follow.activity_iri())));
              }
          }
      ),
      by_follower_(
          follows_,
          "by_follower",
          [](auto const&, Follow const& follow, auto& keys) {
              keys.emplace_back(ActorId(follow.follower()), follow.state());
          }
      ),
      by_followed_(follows_, "by_followed", [](auto const&, Follow const& follow, auto& keys) {
          keys.emplace_back(ActorId(follow.followed()), follow.state());
      }) {}

Result<void> FollowTable::count(WriteTxn& txn, FollowRecord const& follow, int sign) {
    if (follow.state != FollowState::accepted) {
        return {};
    }
    auto counted = counters_.add(txn, ActorId(follow.followed), {.followers = sign});
    return counted ? counters_.add(txn, ActorId(follow.follower), {.following = sign}) : counted;
}

Result<void> FollowTable::insert(WriteTxn& txn, FollowRecord const& follow) {
    if (follow.id == 0 || follow.follower == 0 || follow.followed == 0) {
        return refuse("a follow needs an id and two actors");
    }
    if (follow.follower == follow.followed) {
        return refuse("nobody follows themselves");
    }
    auto stored = follows_.insert(txn, FollowId(follow.id), follow);
    return stored ? count(txn, follow, 1) : stored;
}

Result<void> FollowTable::update(WriteTxn& txn, FollowRecord const& follow) {
    auto const old = follows_.get(txn, FollowId(follow.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    if (old->follower != follow.follower || old->followed != follow.followed) {
        return refuse("a follow stays between the same actors");
    }
    auto stored = follows_.update(txn, FollowId(follow.id), follow);
    if (stored && old->state != follow.state) {
        stored = count(txn, *old, -1);
        return stored ? count(txn, follow, 1) : stored;
    }
    return stored;
}

Result<void> FollowTable::erase(WriteTxn& txn, FollowId id) {
    auto const old = follows_.get(txn, id);
    if (!old) {
        return std::unexpected(old.error());
    }
    auto erased = follows_.erase(txn, id);
    return erased ? count(txn, *old, -1) : erased;
}

Result<FollowRecord> FollowTable::load(Txn const& txn, FollowId id) const {
    return follows_.get(txn, id);
}

Result<FollowRecord> FollowTable::between(Txn const& txn, ActorId follower, ActorId followed)
    const {
    return by_pair_.get(txn, {follower, followed});
}

Result<bool> FollowTable::is_accepted(Txn const& txn, ActorId follower, ActorId followed) const {
    auto const follow = by_pair_.view(txn, {follower, followed});
    if (!follow) {
        return is_absent(follow) ? Result<bool>(false) : std::unexpected(follow.error());
    }
    return (*follow)->state() == FollowState::accepted;
}

Result<FollowRecord> FollowTable::by_activity(Txn const& txn, std::string_view iri) const {
    auto follow = by_activity_.get(txn, hash_128(iri));
    if (follow && follow->activity_iri != iri) {
        return absent("follow");
    }
    return follow;
}

Result<Page<FollowRecord>> FollowTable::followers_of(
    Txn const& txn, ActorId followed, FollowState state, PageRequest const& request
) const {
    return page_of_records(txn, follows_, by_followed_, encode_key(followed, state), request);
}

Result<Page<FollowRecord>> FollowTable::followed_by(
    Txn const& txn, ActorId follower, FollowState state, PageRequest const& request
) const {
    return page_of_records(txn, follows_, by_follower_, encode_key(follower, state), request);
}

Result<std::vector<FollowRecord>> FollowTable::sources_of(
    Txn const& txn, ActorId follower, std::size_t limit
) const {
    auto const ids = by_follower_.keys(
        txn, KeyRange::with_prefix(follower, FollowState::accepted), Direction::reverse, limit
    );
    return records_of(txn, follows_, ids);
}

Result<void> FollowTable::for_each(
    Txn const& txn, std::function<void(RecordView<Follow> const&)> const& visit
) const {
    return follows_.scan(txn, {}, Direction::forward, [&](FollowId, auto const& follow) {
        visit(follow);
        return true;
    });
}

}  // namespace folkmoot::storage
