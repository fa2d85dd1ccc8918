// One connection: reads requests one after the other, has them answered, writes the answers.
// Internal to the server.
#pragma once

#include "federation/client/connection.hpp"
#include "node/http/body_store.hpp"
#include "node/http/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <atomic>
#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// What all sessions of a server share; outlives them.
struct SessionParts {
    ServerOptions const& options;
    ServerParts const& parts;
    std::shared_ptr<BodyBudget> budget;
    std::atomic<bool> const& stopping;
    Counter& refused;  ///< requests that the gate turned away
};

/// Runs one connection from handshake to close. All calls on the connection's executor.
///
/// A protocol that takes a connection over (WebSocket) starts in exchange(), between reading the
/// request and writing the answer, with `connection_` and `pending_`.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(federation::Connection connection, SessionParts parts);

    /// Ends when the connection is closed.
    boost::asio::awaitable<void> run();

    /// Closes an idle connection; one with a request under way closes after its answer.
    void stop();

    /// Closes the connection whatever it does.
    void abort();

    federation::Connection::executor_type executor();

private:
    boost::asio::awaitable<bool> next_request();
    boost::asio::awaitable<std::expected<std::size_t, Refusal>> read_head_bytes();
    boost::asio::awaitable<bool> exchange(std::shared_ptr<std::string const> head);
    std::expected<Request, Refusal> make_request(
        std::shared_ptr<std::string const> const& head, GateHead& seen
    );
    boost::asio::awaitable<std::expected<Body, Response>> read_body(
        std::string_view head, GateHead const& seen, Request const& request
    );
    boost::asio::awaitable<Response> serve(Request const& request);
    boost::asio::awaitable<bool> refuse(Refusal refusal, Request const* request);
    boost::asio::awaitable<bool> respond(
        Response response, Request const* request, bool keep_alive
    );
    boost::asio::awaitable<bool> write_memory(std::string_view head, std::string_view body);
    boost::asio::awaitable<bool> write_file(std::string head, FileRange range);
    boost::asio::awaitable<bool> read_some(std::size_t most);
    boost::asio::awaitable<void> linger();
    void allow(std::chrono::milliseconds base, SteadyTime start, std::uint64_t bytes);

    federation::Connection connection_;
    SessionParts parts_;
    boost::asio::ip::address peer_;  // asked for once: each request needs it
    std::string request_id_;
    std::string pending_;  // received and not used yet
    bool idle_{false};
    bool unread_{false};  // the client may still be sending what we refused
};

}  // namespace folkmoot::node
