// POST to an inbox: the gate has framed it, federation/inbox judges it.
#include "federation/inbox/inbox.hpp"
#include "node/api/activitypub/endpoints.hpp"
#include "node/api/activitypub/reading.hpp"
#include "node/app/app.hpp"
#include "node/http/router.hpp"
#include "storage/tables/actors.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::size_t largest_activity = 1024 * 1024;

asio::awaitable<Response> receive(
    App& app, RequestContext& context, std::optional<storage::ActorId> target
) {
    auto const answer = co_await app.inbox().receive(signed_request(context.request), target);
    auto response =
        answer.accepted()
            ? json_response(nlohmann::json::object(), answer.status)
            : json_response(
                  {{"error", answer.reason}, {"request_id", context.request_id}}, answer.status
              );
    if (answer.retry_after) {
        response.set("Retry-After", std::to_string(answer.retry_after->count()));
    }
    response.set("Cache-Control", "no-store");
    co_return response;
}

/// The local actor of a handle, whose inbox it is.
std::optional<storage::ActorId> local_actor(App& app, std::string_view name) {
    auto const txn = app.store().read();
    if (!txn) {
        return std::nullopt;
    }
    auto const actor = app.store().actors.by_handle(*txn, storage::fold_handle(name));
    return actor && actor->deleted_at == 0 ? std::optional(storage::ActorId(actor->id))
                                           : std::nullopt;
}

asio::awaitable<Response> shared_inbox(App& app, RequestContext& context) {
    co_return co_await receive(app, context, std::nullopt);
}

asio::awaitable<Response> named_inbox(App& app, RequestContext& context) {
    auto const actor = local_actor(app, context.params["name"]);
    if (!actor) {
        co_return Response(Error{ErrorCode::not_found, "Record not found", "no such inbox"});
    }
    co_return co_await receive(app, context, actor);
}

constexpr auto table = std::to_array<Endpoint>({
    {.verb = Verb::post,
     .path = "/inbox",
     .run = shared_inbox,
     .needs = {Access::signature, {}},
     .rate = Rate::federation,
     .summary = "Shared inbox: activities of other servers",
     .body_limit = largest_activity},
    {.verb = Verb::post,
     .path = "/users/:name/inbox",
     .run = named_inbox,
     .needs = {Access::signature, {}},
     .rate = Rate::federation,
     .summary = "Inbox of a member",
     .body_limit = largest_activity},
    {.verb = Verb::post,
     .path = "/groups/:name/inbox",
     .run = named_inbox,
     .needs = {Access::signature, {}},
     .rate = Rate::federation,
     .summary = "Inbox of a group",
     .body_limit = largest_activity},
    {.verb = Verb::post,
     .path = "/actor/inbox",
     .run = shared_inbox,
     .needs = {Access::signature, {}},
     .rate = Rate::federation,
     .summary = "Inbox of the instance actor",
     .body_limit = largest_activity},
    {.verb = Verb::post,
     .path = "/services/moderation/inbox",
     .run = shared_inbox,
     .needs = {Access::signature, {}},
     .rate = Rate::federation,
     .summary = "Inbox of the moderation service",
     .body_limit = largest_activity},
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> inbox_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
