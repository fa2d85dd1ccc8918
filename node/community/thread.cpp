#include "node/community/thread.hpp"

#include "node/access/can.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::PostId;
using storage::PostRecord;

Result<std::vector<PostId>> visible_ones(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    std::vector<PostId> const& posts
) {
    std::vector<PostId> visible;
    ListJudge judge(txn, tables, viewer);
    for (auto const id : posts) {
        auto const post = tables.posts.load(txn, id);
        if (!post) {
            return failed(post.error());
        }
        auto const seen = judge.may_see(*post);
        if (!seen) {
            return std::unexpected(seen.error());
        }
        if (*seen) {
            visible.push_back(id);
        }
    }
    return visible;
}

/// Moves the accepted answer and what hangs below it to the front: descendants are listed depth
/// first, so that a subtree is the run of deeper posts behind its head.
Result<void> put_answer_first(
    storage::Txn const& txn,
    storage::Tables const& tables,
    PostId answer,
    std::vector<PostId>& descendants
) {
    auto const head = std::ranges::find(descendants, answer);
    if (!answer || head == descendants.end()) {
        return {};
    }
    auto const top = tables.posts.view(txn, answer);
    if (!top) {
        return failed(top.error());
    }
    auto const depth = (*top)->depth();
    auto const end = std::find_if(head + 1, descendants.end(), [&](PostId id) {
        auto const post = tables.posts.view(txn, id);
        return !post || (*post)->depth() <= depth;
    });
    std::rotate(descendants.begin(), head, end);
    return {};
}

}  // namespace

Result<storage::ThreadContext> thread_context(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    PostId post,
    storage::ThreadLimits const& limits
) {
    auto const record = load_post_for(txn, tables, viewer, post);
    if (!record) {
        return std::unexpected(record.error());
    }
    auto context = storage::read_context(txn, tables.posts, post, limits);
    if (!context) {
        return failed(context.error());
    }
    for (auto* const list : {&context->ancestors, &context->descendants}) {
        auto visible = visible_ones(txn, tables, viewer, *list);
        if (!visible) {
            return std::unexpected(visible.error());
        }
        *list = std::move(*visible);
    }
    auto const ordered =
        put_answer_first(txn, tables, PostId(record->accepted_answer), context->descendants);
    return ordered ? Result<storage::ThreadContext>(std::move(*context))
                   : std::unexpected(ordered.error());
}

Result<ThreadPage> thread_page(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    PostId root,
    std::uint32_t after,
    std::size_t limit
) {
    auto record = load_post_for(txn, tables, viewer, root);
    if (!record) {
        return std::unexpected(record.error());
    }
    if (record->in_reply_to != 0) {
        return not_found("not the first post of a thread");
    }
    ThreadPage page;
    auto counters = tables.post_counters.load(txn, root);
    auto const replies = tables.posts.thread(txn, root, after, limit + 1);
    if (!counters || !replies) {
        return failed((counters ? replies.error() : counters.error()));
    }
    page.root = std::move(*record);
    page.counters = std::move(*counters);
    page.more = replies->size() > limit;
    ListJudge judge(txn, tables, viewer);
    for (auto const id : *replies) {
        if (page.replies.size() == limit) {
            break;
        }
        auto reply = tables.posts.load(txn, id);
        if (!reply) {
            return failed(reply.error());
        }
        auto const seen = judge.may_see(*reply);
        if (!seen) {
            return std::unexpected(seen.error());
        }
        auto const ordinal = reply->ordinal;
        page.replies.push_back({ordinal, *seen ? std::move(*reply) : PostRecord{}, *seen});
    }
    return page;
}

}  // namespace folkmoot::node
