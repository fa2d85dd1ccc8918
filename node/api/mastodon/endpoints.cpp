#include "node/api/mastodon/families.hpp"

#include <vector>

namespace folkmoot::node {
namespace {

std::vector<ClientEndpoint> all_families() {
    std::vector<ClientEndpoint> all;
    for (auto const family :
         {account_endpoints(),
          account_action_endpoints(),
          profile_endpoints(),
          follow_request_endpoints(),
          status_endpoints(),
          status_writing_endpoints(),
          status_action_endpoints(),
          timeline_endpoints(),
          notification_endpoints(),
          grouped_notification_endpoints(),
          search_endpoints(),
          instance_endpoints(),
          media_endpoints(),
          preference_and_marker_endpoints(),
          tag_endpoints(),
          list_and_filter_endpoints()}) {
        all.insert(all.end(), family.begin(), family.end());
    }
    return all;
}

std::vector<Endpoint> rows_of(std::span<ClientEndpoint const> endpoints) {
    std::vector<Endpoint> rows;
    for (auto const& endpoint : endpoints) {
        rows.push_back(endpoint.row);
    }
    return rows;
}

}  // namespace

std::span<ClientEndpoint const> client_endpoints() {
    static std::vector<ClientEndpoint> const all = all_families();
    return all;
}

std::span<Endpoint const> client_api_endpoints() {
    static std::vector<Endpoint> const rows = rows_of(client_endpoints());
    return rows;
}

}  // namespace folkmoot::node
