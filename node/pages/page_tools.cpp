#include "node/pages/page_tools.hpp"

#include "webui/style/assets.hpp"

#include <string>

namespace folkmoot::node {
namespace {

StaticFiles asset_files() {
    StaticFiles files;
    for (auto const& asset : webui::assets()) {
        files.add(std::string(asset.path), std::string(asset.type), asset.body, asset.gzip);
    }
    return files;
}

FinishPolicy policy_of(Config const& config) {
    FinishPolicy policy;
    policy.media_origin = config.media.origin == config.node.origin ? "" : config.media.origin;
    return policy;
}

}  // namespace

PageTools::PageTools(
    Services& node_services,
    Config const& node_config,
    webui::Templates const& node_templates,
    StatisticsCache& node_statistics
)
    : services(node_services),
      config(node_config),
      templates(node_templates),
      statistics(node_statistics),
      https(node_services.site.origin().starts_with("https://")),
      policy(policy_of(node_config)),
      files(asset_files()),
      cache(node_services.store) {}

}  // namespace folkmoot::node
