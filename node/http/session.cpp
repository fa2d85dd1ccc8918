#include "node/http/session.hpp"

#include "node/http/body_parser.hpp"
#include "node/http/errors.hpp"
#include "node/http/target.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <new>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
// Most heads fit in the first; an idle connection holds no more than that.
constexpr std::size_t head_read_size = 4 * 1024;
constexpr std::size_t body_read_size = 16 * 1024;
constexpr std::size_t file_chunk = 64 * 1024;

// pread until `length` bytes or the end; a shorter text tells of an error or of a file that shrank.
std::string read_file(FileRange const& range, std::size_t length) {
    std::string chunk(length, '\0');
    std::size_t filled = 0;
    while (filled < length) {
        auto const count = ::pread(
            range.descriptor,
            chunk.data() + filled,
            length - filled,
            static_cast<off_t>(range.offset + filled)
        );
        if (count <= 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    chunk.resize(filled);
    return chunk;
}

}  // namespace

Session::Session(federation::Connection connection, SessionParts parts)
    : connection_(std::move(connection)), parts_(std::move(parts)) {}

federation::Connection::executor_type Session::executor() {
    return connection_.get_executor();
}

void Session::stop() {
    if (idle_) {
        connection_.close();
    }
}

void Session::abort() {
    connection_.close();
}

asio::awaitable<void> Session::run() {
    connection_.expires_after(parts_.options.timeouts.head);
    if (auto const shaken = co_await connection_.handshake(); !shaken) {
        co_return;
    }
    peer_ = connection_.remote_endpoint().address();
    while (co_await next_request()) {
    }
    co_await linger();
}

// One request and its answer; false when the connection is done with.
asio::awaitable<bool> Session::next_request() {
    request_id_ = request_id_.empty() ? random_request_id(parts_.parts.random)
                                      : next_request_id(std::move(request_id_));
    auto const size = co_await read_head_bytes();
    if (!size) {
        co_return co_await refuse(size.error(), nullptr);
    }
    if (*size == 0) {
        co_return false;
    }
    auto head = std::make_shared<std::string const>(pending_.substr(0, *size));
    pending_ = pending_.substr(*size);
    co_return co_await exchange(std::move(head));
}

// Size of the head at the front of pending_; 0 when the peer went away or was too slow.
asio::awaitable<std::expected<std::size_t, Refusal>> Session::read_head_bytes() {
    HeadScanner scanner{parts_.options.gate};
    auto const& timeouts = parts_.options.timeouts;
    bool begun = !pending_.empty();
    connection_.expires_after(begun ? timeouts.head : timeouts.idle);
    while (true) {
        auto const size = scanner.scan(pending_);
        if (!size) {
            co_return std::unexpected{size.error()};
        }
        if (*size) {
            co_return **size;
        }
        idle_ = !begun;
        if ((idle_ && parts_.stopping) || !co_await read_some(head_read_size)) {
            co_return 0;
        }
        if (!std::exchange(begun, true)) {
            idle_ = false;
            connection_.expires_after(timeouts.head);
        }
    }
}

asio::awaitable<bool> Session::read_some(std::size_t most) {
    auto const size = pending_.size();
    pending_.resize(size + most);
    auto const [error, count] =
        co_await connection_.async_read_some(asio::buffer(pending_.data() + size, most), as_tuple);
    pending_.resize(size + (error ? 0 : count));
    co_return !error;
}

std::expected<Request, Refusal> Session::make_request(
    std::shared_ptr<std::string const> const& head, GateHead& seen
) {
    auto const& options = parts_.options;
    auto target = parse_target(seen.target);
    if (!target) {
        return std::unexpected{Refusal{400, "malformed target"}};
    }
    Request request;
    request.verb = seen.verb;
    request.target = seen.target;
    request.segments = std::move(target->segments);
    request.query = std::move(target->query);
    request.headers = Headers{head, std::move(seen.fields)};
    request.host = seen.host;
    request.id = request_id_;
    request.received_at = parts_.parts.clock();
    auto const client = find_client(peer_, connection_.is_tls(), request.headers, options.proxies);
    request.peer = client.address;
    request.secure = client.secure;
    if (std::find(options.hosts.begin(), options.hosts.end(), request.host) ==
        options.hosts.end()) {
        return std::unexpected{Refusal{421, "unknown host"}};
    }
    return request;
}

asio::awaitable<bool> Session::exchange(std::shared_ptr<std::string const> head) {
    auto seen = read_head(*head, parts_.options.gate);
    if (!seen) {
        co_return co_await refuse(seen.error(), nullptr);
    }
    auto request = make_request(head, *seen);
    if (!request) {
        co_return co_await refuse(request.error(), nullptr);
    }
    auto body = co_await read_body(*head, *seen, *request);
    if (!body) {
        unread_ = true;
        co_return co_await respond(std::move(body.error()), &*request, false);
    }
    if (!connection_.is_open()) {
        co_return false;
    }
    request->body = std::move(*body);
    connection_.expires_never();
    auto response = co_await serve(*request);
    bool const keep_alive = seen->keep_alive && !parts_.stopping;
    co_return co_await respond(std::move(response), &*request, keep_alive);
}

// The body, or the answer to a request whose body is not taken. A lost connection gives an empty
// body.
asio::awaitable<std::expected<Body, Response>> Session::read_body(
    std::string_view head, GateHead const& seen, Request const& request
) {
    auto const refused = [&](Refusal refusal) {
        parts_.refused.add();
        return std::unexpected{error_response(refusal.status, refusal.reason, request_id_)};
    };
    auto const limit = seen.framing == Framing::none ? 0 : parts_.parts.service.body_limit(request);
    auto parser = BodyParser::create(head, seen, limit);
    if (!parser) {
        co_return refused(parser.error());
    }
    if (parser->done()) {
        co_return Body{};
    }
    auto const& options = parts_.options;
    auto const start = parts_.parts.steady();
    allow(options.timeouts.body, start, 0);
    if (seen.expects_continue && pending_.empty()) {
        co_await asio::async_write(
            connection_, asio::buffer(std::string_view{"HTTP/1.1 100 Continue\r\n\r\n"}), as_tuple
        );
    }
    BodyCollector collector{parts_.budget, options.body_threshold, options.temporary_folder};
    std::string decoded;
    std::uint64_t received = 0;
    while (true) {
        decoded.clear();
        auto const used = parser->feed(pending_, decoded);
        if (!used) {
            co_return refused(used.error());
        }
        pending_.erase(0, *used);
        received += *used;
        if (auto kept = collector.append(decoded); !kept) {
            co_return std::unexpected{error_response(kept.error(), request_id_)};
        }
        if (parser->done()) {
            break;
        }
        allow(options.timeouts.body, start, received);
        if (!co_await read_some(body_read_size)) {
            connection_.close();
            co_return Body{};
        }
    }
    auto body = collector.finish();
    if (!body) {
        co_return std::unexpected{error_response(body.error(), request_id_)};
    }
    co_return std::move(*body);
}

asio::awaitable<Response> Session::serve(Request const& request) {
    try {
        co_return co_await parts_.parts.service.serve(request);
    } catch (std::bad_alloc const&) {
        parts_.parts.log.error("http.out_of_memory", {{"request", request_id_}});
        co_return error_response(503, "The server is busy; try again later.", request_id_);
    } catch (std::exception const& error) {
        parts_.parts.log.error(
            "http.handler_failed", {{"request", request_id_}, {"what", error.what()}}
        );
    }
    co_return error_response(500, "Something went wrong on our side.", request_id_);
}

asio::awaitable<bool> Session::refuse(Refusal refusal, Request const* request) {
    parts_.refused.add();
    parts_.parts.log.debug(
        "http.refused",
        {{"request", request_id_}, {"status", refusal.status}, {"reason", refusal.reason}}
    );
    unread_ = true;
    auto response = error_response(refusal.status, refusal.reason, request_id_);
    co_return co_await respond(std::move(response), request, false);
}

asio::awaitable<bool> Session::respond(Response response, Request const* request, bool keep_alive) {
    finish_response(response, request, request_id_, parts_.options.finish, parts_.parts.clock());
    auto head = serialize_head(response, keep_alive);
    bool const bodyless = request != nullptr && request->verb == Verb::head;
    bool written = false;
    if (auto* const range = std::get_if<FileRange>(&response.body); range != nullptr && !bodyless) {
        written = co_await write_file(std::move(head), std::move(*range));
    } else {
        written = co_await write_memory(head, bodyless ? std::string_view{} : response.bytes());
    }
    co_return written&& keep_alive;
}

asio::awaitable<bool> Session::write_memory(std::string_view head, std::string_view body) {
    auto const start = parts_.parts.steady();
    std::uint64_t sent = 0;
    while (!head.empty() || !body.empty()) {
        allow(parts_.options.timeouts.write, start, sent);
        std::array const buffers{asio::buffer(head), asio::buffer(body)};
        auto const [error, count] = co_await connection_.async_write_some(buffers, as_tuple);
        if (error) {
            co_return false;
        }
        auto const of_head = std::min(count, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(count - of_head);
        sent += count;
    }
    co_return true;
}

asio::awaitable<bool> Session::write_file(std::string head, FileRange range) {
    auto const home = co_await asio::this_coro::executor;
    while (true) {
        auto const length = std::min<std::uint64_t>(range.length, file_chunk);
        co_await asio::post(asio::bind_executor(parts_.parts.file_executor, asio::use_awaitable));
        auto const chunk = read_file(range, length);
        co_await asio::post(asio::bind_executor(home, asio::use_awaitable));
        if (!co_await write_memory(head, chunk) || chunk.size() < length) {
            co_return false;
        }
        head.clear();
        range.offset += length;
        range.length -= length;
        if (range.length == 0) {
            co_return true;
        }
    }
}

// Closing while the client still sends would reset the connection and could take the answer with
// it: say that nothing more comes, then read a little of the rest.
asio::awaitable<void> Session::linger() {
    constexpr std::chrono::seconds patience{2};
    constexpr std::size_t most = 256 * 1024;
    if (!connection_.is_open()) {
        co_return;
    }
    connection_.expires_after(patience);
    if (unread_) {
        co_await connection_.async_shutdown(as_tuple);
        std::size_t drained = 0;
        do {
            drained += pending_.size();
            pending_.clear();
        } while (drained < most && co_await read_some(body_read_size));
        connection_.close();
    } else {
        co_await connection_.shutdown();
    }
}

// Moves the deadline so far that a peer of the least permitted speed keeps it.
void Session::allow(std::chrono::milliseconds base, SteadyTime start, std::uint64_t bytes) {
    std::chrono::milliseconds const earned{
        bytes * 1000 / parts_.options.timeouts.floor_bytes_per_second
    };
    connection_.expires_at(start + base + earned);
}

}  // namespace folkmoot::node
