#include "activitypub/vocabulary/collection.hpp"
#include "activitypub/vocabulary/context.hpp"
#include "activitypub/vocabulary/member_writer.hpp"
#include "activitypub/vocabulary/write_reference.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using Json = nlohmann::ordered_json;

bool is_ordered(CollectionType type) noexcept {
    return type == CollectionType::ordered_collection ||
           type == CollectionType::ordered_collection_page;
}

}  // namespace

Json write_collection_body(Collection const& collection) {
    Json body = Json::object();
    MemberWriter out(body);
    out.id("id", collection.id);
    out.value("type", to_string(collection.type));
    out.id("attributedTo", collection.attributed_to);
    out.id("partOf", collection.part_of);
    out.number("totalItems", collection.total_items);
    out.id("first", collection.first);
    out.id("prev", collection.prev);
    out.id("next", collection.next);
    out.id("last", collection.last);
    if (!collection.items.empty() || !collection.first) {
        Json items = Json::array();
        for (auto const& item : collection.items) {
            items.push_back(write_reference(item));
        }
        out.value(is_ordered(collection.type) ? "orderedItems" : "items", std::move(items));
    }
    return body;
}

Json write_collection(Collection const& collection) {
    bool const embeds = std::ranges::any_of(collection.items, [](Reference const& item) {
        return item.object() != nullptr || item.activity() != nullptr;
    });
    Json document = {{"@context", embeds ? object_context() : plain_context()}};
    document.update(write_collection_body(collection));
    return document;
}

}  // namespace folkmoot::activitypub
