// Hashtags, the posts that carry them, and who follows them.
#pragma once

#include "storage/schema/posts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The folded form of a hashtag: without "#", ASCII letters in lower case.
std::string fold_tag(std::string_view name);

/// The table.
class TagTable {
public:
    /// Longest folded name in bytes.
    static constexpr std::size_t max_name = 200;

    explicit TagTable(Catalog& catalog);

    /// The tag of this name, made with `fresh_id` when there is none. Error: invalid for an empty
    /// or too long name.
    Result<HashtagRecord> ensure(
        WriteTxn& txn, std::string_view name, TagId fresh_id, std::int64_t now
    );

    /// A tag; not_found.
    Result<HashtagRecord> load(Txn const& txn, TagId id) const;

    /// The tag of this name, however it is written; not_found.
    Result<HashtagRecord> by_name(Txn const& txn, std::string_view name) const;

    /// Tags whose folded name begins with `prefix`.
    Result<std::vector<HashtagRecord>> with_prefix(
        Txn const& txn, std::string_view prefix, std::size_t limit
    ) const;

    /// Marks a post with a tag, or takes the mark off. Doing either twice changes nothing.
    Result<void> mark(WriteTxn& txn, TagId tag, PostId post);
    Result<void> unmark(WriteTxn& txn, TagId tag, PostId post);

    /// Posts with a tag, newest first, in every state and visibility: the caller decides what may
    /// be seen.
    Result<Page<PostId>> posts_of(Txn const& txn, TagId tag, PageRequest const& request) const;

    /// Adds a followed tag. Errors: already_exists for the id or the pair; invalid without id,
    /// member or tag.
    Result<void> follow(WriteTxn& txn, FollowedTagRecord const& followed);

    /// Stops to follow; false when it was not followed.
    Result<bool> unfollow(WriteTxn& txn, ActorId member, TagId tag);

    /// Whether a member follows a tag.
    Result<bool> is_followed(Txn const& txn, ActorId member, TagId tag) const;

    /// Tags that a member follows, newest relation first.
    Result<Page<FollowedTagRecord>> followed_by(
        Txn const& txn, ActorId member, PageRequest const& request
    ) const;

private:
    Table<TagId, Hashtag> tags_;
    UniqueIndex<std::string, Table<TagId, Hashtag>> by_name_;
    KeySet<std::pair<TagId, PostId>> tagged_;
    Table<FollowedTagId, FollowedTag> followed_;
    UniqueIndex<std::pair<ActorId, TagId>, Table<FollowedTagId, FollowedTag>> by_pair_;
    MultiIndex<ActorId, Table<FollowedTagId, FollowedTag>> by_member_;
};

}  // namespace folkmoot::storage
