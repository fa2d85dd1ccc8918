#include "node/app/endpoints.hpp"

#include "node/api/activitypub/endpoints.hpp"
#include "node/api/mastodon/client_api.hpp"
#include "node/media/serve.hpp"
#include "node/oauth/endpoints.hpp"
#include "node/pages/endpoints.hpp"

namespace folkmoot::node {

std::vector<std::span<Endpoint const>> all_endpoints() {
    return {
        operation_endpoints(),
        discovery_endpoints(),
        actor_endpoints(),
        object_endpoints(),
        inbox_endpoints(),
        client_api_endpoints(),
        media_file_endpoints(),
        oauth_endpoints(),
        page_endpoints(),
    };
}

}  // namespace folkmoot::node
