// POST /api/v1/apps and what belongs to it (https://docs.joinmastodon.org/methods/apps/).
#include "node/fold_errors.hpp"
#include "node/http/params.hpp"
#include "node/oauth/handlers.hpp"
#include "node/oauth/redirect_uri.hpp"
#include "node/oauth/secrets.hpp"
#include "storage/engine/async_write.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::size_t longest_name = 60;
constexpr std::size_t longest_website = 2000;
constexpr std::size_t most_uris = 20;

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// An array, or one text with a URI a line.
std::vector<std::string> read_uris(Params& params) {
    std::vector<std::string> uris;
    for (auto const& text : params.texts("redirect_uris", most_uris)) {
        std::string_view rest = text;
        while (!rest.empty()) {
            auto const end = rest.find_first_of(" \t\r\n");
            if (auto const uri = rest.substr(0, end); !uri.empty()) {
                uris.emplace_back(uri);
            }
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    }
    return uris;
}

void check_uris(Params& params, std::vector<std::string> const& uris) {
    if (uris.empty()) {
        params.refuse(ErrorCode::unprocessable, "Validation failed: Redirect URI can't be blank");
    }
    if (uris.size() > most_uris || !std::ranges::all_of(uris, is_redirect_uri)) {
        params.refuse(
            ErrorCode::unprocessable, "Validation failed: Redirect URI must be an absolute URI."
        );
    }
}

std::string read_name(Params& params) {
    std::string name(trim(params.text("client_name", 1024).value_or("")));
    if (name.empty()) {
        params.refuse(
            ErrorCode::unprocessable, "Validation failed: Application name can't be blank"
        );
    }
    if (characters(name) > longest_name) {
        params.refuse(
            ErrorCode::unprocessable,
            "Validation failed: Application name is too long (maximum is 60 characters)"
        );
    }
    return name;
}

std::string read_website(Params& params) {
    std::string website(trim(params.text("website", 8192).value_or("")));
    bool const web = website.starts_with("https://") || website.starts_with("http://");
    if (!website.empty() &&
        (website.size() > longest_website || !web || !is_redirect_uri(website))) {
        params.refuse(
            ErrorCode::unprocessable, "Validation failed: Application website must be a valid URL"
        );
    }
    return website;
}

ScopeSet read_scopes(Params& params) {
    auto const text = params.text("scopes", 4096).value_or("");
    auto const scopes = ScopeSet::parse(text);
    if (!scopes) {
        params.refuse(
            ErrorCode::unprocessable,
            "Validation failed: Scopes doesn't match configured on the server."
        );
    }
    auto const asked = scopes.value_or(ScopeSet{});
    return asked.empty() ? ScopeSet(Scope::read) : asked;
}

// What everybody may know of an application.
nlohmann::json app_entity(storage::AppRecord const& app) {
    std::string joined;
    for (auto const& uri : app.redirect_uris) {
        joined.append(joined.empty() ? "" : "\n").append(uri);
    }
    return {
        {"id", std::to_string(app.id)},
        {"name", app.name},
        {"website", app.website.empty() ? nlohmann::json() : nlohmann::json(app.website)},
        {"scopes", app.scopes},
        {"redirect_uri", joined},
        {"redirect_uris", app.redirect_uris},
        {"vapid_key", ""},
    };
}

}  // namespace

asio::awaitable<Response> create_app(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return params.error();
    }
    auto& store = tools.services.store;
    storage::AppRecord app;
    app.name = read_name(*params);
    app.redirect_uris = read_uris(*params);
    check_uris(*params, app.redirect_uris);
    app.website = read_website(*params);
    app.scopes = stored_scopes(read_scopes(*params));
    app.confidential = params->text("token_endpoint_auth_method", 64) != "none";
    if (params->failure()) {
        co_return *params->failure();
    }
    auto const secret = random_token(tools.services.random);
    app.id = store.ids().next();
    app.client_id = random_token(tools.services.random);
    app.secret_hash = app.confidential ? secret_hash(secret) : std::vector<std::uint8_t>();
    app.created = tools.services.now().time_since_epoch().count();
    auto const written = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store), app](storage::WriteTxn& txn) {
            return tables.apps.insert(txn, app);
        }
    );
    if (!written) {
        co_return fold(written.error());
    }
    auto entity = app_entity(app);
    entity["client_id"] = app.client_id;
    if (app.confidential) {
        entity["client_secret"] = secret;
        entity["client_secret_expires_at"] = 0;
    }
    auto response = json_response(entity);
    response.set("Cache-Control", "no-store");
    co_return response;
}

asio::awaitable<Response> verify_app(OAuthTools& tools, RequestContext& context) {
    if (!context.caller.application) {
        co_return Error{ErrorCode::unauthenticated, "The access token is invalid", {}};
    }
    auto const txn = tools.services.store.read();
    if (!txn) {
        co_return fold(txn.error());
    }
    auto const app =
        tools.services.store.apps.load(*txn, storage::AppId(*context.caller.application));
    if (!app) {
        co_return fold(app.error());
    }
    co_return json_response(app_entity(*app));
}

}  // namespace folkmoot::node
