// What the page controllers work with: one value for the node, owned by the App (`app.pages()`).
#pragma once

#include "node/community/node_statistics.hpp"
#include "node/community/services.hpp"
#include "node/config/config.hpp"
#include "node/http/dispatcher.hpp"
#include "node/http/finish.hpp"
#include "node/http/static_files.hpp"
#include "node/pages/page_cache.hpp"
#include "webui/templates/templates.hpp"

namespace folkmoot::node {

/// The parts. Everything given outlives this. May be used from any thread.
struct PageTools {
    PageTools(
        Services& node_services,
        Config const& node_config,
        webui::Templates const& node_templates,
        StatisticsCache& node_statistics
    );
    PageTools(PageTools const&) = delete;
    PageTools& operator=(PageTools const&) = delete;

    Services& services;
    Config const& config;
    webui::Templates const& templates;
    StatisticsCache& statistics;
    bool https;           ///< the node's origin is https
    FinishPolicy policy;  ///< for the Content-Security-Policy of the consent page
    StaticFiles files;    ///< style sheet, icons, default pictures
    PageCache cache;
};

/// Draws error pages for the dispatcher. `tools` must outlive it.
ErrorPage error_pages(PageTools& tools);

}  // namespace folkmoot::node
