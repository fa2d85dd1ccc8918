#include "node/community/timeline_filter.hpp"
#include "node/community/timelines.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::EntryKind;
using storage::EntryRow;
using storage::FollowRecord;
using storage::Log;
using storage::PostRecord;

/// Whom a member follows, and how.
class Sources {
public:
    static Result<Sources> load(
        storage::Txn const& txn, storage::Tables const& tables, ActorId member, std::size_t limit
    ) {
        auto follows = tables.follows.sources_of(txn, member, limit);
        if (!follows) {
            return failed(follows.error());
        }
        Sources sources;
        sources.logs_.push_back(Log::author(member));
        for (auto& follow : *follows) {
            ActorId const followed(follow.followed);
            auto const actor = tables.actors.view(txn, followed);
            if (!actor) {
                continue;
            }
            bool const group = (*actor)->kind() == storage::ActorKind::group;
            sources.logs_.push_back(group ? Log::group(followed) : Log::author(followed));
            sources.follows_.emplace(follow.followed, std::move(follow));
        }
        return sources;
    }

    std::vector<Log> const& logs() const noexcept { return logs_; }

    FollowRecord const* find(std::uint64_t actor) const {
        auto const found = follows_.find(actor);
        return found == follows_.end() ? nullptr : &found->second;
    }

private:
    std::vector<Log> logs_;
    std::unordered_map<std::uint64_t, FollowRecord> follows_;
};

/// The rules of a home beyond those of every timeline.
class Home {
public:
    Home(
        storage::Txn const& txn,
        storage::Tables const& tables,
        ActorId member,
        Sources const& sources,
        std::int64_t now
    )
        : txn_(txn),
          tables_(tables),
          member_(member),
          sources_(sources),
          filter_(txn, tables, Viewer::member(member), now) {}

    Result<bool> keeps(EntryRow const& row) {
        if (shown_.contains(row.object.value()) || !is_wanted(row)) {
            return false;
        }
        auto const post = filter_.shown(row);
        if (!post || !*post) {
            return post ? Result<bool>(false) : std::unexpected(post.error());
        }
        auto const kept = fits(row, **post);
        if (kept && *kept) {
            shown_.insert(row.object.value());
        }
        return kept;
    }

private:
    bool is_self(std::uint64_t actor) const { return member_.value() == actor; }

    bool is_close(std::uint64_t actor) const {
        return is_self(actor) || sources_.find(actor) != nullptr;
    }

    /// What the row itself tells.
    bool is_wanted(EntryRow const& row) const {
        if (row.visibility == storage::Visibility::direct) {
            return row.actor == member_;
        }
        auto const* const follow = sources_.find(row.actor.value());
        return row.kind == EntryKind::post || follow == nullptr || follow->show_reblogs ||
               row.group == row.actor;
    }

    /// What the post tells.
    Result<bool> fits(EntryRow const& row, PostRecord const& post) const {
        auto const* const follow = sources_.find(row.actor.value());
        if (follow != nullptr && !follow->languages.empty() && !post.language.empty() &&
            std::ranges::find(follow->languages, post.language) == follow->languages.end()) {
            return false;
        }
        if (row.kind == EntryKind::boost) {
            // The original stands in the author's log already (decision 22).
            return row.group != row.actor || !is_close(post.author);
        }
        if (post.group != 0 || is_self(post.author)) {
            return true;
        }
        if (post.in_reply_to == 0) {
            return post.in_reply_to_iri.empty();
        }
        auto const parent = tables_.posts.view(txn_, storage::PostId(post.in_reply_to));
        if (!parent) {
            return failed(parent.error());
        }
        return (*parent)->author() == post.author || is_close((*parent)->author());
    }

    storage::Txn const& txn_;
    storage::Tables const& tables_;
    ActorId member_;
    Sources const& sources_;
    TimelineFilter filter_;
    std::unordered_set<std::uint64_t> shown_;
};

}  // namespace

Result<Timeline> home_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    ActorId member,
    storage::PageRequest const& request,
    std::int64_t now,
    std::size_t sources
) {
    auto const followed = Sources::load(txn, tables, member, sources);
    if (!followed) {
        return std::unexpected(followed.error());
    }
    Home home(txn, tables, member, *followed, now);
    std::optional<Error> failure;
    auto page = storage::merge_logs(
        txn,
        tables.entries,
        tables.newest_entries,
        followed->logs(),
        request,
        [&](EntryRow const& row) -> storage::Result<bool> {
            auto const kept = home.keeps(row);
            if (!kept) {
                failure = kept.error();
                return std::unexpected(
                    storage::Error{storage::ErrorCode::invalid, "an entry cannot be judged"}
                );
            }
            return *kept;
        }
    );
    if (failure) {
        return std::unexpected(*failure);
    }
    return page ? Result<Timeline>(std::move(*page)) : failed(page.error());
}

}  // namespace folkmoot::node
