// What the server asks of the application. The dispatcher is the one implementation; tests have
// others.
#pragma once

#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace folkmoot::node {

/// Answers requests. Called from every worker thread at once; a request stays on the thread of its
/// connection.
class Service {
public:
    virtual ~Service() = default;

    /// Largest body that this request may have, in bytes, decided by its head alone (the body is
    /// not there yet).
    virtual std::uint64_t body_limit(Request const& head) = 0;

    /// Answers one request. The reference lives until the answer is complete. What is thrown
    /// becomes a 500, or a 503 when memory ran out.
    virtual boost::asio::awaitable<Response> serve(Request const& request) = 0;
};

}  // namespace folkmoot::node
