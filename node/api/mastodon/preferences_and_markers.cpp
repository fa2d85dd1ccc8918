// Mastodon API: /methods/preferences, /methods/markers.
#include "node/api/mastodon/entities/small_entities.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/community/markers.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::MarkedTimeline;

constexpr std::array<std::pair<std::string_view, MarkedTimeline>, 2> marked_timelines{{
    {"home", MarkedTimeline::home},
    {"notifications", MarkedTimeline::notifications},
}};

Result<Response> show_preferences(Reading& reading) {
    auto const preferences = reading.tables().preferences.load(reading.txn(), reading.member());
    if (!preferences) {
        return failed(preferences.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        write_preferences(json, *preferences);
        return {};
    });
}

Result<Response> show_markers(Reading& reading) {
    auto const wanted = reading.params.texts("timeline", 10);
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_object();
        for (auto const& [name, timeline] : marked_timelines) {
            if (std::ranges::find(wanted, name) == wanted.end()) {
                continue;
            }
            auto const marker =
                reading.tables().markers.load(reading.txn(), reading.member(), timeline);
            if (marker) {
                json.key(name);
                write_marker(json, *marker);
            }
        }
        json.end_object();
        return {};
    });
}

asio::awaitable<Result<Response>> save_markers(Change& change) {
    std::vector<std::pair<std::string_view, std::uint64_t>> wanted;
    for (auto const& [name, timeline] : marked_timelines) {
        auto marker = change.params.child(name);
        if (auto const id = marker.id("last_read_id")) {
            wanted.emplace_back(name, *id);
        }
    }
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (auto const& [name, id] : wanted) {
        auto const timeline = std::ranges::find(marked_timelines, name, [](auto const& entry) {
                                  return entry.first;
                              })->second;
        auto const marker = co_await set_marker(change.services(), change.member, timeline, id);
        if (!marker) {
            co_return std::unexpected(marker.error());
        }
        json.key(name);
        write_marker(json, *marker);
    }
    json.end_object();
    co_return json_text_response(std::move(out));
}

constexpr auto table = std::to_array<ClientEndpoint>({
    route<show_preferences>(
        Verb::get,
        "/api/v1/preferences",
        member_with(Scope::read_accounts),
        "What the member prefers."
    ),
    route<show_markers>(
        Verb::get,
        "/api/v1/markers",
        member_with(Scope::read_statuses),
        "How far the member has read."
    ),
    route<save_markers>(
        Verb::post,
        "/api/v1/markers",
        member_with(Scope::write_statuses),
        "Remember how far the member has read."
    ),
});

}  // namespace

std::span<ClientEndpoint const> preference_and_marker_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
