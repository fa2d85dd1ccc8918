// What the handlers of sign-in and OAuth work with: one value for the node, owned by the App
// (`app.oauth()`).
#pragma once

#include "node/app/log.hpp"
#include "node/oauth/authenticator.hpp"
#include "node/oauth/sign_in_limits.hpp"
#include "node/pages/page_tools.hpp"

namespace folkmoot::node {

/// The parts. Everything given outlives this. May be used from any thread.
struct OAuthTools {
    OAuthTools(Services& node_services, PageTools& page_tools, Log const& node_log)
        : services(node_services),
          pages(page_tools),
          log(node_log),
          authentication(node_services.store, node_services.now, page_tools.https) {}

    OAuthTools(OAuthTools const&) = delete;
    OAuthTools& operator=(OAuthTools const&) = delete;

    Services& services;
    PageTools& pages;
    Log const& log;
    Authentication authentication;
    SignInLimits limits;
};

}  // namespace folkmoot::node
