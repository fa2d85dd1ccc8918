// How other servers find us: WebFinger, host-meta, NodeInfo (reference: federation, sections 1.2
// and 1.3).
#include "activitypub/discovery/host_meta.hpp"
#include "activitypub/discovery/nodeinfo.hpp"
#include "activitypub/discovery/webfinger.hpp"
#include "node/api/activitypub/endpoints.hpp"
#include "node/app/app.hpp"
#include "node/community/node_statistics.hpp"
#include "node/fold_errors.hpp"
#include "node/http/router.hpp"
#include "node/publish/names.hpp"
#include "node/version.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

using activitypub::WebFingerResource;

Response cached(Response response, char const* control) {
    response.set("Cache-Control", control);
    response.set("Access-Control-Allow-Origin", "*");
    return response;
}

std::string_view type_name(storage::ActorKind kind) {
    switch (kind) {
        case storage::ActorKind::person:
            return "Person";
        case storage::ActorKind::group:
            return "Group";
        case storage::ActorKind::service:
            return "Service";
        case storage::ActorKind::application:
            return "Application";
        case storage::ActorKind::organization:
            return "Organization";
    }
    return "Person";
}

/// The folded handle that a resource asks for; nothing when it is not one of ours.
std::optional<std::string> local_handle(Site const& site, WebFingerResource const& resource) {
    switch (resource.kind) {
        case WebFingerResource::Kind::node:
            return resource.host == site.domain() ? std::optional(std::string()) : std::nullopt;
        case WebFingerResource::Kind::handle:
            return resource.host == site.domain()
                       ? std::optional(storage::fold_handle(resource.handle.name()))
                       : std::nullopt;
        case WebFingerResource::Kind::url:
            break;
    }
    auto const own = site.recognise(resource.url.text());
    if (!own) {
        return std::nullopt;
    }
    switch (own->kind) {
        case OwnKind::member:
        case OwnKind::group:
        case OwnKind::page:
            return own->name.empty() || own->id != 0
                       ? std::nullopt
                       : std::optional(storage::fold_handle(own->name));
        case OwnKind::instance_actor:
            return std::string();
        case OwnKind::moderation_service:
            return std::string("moderation");
        default:
            return std::nullopt;
    }
}

Result<storage::ActorRecord> find_actor(
    App& app, storage::Txn const& txn, std::string const& handle
) {
    auto const& store = app.store();
    if (handle.empty()) {
        auto const identity = store.identity.load(txn);
        if (!identity) {
            return failed(identity.error());
        }
        auto actor = store.actors.load(txn, storage::ActorId(identity->instance_actor));
        return actor ? Result<storage::ActorRecord>(std::move(*actor)) : failed(actor.error());
    }
    auto actor = store.actors.by_handle(txn, handle);
    if (!actor || actor->host != 0) {
        return not_found("webfinger");
    }
    return std::move(*actor);
}

asio::awaitable<Response> webfinger(App& app, RequestContext& context) {
    auto const asked = context.request.query_value("resource");
    if (asked.empty()) {
        co_return Response(Error{
            ErrorCode::invalid_input, "Say what you look for: ?resource=acct:name@host", "webfinger"
        });
    }
    auto const resource =
        activitypub::parse_webfinger_resource(asked, activitypub::IriPolicy::development());
    auto const handle = resource ? local_handle(app.site(), *resource) : std::nullopt;
    auto const txn = app.store().read();
    if (!handle || !txn) {
        co_return Response(Error{ErrorCode::not_found, "Record not found", "webfinger"});
    }
    auto const actor = find_actor(app, *txn, *handle);
    if (!actor) {
        co_return Response(actor.error());
    }
    if (actor->deleted_at != 0) {
        co_return Response(Error{ErrorCode::gone, "This account is gone.", "webfinger"});
    }
    auto const& site = app.site();
    activitypub::LocalIdentity identity;
    identity.acct = "acct:" + full_handle(site, *actor);
    identity.id = actor_iri(site, *actor);
    identity.page = actor_page(site, *actor);
    identity.type = type_name(actor->kind);
    identity.is_node = actor->kind == storage::ActorKind::application;
    co_return cached(
        json_text_response(
            activitypub::write_jrd(activitypub::describe(identity)).dump(),
            200,
            activitypub::jrd_media_type
        ),
        "public, max-age=3600"
    );
}

asio::awaitable<Response> host_meta(App& app, RequestContext&) {
    co_return cached(
        json_text_response(
            activitypub::write_host_meta_xml(app.site().origin()),
            200,
            "application/xrd+xml; charset=utf-8"
        ),
        "public, max-age=86400"
    );
}

asio::awaitable<Response> host_meta_json(App& app, RequestContext&) {
    co_return cached(
        json_response(activitypub::write_host_meta_json(app.site().origin())),
        "public, max-age=86400"
    );
}

asio::awaitable<Response> nodeinfo_links(App& app, RequestContext&) {
    co_return cached(
        json_response(
            activitypub::write_nodeinfo_links(app.site().origin(), app.site().instance_actor())
        ),
        "public, max-age=86400"
    );
}

Response nodeinfo(App& app, activitypub::NodeInfoVersion version) {
    auto const figures = app.statistics().get();
    if (!figures) {
        return Response(figures.error());
    }
    auto const& node = app.config().node;
    activitypub::NodeInfo info;
    info.software_name = "folkmoot";
    info.software_version = std::string(program_version);
    info.protocols = {"activitypub"};
    info.open_registrations = node.registration == RegistrationMode::open;
    info.users_total = static_cast<std::int64_t>(figures->members);
    info.users_active_month = static_cast<std::int64_t>(figures->active_month);
    info.users_active_half_year = static_cast<std::int64_t>(figures->active_half_year);
    info.local_posts = static_cast<std::int64_t>(figures->local_posts);
    info.node_name = node.name;
    info.node_description = node.description;
    info.upstream = "mastodon";
    return cached(
        json_text_response(
            activitypub::write_nodeinfo(info, version).dump(),
            200,
            activitypub::nodeinfo_media_type(version)
        ),
        "public, max-age=1800"
    );
}

asio::awaitable<Response> nodeinfo_2_0(App& app, RequestContext&) {
    co_return nodeinfo(app, activitypub::NodeInfoVersion::v2_0);
}

asio::awaitable<Response> nodeinfo_2_1(App& app, RequestContext&) {
    co_return nodeinfo(app, activitypub::NodeInfoVersion::v2_1);
}

constexpr auto table = std::to_array<Endpoint>({
    {.path = "/.well-known/webfinger",
     .run = webfinger,
     .rate = Rate::federation,
     .summary = "Finds an actor by handle or address (RFC 7033)"},
    {.path = "/.well-known/host-meta",
     .run = host_meta,
     .rate = Rate::federation,
     .summary = "Where WebFinger is (RFC 6415)",
     .formats = Format::other},
    {.path = "/.well-known/host-meta.json",
     .run = host_meta_json,
     .rate = Rate::federation,
     .summary = "Where WebFinger is, as JSON"},
    {.path = "/.well-known/nodeinfo",
     .run = nodeinfo_links,
     .rate = Rate::federation,
     .summary = "Where NodeInfo is"},
    {.path = "/nodeinfo/2.0",
     .run = nodeinfo_2_0,
     .rate = Rate::federation,
     .summary = "NodeInfo 2.0"},
    {.path = "/nodeinfo/2.1",
     .run = nodeinfo_2_1,
     .rate = Rate::federation,
     .summary = "NodeInfo 2.1"},
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> discovery_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
