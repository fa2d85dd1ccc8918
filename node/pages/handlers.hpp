// The page controllers: request -> community -> view model -> HTML. endpoints.cpp binds them to
// paths. They read and never wait, so they are no coroutines.
#pragma once

#include "node/http/endpoint.hpp"
#include "node/pages/page_tools.hpp"

namespace folkmoot::node {

/// GET /: groups and latest topics of the node.
Response show_landing(PageTools& tools, RequestContext const& context);

/// GET /about.
Response show_about(PageTools& tools, RequestContext const& context);

/// GET /g/:group?after=: the topics of a group, last active first.
Response show_group(PageTools& tools, RequestContext const& context);

/// GET /g/:group/about.
Response show_group_about(PageTools& tools, RequestContext const& context);

/// GET /g/:group/:topic?p=: a page of a topic.
Response show_topic(PageTools& tools, RequestContext const& context);

/// GET /@:name?after=: a member with their public posts.
Response show_member(PageTools& tools, RequestContext const& context);

/// GET /@:name/:id?p=: a post outside groups with its replies.
Response show_post(PageTools& tools, RequestContext const& context);

/// GET /p/:id: leads to where a post is.
Response follow_short_link(PageTools& tools, RequestContext const& context);

/// POST /preferences: keeps language or colours in a cookie.
Response set_preferences(PageTools& tools, RequestContext const& context);

/// GET /assets/*.
Response show_asset(PageTools& tools, RequestContext const& context);

/// GET /favicon.ico.
Response show_icon(PageTools& tools, RequestContext const& context);

/// GET /robots.txt.
Response show_robots(PageTools& tools, RequestContext const& context);

}  // namespace folkmoot::node
