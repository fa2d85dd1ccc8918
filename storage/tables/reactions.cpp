#include "storage/tables/reactions.hpp"

namespace folkmoot::storage {

namespace {

constexpr std::size_t max_emoji = 64;

Result<void> check(ReactionRecord const& reaction) {
    if (reaction.id == 0 || reaction.post == 0 || reaction.actor == 0) {
        return refuse("a reaction needs an id, a post and an actor");
    }
    bool const wants_emoji = reaction.kind == ReactionKind::emoji;
    if (wants_emoji == reaction.emoji.empty() || reaction.emoji.size() > max_emoji) {
        return refuse("an emoji reaction, and no other, has an emoji of 64 bytes at most");
    }
    return {};
}

}  // namespace

ReactionTable::ReactionTable(Catalog& catalog, PostCounterTable& counters)
    : counters_(counters),
      reactions_(catalog, table_spec("reactions", TableTag::reactions, Insertion::appended)),
      by_pair_(
          reactions_,
          "by_pair",
          [](auto const&, Reaction const& row, auto& keys) {
              keys.emplace_back(
                  ActorId(row.actor()),
                  PostId(row.post()),
                  row.kind(),
                  std::string(text(row.emoji()))
              );
          }
      ),
      by_activity_(
          reactions_,
          "by_activity",
          [](auto const&, Reaction const& row, auto& keys) {
              if (!text(row.activity_iri()).empty()) {
                  keys.push_back(hash_128(text(row.activity_iri())));
              }
          }
      ),
      by_post_(
          reactions_,
          "by_post",
          [](auto const&, Reaction const& row, auto& keys) {
              keys.emplace_back(PostId(row.post()), row.kind());
          }
      ),
      by_actor_(reactions_, "by_actor", [](auto const&, Reaction const& row, auto& keys) {
          keys.emplace_back(ActorId(row.actor()), row.kind());
      }) {}

Result<void> ReactionTable::count(WriteTxn& txn, ReactionRecord const& reaction, int sign) {
    switch (reaction.kind) {
        case ReactionKind::like:
            return counters_.add(txn, PostId(reaction.post), {.likes = sign});
        case ReactionKind::dislike:
            return counters_.add(txn, PostId(reaction.post), {.dislikes = sign});
        case ReactionKind::emoji:
            break;
    }
    return {};
}

Result<void> ReactionTable::insert(WriteTxn& txn, ReactionRecord const& reaction) {
    if (auto checked = check(reaction); !checked) {
        return checked;
    }
    auto stored = reactions_.insert(txn, ReactionId(reaction.id), reaction);
    return stored ? count(txn, reaction, 1) : stored;
}

Result<void> ReactionTable::update(WriteTxn& txn, ReactionRecord const& reaction) {
    auto expected = reactions_.get(txn, ReactionId(reaction.id));
    if (!expected) {
        return std::unexpected(expected.error());
    }
    expected->via_group = reaction.via_group;
    expected->activity_iri = reaction.activity_iri;
    if (*expected != reaction) {
        return refuse("only who vouches for a reaction and its activity may change");
    }
    return reactions_.update(txn, ReactionId(reaction.id), reaction);
}

Result<void> ReactionTable::erase(WriteTxn& txn, ReactionId id) {
    auto const old = reactions_.get(txn, id);
    if (!old) {
        return std::unexpected(old.error());
    }
    auto erased = reactions_.erase(txn, id);
    return erased ? count(txn, *old, -1) : erased;
}

Result<std::vector<ReactionRecord>> ReactionTable::erase_of_post(
    WriteTxn& txn, PostId post, std::size_t limit
) {
    auto const ids = by_post_.keys(txn, KeyRange::with_prefix(post), Direction::forward, limit);
    if (!ids) {
        return std::unexpected(ids.error());
    }
    std::vector<ReactionRecord> erased;
    for (auto const id : *ids) {
        auto reaction = reactions_.get(txn, id);
        if (!reaction) {
            return std::unexpected(reaction.error());
        }
        if (auto done = erase(txn, id); !done) {
            return std::unexpected(done.error());
        }
        erased.push_back(std::move(*reaction));
    }
    return erased;
}

Result<ReactionRecord> ReactionTable::load(Txn const& txn, ReactionId id) const {
    return reactions_.get(txn, id);
}

Result<ReactionRecord> ReactionTable::of(
    Txn const& txn, ActorId actor, PostId post, ReactionKind kind, std::string_view emoji
) const {
    return by_pair_.get(txn, {actor, post, kind, std::string(emoji)});
}

Result<ReactionRecord> ReactionTable::by_activity(Txn const& txn, std::string_view iri) const {
    auto reaction = by_activity_.get(txn, hash_128(iri));
    if (reaction && reaction->activity_iri != iri) {
        return absent("reaction");
    }
    return reaction;
}

Result<Page<ReactionRecord>> ReactionTable::of_post(
    Txn const& txn, PostId post, ReactionKind kind, PageRequest const& request
) const {
    return page_of_records(txn, reactions_, by_post_, encode_key(post, kind), request);
}

Result<Page<ReactionRecord>> ReactionTable::of_actor(
    Txn const& txn, ActorId actor, ReactionKind kind, PageRequest const& request
) const {
    return page_of_records(txn, reactions_, by_actor_, encode_key(actor, kind), request);
}

Result<void> ReactionTable::for_each(
    Txn const& txn, std::function<void(RecordView<Reaction> const&)> const& visit
) const {
    return reactions_.scan(txn, {}, Direction::forward, [&](ReactionId, auto const& reaction) {
        visit(reaction);
        return true;
    });
}

}  // namespace folkmoot::storage
