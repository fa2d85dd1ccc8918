#include "node/listeners/dispatch.hpp"

#include "node/listeners/handlers.hpp"

#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// An activity that this node gives no meaning to; the event of the inbox counts it by its type.
asio::awaitable<Outcome> ignore_type() {
    co_return ignored("type.ignored");
}

}  // namespace

asio::awaitable<Outcome> dispatch(ListenerServices services, Incoming incoming) {
    using enum activitypub::ActivityType;
    switch (incoming.activity.type) {
        case follow:
            return handle_follow(std::move(services), std::move(incoming));
        case accept:
            return handle_accept(std::move(services), std::move(incoming));
        case reject:
            return handle_reject(std::move(services), std::move(incoming));
        case undo:
            return handle_undo(std::move(services), std::move(incoming));
        case create:
            return handle_create(std::move(services), std::move(incoming));
        case update:
            return handle_update(std::move(services), std::move(incoming));
        case delete_:
            return handle_delete(std::move(services), std::move(incoming));
        case like:
        case emoji_react:
            return handle_like(std::move(services), std::move(incoming));
        case dislike:
            return handle_dislike(std::move(services), std::move(incoming));
        case announce:
            return handle_announce(std::move(services), std::move(incoming));
        case block:
            return handle_block(std::move(services), std::move(incoming));
        case move:
            return handle_move(std::move(services), std::move(incoming));
        case flag:
            return handle_flag(std::move(services), std::move(incoming));
        case add:
        case remove:
        case lock:
            return handle_moderation(std::move(services), std::move(incoming));
        default:
            return ignore_type();
    }
}

asio::awaitable<federation::Outcome> Listeners::handle(
    federation::VerifiedActivity activity, federation::FetchBudget* budget
) {
    co_return co_await dispatch(services_, incoming_of(activity, budget));
}

}  // namespace folkmoot::node
