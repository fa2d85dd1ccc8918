#include "federation/client/connection.hpp"
#include "tests/bench/commands.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

namespace folkmoot::bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

/// The header lines and the body of a captured answer.
http::response<http::span_body<char>> parse_answer(std::string& captured) {
    http::response<http::span_body<char>> answer;
    auto const end = captured.find("\r\n\r\n");
    auto line = captured.find("\r\n") + 2;
    while (line < end) {
        auto const next = captured.find("\r\n", line);
        auto const colon = captured.find(": ", line);
        answer.insert(
            captured.substr(line, colon - line), captured.substr(colon + 2, next - colon - 2)
        );
        line = next + 2;
    }
    answer.body() = {captured.data() + end + 4, captured.size() - end - 4};
    return answer;
}

asio::awaitable<void> converse(
    Tcp::socket socket, http::response<http::span_body<char>> const& answer
) {
    boost::beast::flat_buffer buffer;
    while (true) {
        http::request<http::empty_body> request;
        if (auto const [error, size] = co_await http::async_read(socket, buffer, request, as_tuple);
            error) {
            co_return;
        }
        http::response_serializer<http::span_body<char>, http::fields> serializer(answer);
        if (auto const [error, size] = co_await http::async_write(socket, serializer, as_tuple);
            error) {
            co_return;
        }
    }
}

asio::awaitable<void> accept(
    Tcp::acceptor& acceptor, http::response<http::span_body<char>> const& answer
) {
    while (true) {
        auto [error, socket] = co_await acceptor.async_accept(as_tuple);
        if (error) {
            co_return;
        }
        socket.set_option(Tcp::no_delay{true});
        asio::co_spawn(
            acceptor.get_executor(), converse(std::move(socket), answer), asio::detached
        );
    }
}

}  // namespace

void serve_fixed(Arguments const& arguments) {
    auto captured = read_file(arguments.text("answer"));
    auto const answer = parse_answer(captured);
    asio::io_context io(1);
    Tcp::acceptor acceptor(
        io,
        {asio::ip::address_v4::loopback(), static_cast<unsigned short>(arguments.number("port", 0))}
    );
    asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&io](auto, int) { io.stop(); });
    asio::co_spawn(io, accept(acceptor, answer), asio::detached);
    io.run();
}

}  // namespace folkmoot::bench
