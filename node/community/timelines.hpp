// The timelines. Each is merged or read from logs of entries when it is asked for (decision 22);
// what the viewer may not see, or does not want to, is left out on the way. A page looks at no more
// than storage::max_page_scan entries: it may be short while `more` is true, and `resume` is then
// the next max_id (min_id when ascending).
#pragma once

#include "node/access/viewer.hpp"
#include "node/community/services.hpp"
#include "storage/tables/merge.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace folkmoot::node {

/// A page of entries: posts and boosts. An entry's id is the status id of the client API; `object`
/// is the post.
using Timeline = storage::Page<storage::EntryRow>;

/// What a member's home shows: posts and boosts of followed people, topics of followed groups, own
/// posts. A group's boost is dropped when the member follows the author; replies to people whom the
/// member does not follow are left out.
/// @param now  milliseconds since 1970, for mutes that expire
/// @param sources  most followed actors that are merged
Result<Timeline> home_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    storage::ActorId member,
    storage::PageRequest const& request,
    std::int64_t now,
    std::size_t sources = CommunityLimits{}.home_sources
);

/// Which public posts.
struct PublicTimelineFilter {
    bool local{false};       ///< only those written here
    bool remote{false};      ///< only those written elsewhere
    bool only_media{false};  ///< only those with files
};

/// Public topics and untitled posts, newest first; no replies, no boosts.
Result<Timeline> public_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    Viewer const& viewer,
    PublicTimelineFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
);

/// Which posts with a tag; names are without "#".
struct TagTimelineFilter {
    std::vector<std::string> any;   ///< or with one of these
    std::vector<std::string> all;   ///< and with all of these
    std::vector<std::string> none;  ///< and with none of these
    bool local{false};
    bool remote{false};
    bool only_media{false};
};

/// Public posts with a hashtag, newest first; an unknown tag gives an empty page.
Result<Timeline> tag_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    Viewer const& viewer,
    std::string const& tag,
    TagTimelineFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
);

/// Which posts of an account.
struct AccountTimelineFilter {
    bool exclude_replies{false};
    bool exclude_reblogs{false};  ///< of a group: its topics as plain posts instead of boosts
    bool only_media{false};
    bool pinned{false};
    std::string tagged;  ///< name without "#"; empty: all
};

/// Posts and boosts of an actor, newest first; the topics of a group as boosts by the group.
/// @return Error{not_found} for an actor that the viewer may not see
Result<Timeline> account_timeline(
    storage::Txn const& txn,
    storage::Tables& tables,
    Viewer const& viewer,
    storage::ActorId actor,
    AccountTimelineFilter const& filter,
    storage::PageRequest const& request,
    std::int64_t now
);

}  // namespace folkmoot::node
