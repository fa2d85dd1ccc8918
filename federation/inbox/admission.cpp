#include "federation/inbox/admission.hpp"

#include "activitypub/html/alternate_link.hpp"
#include "activitypub/json/getters.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::federation {
namespace {

/// An ActivityPub type, or `application/ld+json` without the profile, for leniency towards senders
/// (federation notes 1.5). Documents that we fetch get no such leniency.
bool is_deliverable(std::string_view content_type) {
    auto const bare = activitypub::trim(content_type.substr(0, content_type.find(';')));
    return activitypub::is_activitypub_media_type(content_type) ||
           activitypub::equals_ignoring_case(bare, "application/ld+json");
}

}  // namespace

std::optional<Refusal> check_envelope(SignedRequest const& request, std::size_t max_body) {
    auto const& message = request.message;
    if (message.method != "POST") {
        return Refusal{405, "request.method", {}};
    }
    auto const type = message.find("Content-Type");
    if (!type || !is_deliverable(*type)) {
        return Refusal{415, "request.media_type", {}};
    }
    auto const encoding = message.find("Content-Encoding");
    if (encoding && !activitypub::equals_ignoring_case(*encoding, "identity")) {
        return Refusal{415, "request.encoding", {}};
    }
    if (request.body.size() > max_body) {
        return Refusal{413, "request.size", {}};
    }
    return std::nullopt;
}

std::optional<std::string> acts_on_itself(nlohmann::json const& document) {
    auto const type = activitypub::get_string(document, "type");
    if (!type || (*type != "Delete" && *type != "Update")) {
        return std::nullopt;
    }
    auto const actor = activitypub::get_id(document, "actor");
    auto const object = activitypub::get_id(document, "object");
    return actor && object && *actor == *object ? std::optional<std::string>(*actor) : std::nullopt;
}

}  // namespace folkmoot::federation
