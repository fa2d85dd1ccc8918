// Mastodon API: /methods/accounts, what a member does with others.
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/community/blocks_and_mutes.hpp"
#include "node/community/following.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::ActorId;

/// The relationship to an actor after something was done, or the failure of doing it.
template <class Done>
asio::awaitable<Result<Response>> relationship_after(
    Change& change, ActorId actor, Result<Done> done
) {
    if (!done) {
        co_return std::unexpected(std::move(done.error()));
    }
    co_return co_await answer_relationship(change, actor);
}

asio::awaitable<Result<Response>> follow_account(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    FollowActor command;
    command.follower = change.member;
    command.followed = ActorId(*id);
    command.show_reblogs = change.params.boolean("reblogs");
    command.notify = change.params.boolean("notify");
    if (change.params.has("languages")) {
        command.languages = change.params.texts("languages", 50);
    }
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    auto done = co_await follow(change.services(), std::move(command));
    co_return co_await relationship_after(change, ActorId(*id), std::move(done));
}

asio::awaitable<Result<Response>> unfollow_account(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    auto done = co_await unfollow(change.services(), change.member, ActorId(*id));
    co_return co_await relationship_after(change, ActorId(*id), std::move(done));
}

asio::awaitable<Result<Response>> remove_follower(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    AnswerFollow command;
    command.followed = change.member;
    command.follower = ActorId(*id);
    command.answer = FollowAnswer::reject;
    auto done = co_await answer_follow(change.services(), command);
    if (!done && done.error().code != ErrorCode::not_found) {
        co_return std::unexpected(std::move(done.error()));
    }
    co_return co_await answer_relationship(change, ActorId(*id));
}

asio::awaitable<Result<Response>> block(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    auto done = co_await block_actor(change.services(), change.member, ActorId(*id));
    co_return co_await relationship_after(change, ActorId(*id), std::move(done));
}

asio::awaitable<Result<Response>> unblock(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    auto done = co_await unblock_actor(change.services(), change.member, ActorId(*id));
    co_return co_await relationship_after(change, ActorId(*id), std::move(done));
}

asio::awaitable<Result<Response>> mute(Change& change) {
    constexpr std::int64_t longest_seconds = std::int64_t{100} * 365 * 86'400;
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    MuteActor command;
    command.member = change.member;
    command.target = ActorId(*id);
    command.notifications = change.params.boolean("notifications").value_or(true);
    command.duration_ms = change.params.integer("duration", 0, longest_seconds).value_or(0) * 1000;
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    auto done = co_await mute_actor(change.services(), command);
    co_return co_await relationship_after(change, ActorId(*id), std::move(done));
}

asio::awaitable<Result<Response>> unmute(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    auto done = co_await unmute_actor(change.services(), change.member, ActorId(*id));
    co_return co_await relationship_after(change, ActorId(*id), std::move(done));
}

constexpr auto post = Verb::post;
constexpr auto follows = member_with(Scope::write_follows);
constexpr auto blocks = member_with(Scope::write_blocks);
constexpr auto mutes = member_with(Scope::write_mutes);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<follow_account>(
        post, "/api/v1/accounts/:id/follow", follows, "Follow an account or join a group."
    ),
    route<unfollow_account>(
        post, "/api/v1/accounts/:id/unfollow", follows, "Stop to follow; leave a group."
    ),
    route<remove_follower>(
        post, "/api/v1/accounts/:id/remove_from_followers", follows, "Make a follower leave."
    ),
    route<block>(post, "/api/v1/accounts/:id/block", blocks, "Block an account."),
    route<unblock>(post, "/api/v1/accounts/:id/unblock", blocks, "Take a block back."),
    route<mute>(post, "/api/v1/accounts/:id/mute", mutes, "Mute an account."),
    route<unmute>(post, "/api/v1/accounts/:id/unmute", mutes, "Take a mute back."),
});

}  // namespace

std::span<ClientEndpoint const> account_action_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
