#include "node/community/group_topics.hpp"

#include "node/access/can.hpp"
#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::PostId;
using storage::PostRecord;

/// More than a page: a few topics that may not be seen need no second read.
constexpr std::size_t spare = 5;

class TopicList {
public:
    TopicList(
        storage::Txn const& txn,
        storage::Tables const& tables,
        Viewer const& viewer,
        ActorId group,
        TopicPageRequest const& request
    )
        : txn_(txn),
          tables_(tables),
          judge_(txn, tables, viewer),
          group_(group),
          request_(request),
          chunk_size_(request.limit + spare) {}

    Result<TopicPage> newest() {
        storage::PageRequest part{.max_id = request_.max_id, .limit = chunk_size_};
        for (bool more = true; more && !is_done();) {
            auto topics = tables_.posts.topics_of(txn_, group_, part);
            if (!topics) {
                return failed(topics.error());
            }
            more = topics->more;
            for (auto& topic : topics->items) {
                if (is_full()) {
                    more = true;
                    break;
                }
                part.max_id = page_.resume = topic.id;
                if (auto const taken = take(std::move(topic)); !taken) {
                    return std::unexpected(taken.error());
                }
            }
            page_.more = more;
        }
        return std::move(page_);
    }

    Result<TopicPage> active() {
        auto after = request_.after;
        for (bool more = true; more && !is_done();) {
            auto const topics = tables_.post_counters.by_activity(txn_, group_, after, chunk_size_);
            if (!topics) {
                return failed(topics.error());
            }
            more = topics->size() == chunk_size_;
            for (auto const& active : *topics) {
                if (is_full()) {
                    more = true;
                    break;
                }
                auto topic = tables_.posts.load(txn_, active.topic);
                if (!topic) {
                    return failed(topic.error());
                }
                if (auto const taken = take(std::move(*topic)); !taken) {
                    return std::unexpected(taken.error());
                }
                after = active;
            }
            page_.more = more;
        }
        page_.resume_active = after;
        return std::move(page_);
    }

private:
    bool is_full() const { return page_.items.size() == request_.limit; }

    bool is_done() const { return is_full() || looked_at_ >= storage::max_page_scan; }

    Result<void> take(PostRecord topic) {
        ++looked_at_;
        auto const seen = judge_.may_see(topic);
        if (!seen || !*seen || topic.state != storage::PostState::normal) {
            return seen ? Result<void>{} : std::unexpected(seen.error());
        }
        auto counters = tables_.post_counters.load(txn_, PostId(topic.id));
        if (!counters) {
            return failed(counters.error());
        }
        page_.items.push_back({std::move(topic), std::move(*counters)});
        return {};
    }

    storage::Txn const& txn_;
    storage::Tables const& tables_;
    ListJudge judge_;
    ActorId group_;
    TopicPageRequest const& request_;
    std::size_t chunk_size_;
    TopicPage page_;
    std::size_t looked_at_{0};
};

}  // namespace

Result<TopicPage> group_topics(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    ActorId group,
    TopicPageRequest const& request
) {
    auto const record = load_actor_for(txn, tables, viewer, group);
    if (!record) {
        return std::unexpected(record.error());
    }
    ActorCollection const topics{*record, CollectionKind::outbox};
    if (auto const allowed = can(txn, tables, viewer, Action::read, topics); !allowed) {
        return std::unexpected(allowed.error());
    }
    TopicList list(txn, tables, viewer, group, request);
    return request.order == TopicOrder::active ? list.active() : list.newest();
}

}  // namespace folkmoot::node
