#include "federation/resolve/document_reader.hpp"

#include "activitypub/html/alternate_link.hpp"
#include "activitypub/vocabulary/json_ld.hpp"
#include "federation/client/url.hpp"

#include <string>
#include <utility>

namespace folkmoot::federation {

using activitypub::Iri;

namespace {

std::unexpected<Error> invalid(std::string detail) {
    return std::unexpected(Error{ErrorCode::remote_invalid, std::move(detail)});
}

Error from_language(activitypub::Error const& error) {
    return {ErrorCode::remote_invalid, error.detail};
}

/// The id of a document, and whether it is the address it came from: an id without a path is the
/// same as with "/".
struct Identity {
    Iri id;
    bool matches = false;
};

Result<Identity> identify(
    nlohmann::json const& json, Url const& from, activitypub::IriPolicy policy
) {
    auto const member = json.find("id");
    if (member == json.end() || !member->is_string()) {
        return invalid("document without id");
    }
    auto id = Iri::parse(member->get_ref<std::string const&>(), policy);
    if (!id) {
        return std::unexpected(from_language(id.error()));
    }
    auto const url = Url::parse(id->text());
    if (!url || url->origin() != from.origin()) {
        return invalid("id of another origin than " + from.text());
    }
    bool const matches = *url == from;
    return Identity{std::move(*id), matches};
}

}  // namespace

Result<ReadDocument> read_response(
    HttpResponse response, activitypub::JsonLimits const& limits, activitypub::IriPolicy ids
) {
    auto const type = response.header("Content-Type");
    if (!type || !activitypub::is_activitypub_media_type(*type)) {
        return invalid("media type of " + response.final_url);
    }
    auto json = activitypub::parse_json(response.body, limits);
    if (!json) {
        return std::unexpected(from_language(json.error()));
    }
    if (auto const sound = activitypub::check_json_ld(*json); !sound) {
        return std::unexpected(from_language(sound.error()));
    }
    auto const from = Url::parse(response.final_url);
    if (!from) {
        return std::unexpected(from.error());
    }
    auto identity = identify(*json, *from, ids);
    if (!identity) {
        return std::unexpected(std::move(identity.error()));
    }
    return ReadDocument{
        {std::move(identity->id), std::move(*json), std::move(response.body)}, identity->matches
    };
}

}  // namespace folkmoot::federation
