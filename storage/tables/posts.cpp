#include "storage/tables/posts.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

/// When a post counts as activity: its arrival, or its own time when it was fetched later (decision
/// 21).
std::int64_t activity_time(PostRecord const& post) {
    return post.backfilled || post.received == 0 ? post.created : post.received;
}

bool is_counted(PostRecord const& post) {
    return post.state == PostState::normal;
}

bool same_place(PostRecord const& a, PostRecord const& b) {
    return a.author == b.author && a.in_reply_to == b.in_reply_to && a.root == b.root &&
           a.ordinal == b.ordinal && a.depth == b.depth && a.iri == b.iri &&
           a.created == b.created && a.group == b.group;
}

/// Ids from an index (owner, ordinal) -> post, ascending.
template <class Index>
Result<std::vector<PostId>> by_ordinal(
    Txn const& txn,
    Index const& index,
    KeyRange const& range,
    Direction direction,
    std::size_t limit
) {
    std::vector<PostId> found;
    auto const scanned = index.scan(txn, range, direction, [&](auto const&, PostId id) {
        if (found.size() >= limit) {
            return false;
        }
        found.push_back(id);
        return true;
    });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    if (direction == Direction::reverse) {
        std::ranges::reverse(found);
    }
    return found;
}

}  // namespace

PostTable::PostTable(
    Catalog& catalog, ActorCounterTable& actor_counters, PostCounterTable& post_counters
)
    : actor_counters_(actor_counters),
      post_counters_(post_counters),
      posts_(catalog, table_spec("posts", TableTag::posts, Insertion::appended)),
      by_iri_(
          posts_,
          "by_iri",
          [](auto const&, Post const& post, auto& keys) {
              if (!text(post.iri()).empty()) {
                  keys.push_back(hash_128(text(post.iri())));
              }
          }
      ),
      by_author_(
          posts_,
          "by_author",
          [](auto const&, Post const& post, auto& keys) { keys.emplace_back(post.author()); }
      ),
      topics_(
          posts_,
          "topics",
          [](auto const&, Post const& post, auto& keys) {
              if (post.group() != 0 && post.in_reply_to() == 0) {
                  keys.emplace_back(post.group());
              }
          }
      ),
      pending_(
          posts_,
          "pending",
          [](auto const&, Post const& post, auto& keys) {
              if (post.group() != 0 && post.state() == PostState::pending) {
                  keys.emplace_back(post.group());
              }
          }
      ),
      thread_(
          posts_,
          "thread",
          [](auto const&, Post const& post, auto& keys) {
              if (post.in_reply_to() != 0) {
                  keys.emplace_back(PostId(post.root()), post.ordinal());
              }
          }
      ),
      children_(
          posts_,
          "children",
          [](auto const&, Post const& post, auto& keys) {
              if (post.in_reply_to() != 0) {
                  keys.emplace_back(PostId(post.in_reply_to()), post.ordinal());
              }
          }
      ),
      bodies_(catalog, table_spec("post_bodies", TableTag::post_bodies, Insertion::appended)) {}

Result<PostRecord> PostTable::place(Txn const& txn, PostRecord const& post) const {
    if (post.id == 0 || post.author == 0) {
        return refuse("a post needs an id and an author");
    }
    if ((post.host == 0) != post.iri.empty()) {
        return refuse("remote posts have an IRI, local ones have none");
    }
    auto placed = post;
    placed.ordinal = 0;
    placed.depth = 0;
    placed.root = post.id;
    if (post.in_reply_to != 0) {
        auto const parent = posts_.view(txn, PostId(post.in_reply_to));
        if (!parent) {
            return is_absent(parent) ? refuse("the parent is not stored")
                                     : std::unexpected(parent.error());
        }
        if ((*parent)->group() != post.group) {
            return refuse("a reply belongs to the group of its parent");
        }
        placed.root = (*parent)->root();
        constexpr std::uint16_t deepest = 0xFFFF;
        placed.depth =
            static_cast<std::uint16_t>(std::min<unsigned>((*parent)->depth() + 1U, deepest));
    }
    if (auto const taken = posts_.exists(txn, PostId(post.id)); !taken || *taken) {
        return std::unexpected(taken ? Error{ErrorCode::already_exists, "post"} : taken.error());
    }
    if (!post.iri.empty()) {
        auto const taken = by_iri_.exists(txn, hash_128(post.iri));
        if (!taken || *taken) {
            return std::unexpected(
                taken ? Error{ErrorCode::already_exists, "post"} : taken.error()
            );
        }
    }
    return placed;
}

Result<ThreadPlace> PostTable::insert(
    WriteTxn& txn, PostRecord const& post, PostBodyRecord const& body
) {
    auto placed = place(txn, post);
    if (!placed) {
        return std::unexpected(placed.error());
    }
    if (placed->in_reply_to != 0) {
        auto const ordinal = post_counters_.next_ordinal(txn, PostId(placed->root));
        if (!ordinal) {
            return std::unexpected(ordinal.error());
        }
        placed->ordinal = *ordinal;
    }
    auto stored = posts_.insert(txn, PostId(post.id), *placed);
    if (stored) {
        stored = bodies_.put(txn, PostId(post.id), body);
    }
    if (stored && is_counted(*placed)) {
        stored = count(txn, *placed, 1);
    }
    if (!stored) {
        return std::unexpected(stored.error());
    }
    return ThreadPlace{
        .root = PostId(placed->root), .ordinal = placed->ordinal, .depth = placed->depth
    };
}

Result<void> PostTable::count(WriteTxn& txn, PostRecord const& post, int sign) {
    PostId const root(post.root);
    bool const is_root = post.in_reply_to == 0;
    ActorCounterChange author{.posts = sign};
    if (sign > 0) {
        author.last_status_at = post.created;
    }
    auto counted = actor_counters_.add(txn, ActorId(post.author), author);
    if (counted && is_root && post.group != 0) {
        counted = actor_counters_.add(txn, ActorId(post.group), {.topics = sign});
        if (counted) {
            counted = post_counters_.set_group(txn, root, ActorId(sign > 0 ? post.group : 0));
        }
    }
    if (counted && !is_root) {
        PostId const parent(post.in_reply_to);
        counted = post_counters_.add(txn, parent, {.replies = sign});
        if (counted) {
            counted = post_counters_.add(txn, root, {.thread_replies = sign});
        }
    }
    if (counted && sign > 0) {
        counted = post_counters_.touch(txn, root, activity_time(post));
    }
    return counted;
}

Result<void> PostTable::update(WriteTxn& txn, PostRecord const& post) {
    auto const old = posts_.get(txn, PostId(post.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    if (!same_place(*old, post)) {
        return refuse("author, group, parent, place, IRI and creation time never change");
    }
    if (old->state == PostState::deleted && post.state != PostState::deleted) {
        return refuse("what its author deleted does not come back");
    }
    auto stored = posts_.update(txn, PostId(post.id), post);
    if (stored && is_counted(*old) != is_counted(post)) {
        stored = count(txn, post, is_counted(post) ? 1 : -1);
    }
    return stored;
}

Result<void> PostTable::update_body(WriteTxn& txn, PostId id, PostBodyRecord const& body) {
    auto const old = bodies_.view(txn, id);
    if (!old) {
        return std::unexpected(old.error());
    }
    auto fresh = body;
    fresh.version = (*old)->version() + 1;
    return bodies_.update(txn, id, fresh);
}

Result<void> PostTable::erase_content(WriteTxn& txn, PostId id, std::int64_t now) {
    auto post = posts_.get(txn, id);
    if (!post) {
        return std::unexpected(post.error());
    }
    if (post->state == PostState::deleted) {
        return {};
    }
    auto bare = *post;
    bare.state = PostState::deleted;
    bare.edited = now;
    bare.title.clear();
    bare.slug.clear();
    bare.attachments.clear();
    bare.mentions.clear();
    bare.tags.clear();
    bare.emojis.clear();
    bare.quote = 0;
    bare.quote_iri.clear();
    auto stored = update(txn, bare);
    return stored ? update_body(txn, id, {}) : stored;
}

Result<void> PostTable::evict(WriteTxn& txn, PostId id) {
    auto const post = posts_.get(txn, id);
    if (!post) {
        return std::unexpected(post.error());
    }
    auto const replies = children(txn, id, 0, 1);
    if (!replies) {
        return std::unexpected(replies.error());
    }
    if (post->host == 0 || !replies->empty()) {
        return refuse("only a remote post without replies can be evicted");
    }
    if (is_counted(*post)) {
        if (auto counted = count(txn, *post, -1); !counted) {
            return counted;
        }
    }
    auto erased = posts_.erase(txn, id);
    if (erased) {
        erased = bodies_.erase(txn, id);
    }
    return erased ? post_counters_.erase(txn, id) : erased;
}

Result<PostRecord> PostTable::load(Txn const& txn, PostId id) const {
    return posts_.get(txn, id);
}

Result<RecordView<Post>> PostTable::view(Txn const& txn, PostId id) const {
    return posts_.view(txn, id);
}

Result<PostBodyRecord> PostTable::load_body(Txn const& txn, PostId id) const {
    return bodies_.get(txn, id);
}

Result<PostWithBody> PostTable::load_whole(Txn const& txn, PostId id) const {
    auto post = load(txn, id);
    if (!post) {
        return std::unexpected(post.error());
    }
    auto body = load_body(txn, id);
    if (!body) {
        return std::unexpected(body.error());
    }
    return PostWithBody{.post = std::move(*post), .body = std::move(*body)};
}

Result<bool> PostTable::exists(Txn const& txn, PostId id) const {
    return posts_.exists(txn, id);
}

Result<PostRecord> PostTable::by_iri(Txn const& txn, std::string_view iri) const {
    auto post = by_iri_.get(txn, hash_128(iri));
    if (post && post->iri != iri) {
        return absent("post");
    }
    return post;
}

Result<Page<PostRecord>> PostTable::by_author(
    Txn const& txn, ActorId author, PageRequest const& request
) const {
    return page_of_records(txn, posts_, by_author_, encode_key(author), request);
}

Result<Page<PostRecord>> PostTable::topics_of(
    Txn const& txn, ActorId group, PageRequest const& request
) const {
    return page_of_records(txn, posts_, topics_, encode_key(group), request);
}

Result<Page<PostRecord>> PostTable::pending_of(
    Txn const& txn, ActorId group, PageRequest const& request
) const {
    return page_of_records(txn, posts_, pending_, encode_key(group), request);
}

Result<std::vector<PostRecord>> PostTable::oldest_remote(
    Txn const& txn, PostId after, std::size_t limit
) const {
    std::vector<PostRecord> found;
    auto const range = KeyRange().after(encode_key(after));
    auto const scanned = posts_.scan(txn, range, Direction::forward, [&](PostId, auto const& post) {
        if (found.size() >= limit) {
            return false;
        }
        if (post->host() != 0) {
            found.push_back(post.unpack());
        }
        return true;
    });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return found;
}

Result<std::vector<PostId>> PostTable::thread(
    Txn const& txn, PostId root, std::uint32_t after, std::size_t limit
) const {
    auto const range = KeyRange::with_prefix(root).after(encode_key(root, after));
    return by_ordinal(txn, thread_, range, Direction::forward, limit);
}

Result<std::vector<PostId>> PostTable::thread_before(
    Txn const& txn, PostId root, std::uint32_t before, std::size_t limit
) const {
    auto range = KeyRange::with_prefix(root);
    if (before != 0) {
        range = range.before(encode_key(root, before));
    }
    return by_ordinal(txn, thread_, range, Direction::reverse, limit);
}

Result<PostId> PostTable::in_thread(Txn const& txn, PostId root, std::uint32_t ordinal) const {
    return thread_.find(txn, {root, ordinal});
}

Result<std::vector<PostId>> PostTable::children(
    Txn const& txn, PostId parent, std::uint32_t after, std::size_t limit
) const {
    auto const range = KeyRange::with_prefix(parent).after(encode_key(parent, after));
    return by_ordinal(txn, children_, range, Direction::forward, limit);
}

Result<void> PostTable::for_each(
    Txn const& txn, std::function<void(RecordView<Post> const&)> const& visit
) const {
    return posts_.scan(txn, {}, Direction::forward, [&](PostId, auto const& post) {
        visit(post);
        return true;
    });
}

}  // namespace folkmoot::storage
