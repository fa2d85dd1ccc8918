#include "node/pages/endpoints.hpp"

#include "node/app/app.hpp"
#include "node/http/router.hpp"
#include "node/pages/handlers.hpp"

#include <array>

namespace folkmoot::node {
namespace {

template <Response (*handler)(PageTools&, RequestContext const&)>
boost::asio::awaitable<Response> with_tools(App& app, RequestContext& context) {
    co_return handler(app.pages(), context);
}

constexpr Formats page_or_activity = Format::html | Format::activity;

constexpr auto table = std::to_array<Endpoint>({
    {.verb = Verb::get,
     .path = "/",
     .run = with_tools<show_landing>,
     .rate = Rate::page,
     .summary = "Groups and latest topics of the node.",
     .formats = Format::html},
    {.verb = Verb::get,
     .path = "/about",
     .run = with_tools<show_about>,
     .rate = Rate::page,
     .summary = "What the node is and who runs it.",
     .formats = Format::html},
    {.verb = Verb::get,
     .path = "/g/:group",
     .run = with_tools<show_group>,
     .rate = Rate::page,
     .summary = "A group's topics, last active first.",
     .formats = page_or_activity},
    {.verb = Verb::get,
     .path = "/g/:group/about",
     .run = with_tools<show_group_about>,
     .rate = Rate::page,
     .summary = "A group's description, rules and moderators.",
     .formats = page_or_activity},
    {.verb = Verb::get,
     .path = "/g/:group/:topic",
     .run = with_tools<show_topic>,
     .rate = Rate::page,
     .summary = "A topic with its replies.",
     .formats = page_or_activity},
    {.verb = Verb::get,
     .path = "/@:name",
     .run = with_tools<show_member>,
     .rate = Rate::page,
     .summary = "A member with their public posts.",
     .formats = page_or_activity},
    {.verb = Verb::get,
     .path = "/@:name/:id",
     .run = with_tools<show_post>,
     .rate = Rate::page,
     .summary = "A post outside groups with its replies.",
     .formats = page_or_activity},
    {.verb = Verb::get,
     .path = "/p/:id",
     .run = with_tools<follow_short_link>,
     .rate = Rate::page,
     .summary = "Leads to where a post is.",
     .formats = page_or_activity},
    {.verb = Verb::post,
     .path = "/preferences",
     .run = with_tools<set_preferences>,
     .rate = Rate::page,
     .summary = "Keeps language or colours in a cookie.",
     .formats = Format::html,
     .body_limit = 16 * 1024},
    {.verb = Verb::get,
     .path = "/assets/*name",
     .run = with_tools<show_asset>,
     .rate = Rate::none,
     .summary = "Style sheet, icons and default pictures.",
     .formats = Format::other},
    {.verb = Verb::get,
     .path = "/favicon.ico",
     .run = with_tools<show_icon>,
     .rate = Rate::none,
     .summary = "The node's icon.",
     .formats = Format::other},
    {.verb = Verb::get,
     .path = "/robots.txt",
     .run = with_tools<show_robots>,
     .rate = Rate::none,
     .summary = "What robots may read.",
     .formats = Format::other},
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> page_endpoints() {
    return table;
}

}  // namespace folkmoot::node
