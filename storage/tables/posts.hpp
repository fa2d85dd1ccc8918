// Topics, replies and untitled posts, local and remote. A post's text stands apart from its facts,
// so that timelines read many posts from few pages; the thread is (root, ordinal) and (parent,
// ordinal), never a path (decision 25). Writing a post keeps its place in the thread and every
// counter right; its log entry is the caller's next call.
#pragma once

#include "storage/schema/posts.hpp"
#include "storage/tables/actor_counters.hpp"
#include "storage/tables/post_counters.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A reply's place in its thread.
struct ThreadPlace {
    PostId root;
    std::uint32_t ordinal = 0;  ///< by arrival, from 1; 0 is the root
    std::uint16_t depth = 0;

    friend bool operator==(ThreadPlace const&, ThreadPlace const&) = default;
};

/// A post with its text.
struct PostWithBody {
    PostRecord post;
    PostBodyRecord body;
};

/// The table.
class PostTable {
public:
    PostTable(Catalog& catalog, ActorCounterTable& actor_counters, PostCounterTable& post_counters);

    /// Adds a post. With `in_reply_to` set, its place in the thread (`root`, `ordinal`, `depth`) is
    /// computed here and any given one is ignored; without, it is the root of a thread of its own.
    /// Errors: already_exists when the id or the remote id is taken; invalid without id or author,
    /// for a local post with an IRI, or a reply whose parent is missing or belongs to another
    /// group.
    /// @return the place
    Result<ThreadPlace> insert(WriteTxn& txn, PostRecord const& post, PostBodyRecord const& body);

    /// Replaces the facts of a post. Errors: not_found; invalid when author, group, parent, place,
    /// IRI or creation time would change, or when a deleted post would come back.
    Result<void> update(WriteTxn& txn, PostRecord const& post);

    /// Replaces the text of a post. Its version rises by one whatever is given. Error: not_found.
    Result<void> update_body(WriteTxn& txn, PostId id, PostBodyRecord const& body);

    /// The author's deletion: state `deleted`, text, title, attachments, mentions and tags gone for
    /// ever (P11). Thread, id and IRI stay, so that replies keep their place. Deleting twice
    /// changes nothing. Error: not_found.
    Result<void> erase_content(WriteTxn& txn, PostId id, std::int64_t now);

    /// Removes a post and its place entirely: eviction of remote content. Errors: not_found;
    /// invalid when replies hang on it or it is local.
    Result<void> evict(WriteTxn& txn, PostId id);

    /// A post; not_found.
    Result<PostRecord> load(Txn const& txn, PostId id) const;

    /// A post to read without unpacking; not_found.
    Result<RecordView<Post>> view(Txn const& txn, PostId id) const;

    /// The text of a post; not_found.
    Result<PostBodyRecord> load_body(Txn const& txn, PostId id) const;

    /// A post with its text; not_found.
    Result<PostWithBody> load_whole(Txn const& txn, PostId id) const;

    /// Whether a post is stored.
    Result<bool> exists(Txn const& txn, PostId id) const;

    /// The remote post with exactly this id; not_found.
    Result<PostRecord> by_iri(Txn const& txn, std::string_view iri) const;

    /// Posts of an author, newest first, in every state and visibility: the caller decides what may
    /// be seen.
    Result<Page<PostRecord>> by_author(Txn const& txn, ActorId author, PageRequest const& request)
        const;

    /// Topics of a group, newest first.
    Result<Page<PostRecord>> topics_of(Txn const& txn, ActorId group, PageRequest const& request)
        const;

    /// Posts of a group that wait for a moderator, newest first.
    Result<Page<PostRecord>> pending_of(Txn const& txn, ActorId group, PageRequest const& request)
        const;

    /// Remote posts, oldest first, from `after` on: for eviction.
    Result<std::vector<PostRecord>> oldest_remote(Txn const& txn, PostId after, std::size_t limit)
        const;

    /// Replies of a thread by arrival, with ordinals above `after`.
    Result<std::vector<PostId>> thread(
        Txn const& txn, PostId root, std::uint32_t after, std::size_t limit
    ) const;

    /// The last `limit` replies of a thread with ordinals below `before` (0: no bound), by arrival.
    Result<std::vector<PostId>> thread_before(
        Txn const& txn, PostId root, std::uint32_t before, std::size_t limit
    ) const;

    /// The reply with this ordinal; not_found.
    Result<PostId> in_thread(Txn const& txn, PostId root, std::uint32_t ordinal) const;

    /// Calls `visit` for every post: for `rebuild` and `verify`.
    Result<void> for_each(Txn const& txn, std::function<void(RecordView<Post> const&)> const& visit)
        const;

    /// Direct replies to a post by arrival, with ordinals above `after`.
    Result<std::vector<PostId>> children(
        Txn const& txn, PostId parent, std::uint32_t after, std::size_t limit
    ) const;

private:
    Result<PostRecord> place(Txn const& txn, PostRecord const& post) const;
    Result<void> count(WriteTxn& txn, PostRecord const& post, int sign);

    ActorCounterTable& actor_counters_;
    PostCounterTable& post_counters_;
    Table<PostId, Post> posts_;
    UniqueIndex<Hash128, Table<PostId, Post>> by_iri_;
    MultiIndex<ActorId, Table<PostId, Post>> by_author_;
    MultiIndex<ActorId, Table<PostId, Post>> topics_;
    MultiIndex<ActorId, Table<PostId, Post>> pending_;
    UniqueIndex<std::pair<PostId, std::uint32_t>, Table<PostId, Post>> thread_;
    UniqueIndex<std::pair<PostId, std::uint32_t>, Table<PostId, Post>> children_;
    Table<PostId, PostBody> bodies_;
};

}  // namespace folkmoot::storage
