// Mastodon API: /methods/follow_requests, /methods/blocks, /methods/mutes.
#include "node/api/mastodon/account_lists.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/community/following.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::ActorId;

Result<Response> list_requests(Reading& reading) {
    auto const asked = read_page(reading.params, 40, 80);
    auto const page = reading.tables().follows.followers_of(
        reading.txn(), reading.member(), storage::FollowState::pending, page_request(asked)
    );
    return answer_accounts(reading, asked, page, [](auto const& f) { return f.follower; });
}

Result<Response> list_blocks(Reading& reading) {
    auto const asked = read_page(reading.params, 40, 80);
    auto const page =
        reading.tables().blocks.of_actor(reading.txn(), reading.member(), page_request(asked));
    return answer_accounts(reading, asked, page, [](auto const& block) { return block.target; });
}

Result<Response> list_mutes(Reading& reading) {
    auto const asked = read_page(reading.params, 40, 80);
    auto const page = reading.tables().mutes.of_actor(
        reading.txn(), reading.member(), reading.source.now_ms(), page_request(asked)
    );
    if (!page) {
        return failed(page.error());
    }
    return answer_page(
        reading,
        asked,
        *page,
        [](storage::MuteRecord const& mute) { return mute.id; },
        [&](JsonWriter& json, storage::MuteRecord const& mute) {
            return reading.accounts.write_muted(json, ActorId(mute.target), mute.expires);
        }
    );
}

asio::awaitable<Result<Response>> answer_request(Change& change, FollowAnswer answer) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    AnswerFollow command;
    command.followed = change.member;
    command.follower = ActorId(*id);
    command.answer = answer;
    auto done = co_await answer_follow(change.services(), command);
    if (!done) {
        co_return std::unexpected(std::move(done.error()));
    }
    co_return co_await answer_relationship(change, ActorId(*id));
}

asio::awaitable<Result<Response>> authorize(Change& change) {
    return answer_request(change, FollowAnswer::accept);
}

asio::awaitable<Result<Response>> reject(Change& change) {
    return answer_request(change, FollowAnswer::reject);
}

constexpr auto table = std::to_array<ClientEndpoint>({
    route<list_requests>(
        Verb::get,
        "/api/v1/follow_requests",
        member_with(Scope::read_follows),
        "Who asks to follow the member."
    ),
    route<authorize>(
        Verb::post,
        "/api/v1/follow_requests/:id/authorize",
        member_with(Scope::write_follows),
        "Accept a request."
    ),
    route<reject>(
        Verb::post,
        "/api/v1/follow_requests/:id/reject",
        member_with(Scope::write_follows),
        "Refuse a request."
    ),
    route<list_blocks>(
        Verb::get, "/api/v1/blocks", member_with(Scope::read_blocks), "Whom the member blocks."
    ),
    route<list_mutes>(
        Verb::get, "/api/v1/mutes", member_with(Scope::read_mutes), "Whom the member mutes."
    ),
});

}  // namespace

std::span<ClientEndpoint const> follow_request_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
