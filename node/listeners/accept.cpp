#include "node/listeners/follow_answer.hpp"
#include "node/listeners/handlers.hpp"

#include <utility>

namespace folkmoot::node {

boost::asio::awaitable<Outcome> handle_accept(ListenerServices services, Incoming incoming) {
    auto request = *incoming.activity.object();
    co_return co_await answer_follow_of(
        std::move(services), std::move(incoming), std::move(request), true
    );
}

}  // namespace folkmoot::node
