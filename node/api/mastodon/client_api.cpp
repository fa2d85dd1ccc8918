#include "node/api/mastodon/client_api.hpp"

#include "webui/style/assets.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

std::string asset_url(Site const& site, std::string_view name) {
    return site.origin() + std::string(webui::asset_path(name));
}

}  // namespace

ClientApi::ClientApi(ClientApiParts parts)
    : parts_(std::move(parts)),
      fragments_(parts_.fragment_bytes),
      pictures_{
          asset_url(parts_.services.site, "avatar.png"),
          asset_url(parts_.services.site, "header.png")
      } {}

}  // namespace folkmoot::node
