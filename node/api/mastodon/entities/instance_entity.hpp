// Instance and V1::Instance (Mastodon API: /entities/Instance): what the node is and allows. The
// version names the level of the API that clients may count on, before the node's own.
#pragma once

#include "node/community/node_statistics.hpp"
#include "node/community/services.hpp"
#include "node/config/config.hpp"
#include "node/media/uploads.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace folkmoot::node {

/// What an instance entity is made from.
struct InstanceSource {
    Config const& config;
    Site const& site;
    CommunityLimits const& limits;
    MediaLimits const& media;
    NodeStatistics const& statistics;
};

/// "4.5.0 (compatible; Folkmoot X.Y.Z)".
std::string compatible_version();

/// The instance of version 2.
nlohmann::json instance_entity(InstanceSource const& source);

/// The instance of version 1, which old clients ask for.
nlohmann::json instance_entity_v1(InstanceSource const& source);

}  // namespace folkmoot::node
