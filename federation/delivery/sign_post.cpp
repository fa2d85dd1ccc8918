#include "federation/delivery/sign_post.hpp"

#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/digest.hpp"
#include "activitypub/signature/message_signature.hpp"

#include <utility>

namespace folkmoot::federation {
namespace {

constexpr std::string_view activity_json = "application/activity+json";

/// Scheme and authority of a canonical URL.
std::string_view origin_of(std::string_view url) {
    auto const authority = url.find("://") + 3;
    return url.substr(0, url.find_first_of("/?#", authority));
}

}  // namespace

PreparedBody::PreparedBody(std::string text)
    : json(std::move(text)),
      digest(activitypub::make_digest(json)),
      content_digest(activitypub::make_content_digest(json)) {}

Result<HeaderList> sign_post(
    SigningInput const& input,
    PreparedBody const& body,
    activitypub::SigningKey const& key,
    activitypub::SignatureScheme scheme,
    std::chrono::sys_time<std::chrono::milliseconds> now
) {
    activitypub::HttpMessage message{
        .method = "POST",
        .target = input.target,
        .headers = {{"Host", input.host}, {"Content-Type", std::string(activity_json)}}
    };
    auto const signed_well = [&] {
        if (scheme == activitypub::SignatureScheme::rfc9421) {
            message.set("Content-Digest", body.content_digest);
            return activitypub::sign_message(message, key, origin_of(input.url), now);
        }
        message.set("Digest", body.digest);
        return activitypub::sign_cavage(message, key, now);
    }();
    if (!signed_well) {
        return std::unexpected(Error{ErrorCode::internal, signed_well.error().detail});
    }
    HeaderList headers;
    for (auto& field : message.headers) {
        if (!activitypub::equals_ignoring_case(field.name, "Host")) {
            headers.push_back({std::move(field.name), std::move(field.value)});
        }
    }
    return headers;
}

}  // namespace folkmoot::federation
