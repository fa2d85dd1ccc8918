// The client API's words for stored enumerations, and back.
#pragma once

#include "storage/schema/actors.hpp"
#include "storage/schema/groups.hpp"
#include "storage/schema/posts.hpp"
#include "storage/schema/relations.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// "public", "unlisted", "private" or "direct": the four that clients know.
std::string_view visibility_word(storage::Visibility visibility) noexcept;

/// The visibility of this word; nothing for any other.
std::optional<storage::Visibility> parse_visibility(std::string_view word) noexcept;

/// "discussion", "question", "idea", "article", "event", "job", "announcement" or "poll".
std::string_view topic_kind_word(storage::TopicKind kind) noexcept;

/// The kind of this word; nothing for any other.
std::optional<storage::TopicKind> parse_topic_kind(std::string_view word) noexcept;

/// "discussion", "qa", "ideas", "kb", "events", "jobs" or "announcement".
std::string_view group_kind_word(storage::GroupKind kind) noexcept;

/// "open", "approval" or "invitation".
std::string_view join_policy_word(storage::JoinPolicy policy) noexcept;

/// A group's visibility: "public", "unlisted", "members" or "hidden".
std::string_view group_visibility_word(storage::Visibility visibility) noexcept;

/// A notification's type. Kinds of our own take the nearest type that every client knows, because
/// unknown ones are dropped by most.
std::string_view notification_word(storage::NotificationKind kind) noexcept;

/// The kinds that this type stands for; empty for a type that never comes.
std::vector<storage::NotificationKind> parse_notification_type(std::string_view word);

}  // namespace folkmoot::node
