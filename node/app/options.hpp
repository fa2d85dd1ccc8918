// The configuration as options of the parts that the node is put together from. Pure.
#pragma once

#include "activitypub/signature/signature_policy.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/client/http_client.hpp"
#include "federation/client/static_hosts.hpp"
#include "node/app/clock.hpp"
#include "node/config/config.hpp"
#include "node/http/server.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace folkmoot::node {

/// Threads that serve requests: as configured, else one for each processor.
std::size_t worker_count(Config const& config);

/// How the store of a node that exists is opened.
storage::StoreOptions store_options(Config const& config, Clock const& clock);

/// Names that the administrator has given addresses to.
std::vector<federation::StaticHost> static_hosts(Config::Federation const& federation);

/// What ids of other servers may look like.
activitypub::IriPolicy iri_policy(Config const& config);

/// The node's own origin.
activitypub::Origin origin_of(Site const& site);

/// The outbound door, with the networks and names that it may reach.
federation::HttpClientConfig client_config(Config const& config);

/// What signatures of others must have been made for.
activitypub::SignaturePolicy signature_policy(Site const& site);

/// The server.
ServerOptions server_options(Config const& config);

/// Authority of the media origin when it is another than the node's; empty otherwise.
std::string media_host(Config const& config);

}  // namespace folkmoot::node
