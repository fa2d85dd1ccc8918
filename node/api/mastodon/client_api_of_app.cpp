// The one place where the client API meets the whole node.
#include "node/api/mastodon/client_api.hpp"
#include "node/app/app.hpp"

namespace folkmoot::node {

ClientApi& client_api(App& app) {
    return app.client_api();
}

}  // namespace folkmoot::node
