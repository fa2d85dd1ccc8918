// Mastodon API: /methods/timelines.
#include "node/community/timelines.hpp"

#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"

#include <array>

namespace folkmoot::node {
namespace {

Result<Response> answer_timeline(
    Reading& reading, Page const& asked, Result<Timeline> const& timeline
) {
    return timeline ? answer_entries(reading, asked, *timeline) : std::unexpected(timeline.error());
}

Result<Response> show_home(Reading& reading) {
    auto const asked = read_page(reading.params);
    return answer_timeline(
        reading,
        asked,
        home_timeline(
            reading.txn(),
            reading.tables(),
            reading.member(),
            page_request(asked),
            reading.source.now_ms(),
            reading.api.services().limits.home_sources
        )
    );
}

Result<Response> show_public(Reading& reading) {
    auto const asked = read_page(reading.params);
    PublicTimelineFilter filter;
    filter.local = reading.params.boolean("local").value_or(false);
    filter.remote = reading.params.boolean("remote").value_or(false);
    filter.only_media = reading.params.boolean("only_media").value_or(false);
    return answer_timeline(
        reading,
        asked,
        public_timeline(
            reading.txn(),
            reading.tables(),
            reading.viewer(),
            filter,
            page_request(asked),
            reading.source.now_ms()
        )
    );
}

Result<Response> show_tag(Reading& reading) {
    auto const asked = read_page(reading.params);
    TagTimelineFilter filter;
    filter.any = reading.params.texts("any", 10);
    filter.all = reading.params.texts("all", 10);
    filter.none = reading.params.texts("none", 10);
    filter.local = reading.params.boolean("local").value_or(false);
    filter.remote = reading.params.boolean("remote").value_or(false);
    filter.only_media = reading.params.boolean("only_media").value_or(false);
    return answer_timeline(
        reading,
        asked,
        tag_timeline(
            reading.txn(),
            reading.tables(),
            reading.viewer(),
            std::string(reading.context.params["hashtag"]),
            filter,
            page_request(asked),
            reading.source.now_ms()
        )
    );
}

constexpr auto table = std::to_array<ClientEndpoint>({
    route<show_home>(
        Verb::get,
        "/api/v1/timelines/home",
        member_with(Scope::read_statuses),
        "What the member follows."
    ),
    route<show_public>(
        Verb::get,
        "/api/v1/timelines/public",
        anyone_with(Scope::read_statuses),
        "Public topics and posts."
    ),
    route<show_tag>(
        Verb::get,
        "/api/v1/timelines/tag/:hashtag",
        anyone_with(Scope::read_statuses),
        "Public posts with a hashtag."
    ),
});

}  // namespace

std::span<ClientEndpoint const> timeline_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
