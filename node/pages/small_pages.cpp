// What is no page and belongs to all of them: choices kept in cookies, style sheet and pictures,
// the rules for robots.
#include "node/http/cookies.hpp"
#include "node/http/params.hpp"
#include "node/oauth/form_guard.hpp"
#include "node/pages/frame.hpp"
#include "node/pages/handlers.hpp"
#include "webui/po/locale.hpp"
#include "webui/style/assets.hpp"

#include <chrono>
#include <string>

namespace folkmoot::node {
namespace {

constexpr std::chrono::seconds choice_lifetime = std::chrono::hours{24 * 365};

bool is_theme(std::string_view theme) {
    return theme == "automatic" || theme == "light" || theme == "dark";
}

void keep(Response& response, std::string_view name, std::string_view value, bool https) {
    response.add(
        "Set-Cookie", set_cookie({.name = name, .value = value, .max_age = choice_lifetime}, https)
    );
}

}  // namespace

Response set_preferences(PageTools& tools, RequestContext const& context) {
    auto params = decode_params(context.request);
    if (!params) {
        return params.error();
    }
    auto const& origin = tools.services.site.origin();
    auto const token = params->text("csrf", 256).value_or("");
    bool const allowed = context.caller.by_cookie
                             ? is_own_form(context.request, token, origin, tools.https)
                             : is_from_here(context.request, origin);
    if (!allowed) {
        return Error{ErrorCode::forbidden, "This form came from another site or is too old.", {}};
    }
    auto const locale = webui::read_locale(params->text("locale", 64).value_or(""));
    auto const theme = params->text("theme", 64).value_or("");
    if (params->failure() || (!locale && !is_theme(theme))) {
        return Error{ErrorCode::unprocessable, "Choose a language or colours.", {}};
    }
    auto const back = params->text("back", 8192).value_or("/");
    auto response = redirect(is_own_path(back) ? back : "/");
    response.set("Cache-Control", "no-store");
    if (locale) {
        keep(response, locale_cookie, webui::web_tag(*locale), tools.https);
    }
    if (is_theme(theme)) {
        keep(response, theme_cookie, theme, tools.https);
    }
    return response;
}

Response show_asset(PageTools& tools, RequestContext const& context) {
    return tools.files.serve(context.request);
}

Response show_icon(PageTools&, RequestContext const&) {
    return redirect(webui::asset_path("favicon.png"), 302);
}

Response show_robots(PageTools&, RequestContext const&) {
    auto response = text_response(
        "User-agent: *\n"
        "Disallow: /login\n"
        "Disallow: /oauth/\n"
        "Disallow: /api/\n"
    );
    response.set("Cache-Control", "public, max-age=86400");
    return response;
}

}  // namespace folkmoot::node
