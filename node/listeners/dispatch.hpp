// The node's ear: implements federation::Listener over the functions of handlers.hpp.
#pragma once

#include "federation/inbox/listener.hpp"
#include "node/listeners/listener_services.hpp"

#include <utility>

namespace folkmoot::node {

/// The listener. Thread-safe; all that is given outlives it.
class Listeners final : public federation::Listener {
public:
    explicit Listeners(ListenerServices services) : services_(std::move(services)) {}

    boost::asio::awaitable<federation::Outcome> handle(
        federation::VerifiedActivity activity, federation::FetchBudget* budget
    ) override;

private:
    ListenerServices services_;
};

}  // namespace folkmoot::node
