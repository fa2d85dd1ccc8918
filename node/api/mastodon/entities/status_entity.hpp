// Status (Mastodon API: /entities/Status): posts, and boosts as wrappers around them. A topic's
// title stands in bold before its text, because clients fold away what stands in `spoiler_text`;
// `folkmoot.title` always has it alone.
#pragma once

#include "node/api/mastodon/entities/account_entity.hpp"
#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/json_writer.hpp"
#include "node/error.hpp"
#include "storage/tables/entries.hpp"

#include <memory>
#include <string>

namespace folkmoot::node {

/// Writes statuses for one answer. What may be seen is decided before: every id given here is one
/// that the viewer may see.
class StatusWriter {
public:
    /// @param source    outlives this
    /// @param accounts  likewise
    StatusWriter(EntitySource const& source, AccountWriter& accounts)
        : source_(source), accounts_(accounts) {}

    /// Appends a post. @return Error{not_found}
    Result<void> write(JsonWriter& json, storage::PostId post);

    /// Appends a post with its text as typed, for the answer to its deletion.
    Result<void> write_with_text(JsonWriter& json, storage::PostId post);

    /// Appends a boost as a status of its own around the post. @return Error{not_found}
    Result<void> write_boost(JsonWriter& json, storage::LogEntryRecord const& boost);

    /// Appends what a row of a timeline shows. @return Error{not_found}
    Result<void> write_entry(JsonWriter& json, storage::EntryRow const& row);

private:
    struct Loaded;

    Result<Loaded> load(storage::PostId post) const;
    void write_extension(JsonWriter& json, Loaded const& loaded) const;
    Result<void> write_changing(JsonWriter& json, Loaded const& loaded, storage::ActorId account);
    Result<void> write_flags(JsonWriter& json, storage::PostId post) const;
    Result<void> write_inner(JsonWriter& json, Loaded const& loaded);

    EntitySource const& source_;
    AccountWriter& accounts_;
};

/// A post's text as clients show it: the title in bold before it, unless the text begins with it.
std::string content_with_title(std::string_view title, std::string const& html);

/// What stands in `spoiler_text`: the content warning. The summary of an article with a title is
/// its excerpt (decision 3), that of a note never is.
std::string_view spoiler_of(
    storage::ObjectKind kind, std::string_view title, std::string_view summary
) noexcept;

}  // namespace folkmoot::node
