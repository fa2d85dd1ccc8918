// Mastodon API: /methods/tags, /methods/followed_tags.
#include "node/community/tags.hpp"

#include "node/api/mastodon/entities/small_entities.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/fold_errors.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::TagId;

/// A tag that nobody has written yet is a tag all the same.
Result<Response> show(Reading& reading) {
    auto const name = reading.context.params["name"];
    auto tag = reading.tables().tags.by_name(reading.txn(), name);
    if (!tag && tag.error().code != storage::ErrorCode::not_found) {
        return failed(tag.error());
    }
    storage::HashtagRecord unknown;
    unknown.folded = storage::fold_tag(name);
    auto const followed =
        tag ? reading.tables().tags.is_followed(reading.txn(), reading.member(), TagId(tag->id))
            : storage::Result<bool>(false);
    if (!followed) {
        return failed(followed.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        write_tag(json, reading.source, tag ? *tag : unknown, *followed);
        return {};
    });
}

Result<Response> list_followed(Reading& reading) {
    auto const asked = read_page(reading.params, 100, 200);
    auto const page =
        reading.tables().tags.followed_by(reading.txn(), reading.member(), page_request(asked));
    if (!page) {
        return failed(page.error());
    }
    return answer_page(
        reading,
        asked,
        *page,
        [](storage::FollowedTagRecord const& followed) { return followed.id; },
        [&](JsonWriter& json, storage::FollowedTagRecord const& followed) -> Result<void> {
            auto const tag = reading.tables().tags.load(reading.txn(), TagId(followed.tag));
            if (!tag) {
                return failed(tag.error());
            }
            write_tag(json, reading.source, *tag, true);
            return {};
        }
    );
}

asio::awaitable<Result<Response>> answer_tag(
    Change& change, Result<storage::HashtagRecord> tag, bool following
) {
    if (!tag) {
        co_return std::unexpected(std::move(tag.error()));
    }
    co_return co_await answer_from(change, [&](Reading& reading) {
        return answer_entity([&](JsonWriter& json) -> Result<void> {
            write_tag(json, reading.source, *tag, following);
            return {};
        });
    });
}

asio::awaitable<Result<Response>> follow(Change& change) {
    std::string name(change.context.params["name"]);
    auto tag = co_await follow_tag(change.services(), change.member, std::move(name));
    co_return co_await answer_tag(change, std::move(tag), true);
}

asio::awaitable<Result<Response>> unfollow(Change& change) {
    std::string name(change.context.params["name"]);
    auto tag = co_await unfollow_tag(change.services(), change.member, std::move(name));
    co_return co_await answer_tag(change, std::move(tag), false);
}

constexpr auto table = std::to_array<ClientEndpoint>({
    route<show>(Verb::get, "/api/v1/tags/:name", any_member, "A hashtag."),
    route<list_followed>(
        Verb::get,
        "/api/v1/followed_tags",
        member_with(Scope::read_follows),
        "Hashtags that the member follows."
    ),
    route<follow>(
        Verb::post,
        "/api/v1/tags/:name/follow",
        member_with(Scope::write_follows),
        "Follow a hashtag."
    ),
    route<unfollow>(
        Verb::post,
        "/api/v1/tags/:name/unfollow",
        member_with(Scope::write_follows),
        "Stop to follow a hashtag."
    ),
});

}  // namespace

std::span<ClientEndpoint const> tag_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
