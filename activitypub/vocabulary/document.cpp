#include "activitypub/vocabulary/document.hpp"

#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/json_ld.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace folkmoot::activitypub {
namespace {

template <class Value>
Result<Document> wrap(Result<Value> value) {
    if (!value) {
        return std::unexpected(std::move(value.error()));
    }
    return Document(std::move(*value));
}

}  // namespace

Result<Document> read_document(std::string_view bytes, IriPolicy policy, JsonLimits const& limits) {
    auto const json = parse_json(bytes, limits);
    if (!json) {
        return std::unexpected(json.error());
    }
    return read_parsed_document(*json, policy);
}

Result<Document> read_parsed_document(nlohmann::json const& document, IriPolicy policy) {
    if (auto const checked = check_json_ld(document); !checked) {
        return std::unexpected(checked.error());
    }
    switch (classify(document)) {
        case DocumentKind::activity:
            return wrap(read_activity(document, policy));
        case DocumentKind::actor:
            return wrap(read_actor(document, policy));
        case DocumentKind::object:
            return wrap(read_object(document, policy));
        case DocumentKind::collection:
            return wrap(read_collection(document, policy));
        case DocumentKind::key:
            return wrap(read_key(document, policy));
        default:
            return std::unexpected(Error{ErrorCode::unsupported, "document.kind"});
    }
}

}  // namespace folkmoot::activitypub
