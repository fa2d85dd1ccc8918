// The families of the client API's endpoints, each a table in a file of its own.
#pragma once

#include "node/api/mastodon/client_api.hpp"

#include <span>

namespace folkmoot::node {

/// Looking at accounts and their lists.
std::span<ClientEndpoint const> account_endpoints() noexcept;

/// Following, blocking and muting.
std::span<ClientEndpoint const> account_action_endpoints() noexcept;

/// The member's own account.
std::span<ClientEndpoint const> profile_endpoints() noexcept;

/// Requests to follow the member; whom the member blocks and mutes.
std::span<ClientEndpoint const> follow_request_endpoints() noexcept;

/// Looking at statuses, threads, sources and histories.
std::span<ClientEndpoint const> status_endpoints() noexcept;

/// Writing, editing and deleting statuses.
std::span<ClientEndpoint const> status_writing_endpoints() noexcept;

/// Favourites, boosts and bookmarks.
std::span<ClientEndpoint const> status_action_endpoints() noexcept;

/// Home, public, hashtag and list timelines.
std::span<ClientEndpoint const> timeline_endpoints() noexcept;

/// Notifications of version 1.
std::span<ClientEndpoint const> notification_endpoints() noexcept;

/// Grouped notifications (version 2).
std::span<ClientEndpoint const> grouped_notification_endpoints() noexcept;

/// Search.
std::span<ClientEndpoint const> search_endpoints() noexcept;

/// What the node says of itself.
std::span<ClientEndpoint const> instance_endpoints() noexcept;

/// Uploads.
std::span<ClientEndpoint const> media_endpoints() noexcept;

/// Preferences and markers.
std::span<ClientEndpoint const> preference_and_marker_endpoints() noexcept;

/// Hashtags.
std::span<ClientEndpoint const> tag_endpoints() noexcept;

/// Lists of what this node has none of, well-formed and empty, because clients ask for them at
/// their start.
std::span<ClientEndpoint const> list_and_filter_endpoints() noexcept;

}  // namespace folkmoot::node
