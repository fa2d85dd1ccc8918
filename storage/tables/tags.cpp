#include "storage/tables/tags.hpp"

#include <algorithm>

namespace folkmoot::storage {

std::string fold_tag(std::string_view name) {
    if (name.starts_with('#')) {
        name.remove_prefix(1);
    }
    std::string folded(name);
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return folded;
}

TagTable::TagTable(Catalog& catalog)
    : tags_(catalog, table_spec("hashtags", TableTag::hashtags, Insertion::appended)),
      by_name_(
          tags_,
          "by_name",
          [](auto const&, Hashtag const& tag, auto& keys) { keys.emplace_back(text(tag.folded())); }
      ),
      tagged_(catalog, table_spec("tagged_posts", TableTag::tagged_posts)),
      followed_(catalog, table_spec("followed_tags", TableTag::followed_tags, Insertion::appended)),
      by_pair_(
          followed_,
          "by_pair",
          [](auto const&, FollowedTag const& row, auto& keys) {
              keys.emplace_back(ActorId(row.member()), TagId(row.tag()));
          }
      ),
      by_member_(followed_, "by_member", [](auto const&, FollowedTag const& row, auto& keys) {
          keys.emplace_back(row.member());
      }) {}

Result<HashtagRecord> TagTable::ensure(
    WriteTxn& txn, std::string_view name, TagId fresh_id, std::int64_t now
) {
    HashtagRecord tag;
    tag.id = fresh_id.value();
    tag.folded = fold_tag(name);
    tag.name = name.starts_with('#') ? name.substr(1) : name;
    tag.created = now;
    if (tag.folded.empty() || tag.folded.size() > max_name) {
        return refuse("a tag has 1 to 200 bytes");
    }
    auto known = by_name_.get(txn, tag.folded);
    if (!is_absent(known)) {
        return known;
    }
    auto const stored = tags_.insert(txn, fresh_id, tag);
    return stored ? Result<HashtagRecord>(tag) : std::unexpected(stored.error());
}

Result<HashtagRecord> TagTable::load(Txn const& txn, TagId id) const {
    return tags_.get(txn, id);
}

Result<HashtagRecord> TagTable::by_name(Txn const& txn, std::string_view name) const {
    auto const folded = fold_tag(name);
    if (folded.empty() || folded.size() > max_name) {
        return absent("tag");
    }
    return by_name_.get(txn, folded);
}

Result<std::vector<HashtagRecord>> TagTable::with_prefix(
    Txn const& txn, std::string_view prefix, std::size_t limit
) const {
    auto const folded = fold_tag(prefix);
    std::vector<TagId> ids;
    if (folded.size() > max_name) {
        return std::vector<HashtagRecord>{};
    }
    auto const range = KeyRange().from(encode_key(folded));
    auto const scanned =
        by_name_.scan(txn, range, Direction::forward, [&](std::string const& name, TagId id) {
            if (ids.size() >= limit || !name.starts_with(folded)) {
                return false;
            }
            ids.push_back(id);
            return true;
        });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return records_of(txn, tags_, Result<std::vector<TagId>>(ids));
}

Result<void> TagTable::mark(WriteTxn& txn, TagId tag, PostId post) {
    auto const marked = tagged_.insert(txn, {tag, post});
    return marked ? Result<void>{} : std::unexpected(marked.error());
}

Result<void> TagTable::unmark(WriteTxn& txn, TagId tag, PostId post) {
    auto const unmarked = tagged_.erase(txn, {tag, post});
    return unmarked ? Result<void>{} : std::unexpected(unmarked.error());
}

Result<Page<PostId>> TagTable::posts_of(Txn const& txn, TagId tag, PageRequest const& request)
    const {
    PageReader<PostId> page(encode_key(tag), request);
    return page.finish(tagged_.scan(
        txn,
        page.range(),
        page.direction(),
        [&](std::pair<TagId, PostId> const& row) {
            return page.visit(row.second.value(), [&] { return Result<PostId>(row.second); });
        }
    ));
}

Result<void> TagTable::follow(WriteTxn& txn, FollowedTagRecord const& followed) {
    if (followed.id == 0 || followed.member == 0 || followed.tag == 0) {
        return refuse("a followed tag needs an id, a member and a tag");
    }
    return followed_.insert(txn, FollowedTagId(followed.id), followed);
}

Result<bool> TagTable::unfollow(WriteTxn& txn, ActorId member, TagId tag) {
    auto const id = by_pair_.find(txn, {member, tag});
    if (!id) {
        return is_absent(id) ? Result<bool>(false) : std::unexpected(id.error());
    }
    auto const erased = followed_.erase(txn, *id);
    return erased ? Result<bool>(true) : std::unexpected(erased.error());
}

Result<bool> TagTable::is_followed(Txn const& txn, ActorId member, TagId tag) const {
    return by_pair_.exists(txn, {member, tag});
}

Result<Page<FollowedTagRecord>> TagTable::followed_by(
    Txn const& txn, ActorId member, PageRequest const& request
) const {
    return page_of_records(txn, followed_, by_member_, encode_key(member), request);
}

}  // namespace folkmoot::storage
