// Activities by their ids, made again from the record that they tell of (ADR 3).
#pragma once

#include "node/access/viewer.hpp"
#include "node/app/app.hpp"
#include "node/publish/documents/document_source.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// The text of `/activities/{id}` or `/activities/{id}/{what}`: creations, edits and deletions of
/// posts, votes, follows, boosts, a group's Announces, and what undoes them.
/// @return Error{not_found} for what never was or the viewer may not see; {gone} for the creation
/// of a deleted post
Result<std::string> activity_text(
    App& app,
    DocumentSource const& source,
    Viewer const& viewer,
    std::uint64_t id,
    std::string_view what
);

}  // namespace folkmoot::node
