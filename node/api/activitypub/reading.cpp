#include "node/api/activitypub/reading.hpp"

#include "federation/inbox/inbox.hpp"
#include "node/app/app.hpp"
#include "node/fold_errors.hpp"
#include "node/http/conditional.hpp"
#include "node/http/negotiate.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

Response document(std::string text, int status = 200) {
    auto response = json_text_response(std::move(text), status, activity_json_type);
    response.set("Vary", "Accept, Signature, Signature-Input");
    return response;
}

}  // namespace

federation::SignedRequest signed_request(Request const& request) {
    federation::SignedRequest result;
    result.message.method = std::string(to_string(request.verb));
    result.message.target = request.target;
    for (auto const& field : request.headers.fields()) {
        result.message.headers.push_back({std::string(field.name), std::string(field.value)});
    }
    result.body = std::string(request.body.bytes());
    result.received_at = request.received_at;
    result.peer = request.peer.to_string();
    return result;
}

boost::asio::awaitable<Result<Viewer>> reader_of(App& app, Request const& request) {
    if (!request.headers.find("Signature")) {
        co_return Viewer::anonymous();
    }
    auto const reader = co_await app.inbox().verify_reader(signed_request(request));
    if (!reader) {
        co_return Viewer::anonymous();
    }
    if (reader->refused) {
        co_return refused(
            ErrorCode::forbidden, "This server does not talk to yours.", reader->host
        );
    }
    storage::HostId const host(reader->actor.host);
    co_return reader->actor.kind == storage::ActorKind::application
        ? Viewer::remote_host(host)
        : Viewer::remote_actor(storage::ActorId(reader->actor.id), host);
}

Response public_document(std::string text) {
    auto response = document(std::move(text));
    response.set("Cache-Control", "public, max-age=180");
    response.set("ETag", weak_etag(response.bytes()));
    return response;
}

Response private_document(std::string text) {
    auto response = document(std::move(text));
    response.set("Cache-Control", "private, no-store");
    return response;
}

Response gone_document(std::string text) {
    auto response = document(std::move(text), 410);
    response.set("Cache-Control", "public, max-age=180");
    return response;
}

bool wants_page(Request const& request) {
    return !wants_activity(request.headers.get("Accept"));
}

}  // namespace folkmoot::node
