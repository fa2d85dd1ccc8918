#include "node/pages/frame.hpp"

#include "node/http/cookies.hpp"
#include "node/oauth/form_guard.hpp"
#include "node/pages/people.hpp"
#include "node/version.hpp"
#include "webui/po/locale.hpp"

namespace folkmoot::node {
namespace {

constexpr std::string_view source_page = "https://github.com/folkmoot/folkmoot";

}  // namespace

webui::Locale locale_of(PageTools const& tools, Request const& request) {
    auto const fallback =
        webui::read_locale(tools.config.node.language).value_or(webui::Locale::en);
    auto const cookie = read_cookie(request, locale_cookie, tools.https).value_or("");
    if (webui::read_locale(cookie)) {
        return webui::choose_locale(cookie, {}, fallback);
    }
    auto const asked = request.query_value("lang");
    auto const wanted = asked.empty() ? request.headers.get("Accept-Language") : asked;
    return webui::choose_locale({}, wanted, fallback);
}

webui::Theme theme_of(PageTools const& tools, Request const& request) {
    auto const cookie = read_cookie(request, theme_cookie, tools.https).value_or("");
    if (cookie == "light") {
        return webui::Theme::light;
    }
    return cookie == "dark" ? webui::Theme::dark : webui::Theme::automatic;
}

webui::Chrome make_visitor_chrome(
    PageTools const& tools, Request const& request, std::string path
) {
    webui::Chrome chrome;
    chrome.locale = locale_of(tools, request);
    chrome.theme = theme_of(tools, request);
    chrome.node_name = tools.config.node.name;
    chrome.origin = tools.services.site.origin();
    chrome.path = std::move(path);
    chrome.preferences_action = "/preferences";
    chrome.source_url = source_page;
    chrome.version = program_version;
    return chrome;
}

webui::Chrome make_chrome(
    PageTools& tools,
    storage::Txn const& txn,
    Request const& request,
    Caller const& caller,
    std::string path
) {
    auto chrome = make_visitor_chrome(tools, request, std::move(path));
    if (!caller.member) {
        return chrome;
    }
    People people(tools.services, txn);
    if (auto const* const actor = people.actor(*caller.member)) {
        auto const author = people.author(*actor);
        chrome.viewer = webui::Viewer{author.name, author.path, author.avatar_url};
    }
    chrome.csrf_token = session_form_token(request, tools.https);
    chrome.sign_out_action = "/logout";
    return chrome;
}

Response private_page(std::string html, int status) {
    auto response = html_response(std::move(html), status);
    response.set("Cache-Control", "private, no-store");
    return response;
}

}  // namespace folkmoot::node
