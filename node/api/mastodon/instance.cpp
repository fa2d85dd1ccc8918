// Mastodon API: /methods/instance, and the little that hangs on it.
#include "activitypub/html/markdown.hpp"
#include "node/api/mastodon/entities/instance_entity.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/fold_errors.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

template <auto entity>
asio::awaitable<Response> show_instance(ClientApi& api, RequestContext&) {
    auto const statistics = api.statistics().get();
    if (!statistics) {
        co_return statistics.error();
    }
    co_return json_response(entity(
        {api.config(), api.site(), api.services().limits, api.uploads().limits(), *statistics}
    ));
}

asio::awaitable<Response> list_nothing(ClientApi&, RequestContext&) {
    co_return empty_list();
}

/// When the node was made: nothing else dates its description.
Result<Response> show_extended_description(Reading& reading) {
    auto const identity = reading.tables().identity.load(reading.txn());
    auto const html = activitypub::markdown_to_html(reading.api.config().node.description).html;
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_object();
        json.key("updated_at").time(identity ? identity->created : 0);
        json.key("content").string(html.view());
        json.end_object();
        return {};
    });
}

/// Names of servers that are known here, oldest first.
Result<Response> list_peers(Reading& reading) {
    constexpr std::size_t most = 5'000;
    auto const hosts = reading.tables().hosts.list(reading.txn(), {}, most);
    if (!hosts) {
        return failed(hosts.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_array();
        for (auto const& host : *hosts) {
            json.string(host.name);
        }
        json.end_array();
        return {};
    });
}

asio::awaitable<Response> show_streaming_health(ClientApi&, RequestContext&) {
    co_return text_response("OK");
}

constexpr auto get = Verb::get;

constexpr auto table = std::to_array<ClientEndpoint>({
    route<show_instance<instance_entity>>(
        get, "/api/v2/instance", for_anyone, "What this node is."
    ),
    route<show_instance<instance_entity_v1>>(
        get, "/api/v1/instance", for_anyone, "What this node is (old form)."
    ),
    route<list_nothing>(get, "/api/v1/instance/rules", for_anyone, "Rules of the node."),
    route<show_extended_description>(
        get, "/api/v1/instance/extended_description", for_anyone, "About this node."
    ),
    route<list_peers>(get, "/api/v1/instance/peers", for_anyone, "Servers that are known here."),
    route<list_nothing>(
        get, "/api/v1/instance/activity", for_anyone, "Weekly figures: none are published."
    ),
    route<list_nothing>(
        get, "/api/v1/instance/domain_blocks", any_member, "Blocked servers: none are published."
    ),
    route<list_nothing>(get, "/api/v1/custom_emojis", for_anyone, "Custom emojis: none."),
    route<list_nothing>(get, "/api/v1/announcements", any_member, "Announcements: none."),
    route<show_streaming_health>(
        get, "/api/v1/streaming/health", for_anyone, "Whether streams may be asked for."
    ),
});

}  // namespace

std::span<ClientEndpoint const> instance_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
