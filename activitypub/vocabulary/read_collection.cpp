#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/collection.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/read_activity.hpp"

#include <limits>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

void add_items(json const& holder, IriPolicy policy, Collection& collection) {
    for (auto const* name : {"orderedItems", "items"}) {
        for (auto const* entry : get_list(holder, name)) {
            if (collection.items.size() == limits::keep_collection_items) {
                return;
            }
            if (auto reference = read_reference(*entry, policy, 0)) {
                collection.items.push_back(std::move(*reference));
            }
        }
    }
}

}  // namespace

Result<Collection> read_collection(json const& document, IriPolicy policy) {
    auto const type = read_type(document);
    if (!type) {
        return std::unexpected(type.error());
    }
    auto const known = collection_type(*type);
    if (!known) {
        return std::unexpected(Error{ErrorCode::unsupported, "collection.type"});
    }
    MemberReader in(document, policy, "collection");
    Collection collection;
    collection.type = *known;
    collection.id = in.own_id(Fragment::allowed);
    collection.part_of = in.id("partOf");
    collection.first = in.id("first");
    collection.next = in.id("next");
    collection.prev = in.id("prev");
    collection.last = in.id("last");
    collection.attributed_to = in.id("attributedTo");
    collection.total_items =
        get_integer(document, "totalItems", 0, std::numeric_limits<std::int64_t>::max());
    add_items(document, policy, collection);
    if (auto const* first = get_object(document, "first")) {
        add_items(*first, policy, collection);
        MemberReader page(*first, policy, "collection");
        collection.next = collection.next ? std::move(collection.next) : page.id("next");
    }
    if (in.failed()) {
        return std::unexpected(in.take_error());
    }
    return collection;
}

}  // namespace folkmoot::activitypub
