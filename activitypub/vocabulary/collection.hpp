// Collections and their pages.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/types.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace folkmoot::activitypub {

struct Collection {
    CollectionType type = CollectionType::ordered_collection;
    std::optional<Iri> id;
    std::optional<Iri> part_of;  ///< of a page
    std::optional<Iri> first;    ///< when `first` is embedded: its id, its items are in `items`
    std::optional<Iri> next;
    std::optional<Iri> prev;
    std::optional<Iri> last;
    std::optional<Iri> attributed_to;         ///< owner (FEP-7888 contexts, FEP-fe34)
    std::optional<std::int64_t> total_items;  ///< as claimed, may be wrong
    std::vector<Reference> items;             ///< at most limits::keep_collection_items

    friend bool operator==(Collection const&, Collection const&) = default;
};

/// Reads a collection or a page. Items that cannot be read are left out: one bad item must not hide
/// the rest (row J10). An embedded first page gives its items and its `next`.
/// @return the collection. Errors: unsupported (another type), wrong_type, malformed, missing
Result<Collection> read_collection(nlohmann::json const& document, IriPolicy policy = {});

/// The document, `@context` first. `items` or `orderedItems` is written when there are items or
/// nothing else to page through; `first` only as an id.
nlohmann::ordered_json write_collection(Collection const& collection);

/// The same without `@context`, to embed.
nlohmann::ordered_json write_collection_body(Collection const& collection);

}  // namespace folkmoot::activitypub
