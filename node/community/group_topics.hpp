// The topic list of a group, for pages and feeds.
#pragma once

#include "node/access/viewer.hpp"
#include "node/community/services.hpp"

#include <optional>
#include <vector>

namespace folkmoot::node {

/// How topics are sorted.
enum class TopicOrder : std::uint8_t { newest, active };

/// A topic with its figures.
struct TopicItem {
    storage::PostRecord topic;
    storage::PostCountersRecord counters;  ///< `last_activity` in milliseconds since 1970
};

/// A page of topics.
struct TopicPage {
    std::vector<TopicItem> items;
    bool more{false};
    std::uint64_t resume{0};                            ///< newest: the next max_id
    std::optional<storage::ActiveTopic> resume_active;  ///< active: the next `after`
};

/// Which page.
struct TopicPageRequest {
    TopicOrder order{TopicOrder::newest};
    std::size_t limit{30};
    std::uint64_t max_id{0};                    ///< newest: only ids below; 0: no bound
    std::optional<storage::ActiveTopic> after;  ///< active: last item of the page before
};

/// Topics of a group that a viewer may see.
/// @return Error{not_found} or {forbidden} for a group that the viewer may not read
Result<TopicPage> group_topics(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::ActorId group,
    TopicPageRequest const& request
);

}  // namespace folkmoot::node
