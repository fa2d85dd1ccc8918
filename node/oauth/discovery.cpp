// What clients may find out about the authorization server (RFC 8414), and who the member is.
#include "node/fold_errors.hpp"
#include "node/oauth/handlers.hpp"
#include "node/oauth/secrets.hpp"
#include "node/publish/documents/media_document.hpp"
#include "node/publish/names.hpp"
#include "webui/style/assets.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

std::string picture_of(
    Services const& services, storage::Txn const& txn, storage::ActorRecord const& actor
) {
    auto const media = services.store.media_files.load(txn, storage::MediaId(actor.icon_media));
    return actor.icon_media != 0 && media
               ? media_url(services.site, *media)
               : services.site.origin() + std::string(webui::asset_path("avatar.png"));
}

}  // namespace

asio::awaitable<Response> show_metadata(OAuthTools& tools, RequestContext&) {
    auto const& origin = tools.services.site.origin();
    auto response = json_response({
        {"issuer", origin + "/"},
        {"authorization_endpoint", origin + "/oauth/authorize"},
        {"token_endpoint", origin + "/oauth/token"},
        {"revocation_endpoint", origin + "/oauth/revoke"},
        {"userinfo_endpoint", origin + "/oauth/userinfo"},
        {"app_registration_endpoint", origin + "/api/v1/apps"},
        {"service_documentation", "https://docs.joinmastodon.org/"},
        {"scopes_supported", stored_scopes(ScopeSet::from_mask(~std::uint64_t{0}))},
        {"response_types_supported", nlohmann::json::array({"code"})},
        {"response_modes_supported", nlohmann::json::array({"query"})},
        {"grant_types_supported", {"authorization_code", "client_credentials"}},
        {"code_challenge_methods_supported", nlohmann::json::array({"S256"})},
        {"token_endpoint_auth_methods_supported",
         {"client_secret_basic", "client_secret_post", "none"}},
    });
    response.set("Cache-Control", "public, max-age=3600");
    co_return response;
}

asio::awaitable<Response> show_userinfo(OAuthTools& tools, RequestContext& context) {
    auto const& services = tools.services;
    auto const txn = services.store.read();
    if (!txn) {
        co_return fold(txn.error());
    }
    auto const actor =
        services.store.actors.load(*txn, storage::ActorId(context.caller.member.value_or(0)));
    if (!actor) {
        co_return fold(actor.error());
    }
    co_return json_response({
        {"iss", services.site.origin() + "/"},
        {"sub", actor_iri(services.site, *actor)},
        {"name", actor->display_name.empty() ? actor->username : actor->display_name},
        {"preferred_username", actor->username},
        {"profile", actor_page(services.site, *actor)},
        {"picture", picture_of(services, *txn, *actor)},
    });
}

}  // namespace folkmoot::node
