// Entities of a few fields: Tag, Marker, Preferences, StatusSource, StatusEdit.
#pragma once

#include "node/api/mastodon/entities/account_entity.hpp"
#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/json_writer.hpp"
#include "storage/tables/posts.hpp"
#include "storage/tables/revisions.hpp"

namespace folkmoot::node {

/// Tag. Uses are not counted: the history is seven days of nothing.
/// @param following  nullopt for a viewer who is no member
void write_tag(
    JsonWriter& json,
    EntitySource const& source,
    storage::HashtagRecord const& tag,
    std::optional<bool> following
);

/// Marker.
void write_marker(JsonWriter& json, storage::MarkerRecord const& marker);

/// Preferences.
void write_preferences(JsonWriter& json, storage::PreferencesRecord const& preferences);

/// StatusSource: the text as typed. A title stands in `spoiler_text`, from where an edit takes it.
void write_source(JsonWriter& json, storage::PostWithBody const& whole);

/// The texts of a post, oldest first, as an array of StatusEdit. Files and emojis are those of
/// today: revisions keep none.
Result<void> write_history(
    JsonWriter& json,
    EntitySource const& source,
    AccountWriter& accounts,
    storage::PostWithBody const& whole,
    std::vector<storage::RevisionRecord> const& revisions
);

}  // namespace folkmoot::node
