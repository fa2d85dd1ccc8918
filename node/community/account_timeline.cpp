#include "node/access/can.hpp"
#include "node/community/timeline_filter.hpp"
#include "node/community/timelines.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::ActorRecord;
using storage::EntryKind;
using storage::EntryRow;
using storage::Log;
using storage::PostRecord;
using Kept = Result<std::optional<EntryRow>>;

/// One request for the posts of an account.
class AccountPosts {
public:
    AccountPosts(
        storage::Txn const& txn,
        storage::Tables const& tables,
        Viewer const& viewer,
        ActorRecord const& actor,
        AccountTimelineFilter const& filter,
        std::int64_t now
    )
        : txn_(txn),
          tables_(tables),
          actor_(actor),
          filter_(filter),
          common_(txn, tables, viewer, now) {
        if (!filter.tagged.empty()) {
            auto const tag = tables.tags.by_name(txn, filter.tagged);
            // An unknown tag is on no post: 0 is no id.
            tag_ = tag ? tag->id : 0;
        }
    }

    /// Reads the page from the log or list that fits.
    Result<Timeline> page(storage::PageRequest const& request) {
        if (is_group()) {
            return filter_.exclude_reblogs || filter_.pinned
                       ? topics(request)
                       : from_log(Log::group(ActorId(actor_.id)), request);
        }
        auto const logged = tables_.entries.has_author_log(txn_, ActorId(actor_.id));
        if (!logged) {
            return failed(logged.error());
        }
        return *logged && !filter_.exclude_reblogs && !filter_.pinned
                   ? from_log(Log::author(ActorId(actor_.id)), request)
                   : posts(request);
    }

private:
    bool is_group() const { return actor_.kind == storage::ActorKind::group; }

    Result<Timeline> from_log(Log const& log, storage::PageRequest const& request) {
        return filtered_page(
            request,
            [&](storage::PageRequest const& part) {
                return tables_.entries.range(txn_, log, part);
            },
            [](EntryRow const& row) { return row.id.value(); },
            [&](EntryRow const& row) { return keep(row); }
        );
    }

    Result<Timeline> posts(storage::PageRequest const& request) {
        return filtered_page(
            request,
            [&](storage::PageRequest const& part) {
                return tables_.posts.by_author(txn_, ActorId(actor_.id), part);
            },
            [](PostRecord const& post) { return post.id; },
            [&](PostRecord const& post) { return keep(row_of(post)); }
        );
    }

    Result<Timeline> topics(storage::PageRequest const& request) {
        return filtered_page(
            request,
            [&](storage::PageRequest const& part) {
                return tables_.posts.topics_of(txn_, ActorId(actor_.id), part);
            },
            [](PostRecord const& post) { return post.id; },
            [&](PostRecord const& post) { return keep(row_of(post)); }
        );
    }

    Kept keep(EntryRow const& row) {
        auto const post = common_.shown(row, ActorId(actor_.id));
        if (!post) {
            return std::unexpected(post.error());
        }
        return *post && takes(row, **post) ? std::optional(row) : std::nullopt;
    }

    bool takes(EntryRow const& row, PostRecord const& post) const {
        bool const reply = post.in_reply_to != 0 || !post.in_reply_to_iri.empty();
        // Answers to oneself are threads and no replies, as on the reference server.
        if (filter_.exclude_replies && reply && row.kind == EntryKind::post && !is_group() &&
            !answers_self(post)) {
            return false;
        }
        return (!filter_.only_media || !post.attachments.empty()) &&
               (!filter_.pinned || post.pinned) &&
               (filter_.tagged.empty() ||
                (tag_ != 0 && std::ranges::find(post.tags, tag_) != post.tags.end()));
    }

    bool answers_self(PostRecord const& post) const {
        auto const parent = tables_.posts.view(txn_, storage::PostId(post.in_reply_to));
        return parent && (*parent)->author() == post.author;
    }

    storage::Txn const& txn_;
    storage::Tables const& tables_;
    ActorRecord const& actor_;
    AccountTimelineFilter const& filter_;
    TimelineFilter common_;
    std::uint64_t tag_{0};
};

}  // namespace

Result<Timeline> account_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    Viewer const& viewer,
    ActorId actor,
    AccountTimelineFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
) {
    auto const record = load_actor_for(txn, tables, viewer, actor);
    if (!record) {
        return std::unexpected(record.error());
    }
    return AccountPosts(txn, tables, viewer, *record, filter, now).page(request);
}

}  // namespace folkmoot::node
