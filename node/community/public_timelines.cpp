#include "node/community/timeline_filter.hpp"
#include "node/community/timelines.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::EntryRow;
using storage::Log;
using storage::PostRecord;
using Kept = Result<std::optional<EntryRow>>;

/// Which public posts a timeline of the whole node takes.
struct Wanted {
    bool local{false};
    bool remote{false};
    bool only_media{false};

    bool takes(PostRecord const& post) const {
        return post.visibility == storage::Visibility::public_ && (!local || post.local) &&
               (!remote || !post.local) && (!only_media || !post.attachments.empty());
    }
};

/// Whether an author's posts are kept out of sight of those who do not follow.
bool is_silenced(
    storage::Txn const& txn, storage::Tables const& tables, Viewer const& viewer, std::uint64_t id
) {
    auto const author = tables.actors.view(txn, ActorId(id));
    if (!author || !(*author)->silenced()) {
        return false;
    }
    auto const follows = viewer.actor ? tables.follows.is_accepted(txn, viewer.actor, ActorId(id))
                                      : storage::Result<bool>(false);
    return !follows || !*follows;
}

/// Ids of tags; nothing for a name that is not known.
std::vector<std::optional<std::uint64_t>> tag_ids(
    storage::Txn const& txn, storage::Tables const& tables, std::vector<std::string> const& names
) {
    std::vector<std::optional<std::uint64_t>> ids;
    for (auto const& name : names) {
        auto const tag = tables.tags.by_name(txn, name);
        ids.push_back(tag ? std::optional(tag->id) : std::nullopt);
    }
    return ids;
}

/// The tags of a request.
struct TagRule {
    std::vector<std::optional<std::uint64_t>> all;
    std::vector<std::optional<std::uint64_t>> none;

    bool takes(PostRecord const& post) const {
        auto const has = [&](std::optional<std::uint64_t> tag) {
            return tag && std::ranges::find(post.tags, *tag) != post.tags.end();
        };
        return std::ranges::all_of(all, has) && std::ranges::none_of(none, has);
    }
};

/// Posts of several tags as one list, newest first: a page of each is enough for a page of all.
storage::Result<storage::Page<storage::PostId>> posts_of_any(
    storage::Txn const& txn,
    storage::Tables const& tables,
    std::vector<storage::TagId> const& tags,
    storage::PageRequest const& request
) {
    storage::Page<storage::PostId> merged;
    for (auto const tag : tags) {
        auto page = tables.tags.posts_of(txn, tag, request);
        if (!page) {
            return page;
        }
        merged.more = merged.more || page->more;
        merged.items.insert(merged.items.end(), page->items.begin(), page->items.end());
    }
    std::ranges::sort(merged.items, std::greater{});
    auto const [first, last] = std::ranges::unique(merged.items);
    merged.items.erase(first, last);
    if (merged.items.size() > request.size()) {
        merged.more = true;
        if (request.ascending()) {
            merged.items.erase(
                merged.items.begin(),
                merged.items.end() - static_cast<std::ptrdiff_t>(request.size())
            );
        } else {
            merged.items.resize(request.size());
        }
    }
    return merged;
}

}  // namespace

Result<Timeline> public_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    Viewer const& viewer,
    PublicTimelineFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
) {
    auto const log = filter.local ? Log::local() : Log::federated();
    Wanted const wanted{filter.local, filter.remote, filter.only_media};
    TimelineFilter common(txn, tables, viewer, now);
    return filtered_page(
        request,
        [&](storage::PageRequest const& part) { return tables.entries.range(txn, log, part); },
        [](EntryRow const& row) { return row.id.value(); },
        [&](EntryRow const& row) -> Kept {
            auto const post = common.shown(row);
            if (!post) {
                return std::unexpected(post.error());
            }
            bool const kept =
                *post && wanted.takes(**post) && !is_silenced(txn, tables, viewer, (*post)->author);
            return kept ? std::optional(row) : std::nullopt;
        }
    );
}

Result<Timeline> tag_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    Viewer const& viewer,
    std::string const& tag,
    TagTimelineFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
) {
    auto names = filter.any;
    names.push_back(tag);
    std::vector<storage::TagId> tags;
    for (auto const id : tag_ids(txn, tables, names)) {
        if (id) {
            tags.emplace_back(*id);
        }
    }
    TagRule const rule{tag_ids(txn, tables, filter.all), tag_ids(txn, tables, filter.none)};
    Wanted const wanted{filter.local, filter.remote, filter.only_media};
    TimelineFilter common(txn, tables, viewer, now);
    return filtered_page(
        request,
        [&](storage::PageRequest const& part) { return posts_of_any(txn, tables, tags, part); },
        [](storage::PostId id) { return id.value(); },
        [&](storage::PostId id) -> Kept {
            auto const record = tables.posts.load(txn, id);
            if (!record) {
                return failed(record.error());
            }
            auto const row = row_of(*record);
            auto const post = common.shown(row);
            if (!post) {
                return std::unexpected(post.error());
            }
            bool const kept = *post && wanted.takes(**post) && rule.takes(**post) &&
                              !is_silenced(txn, tables, viewer, (*post)->author);
            return kept ? std::optional(row) : std::nullopt;
        }
    );
}

}  // namespace folkmoot::node
