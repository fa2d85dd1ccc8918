#include "node/listeners/handlers.hpp"
#include "node/listeners/reaction.hpp"

#include <utility>

namespace folkmoot::node {

boost::asio::awaitable<Outcome> handle_like(ListenerServices services, Incoming incoming) {
    co_return co_await react(std::move(services), std::move(incoming));
}

}  // namespace folkmoot::node
