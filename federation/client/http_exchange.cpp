#include "federation/client/http_exchange.hpp"

#include "federation/client/gzip_decoder.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Clock = std::chrono::steady_clock;
using Parser = http::response_parser<http::buffer_body>;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t piece_size = 16'384;
constexpr int max_interim_responses = 8;

constexpr auto own_headers = std::to_array<std::string_view>({
    "Host",
    "User-Agent",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Accept-Encoding",
});

bool is_own_header(std::string_view name) {
    return std::ranges::any_of(own_headers, [&](std::string_view own) {
        return activitypub::equals_ignoring_case(name, own);
    });
}

/// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.contains(c);
    });
}

bool is_field_value(std::string_view text) {
    constexpr std::string_view forbidden("\r\n\0", 3);
    return text.find_first_of(forbidden) == std::string_view::npos;
}

/// Removes the deadline whichever way the exchange ends, so that an idle connection has no timer
/// running.
struct DeadlineGuard {
    Connection& connection;

    ~DeadlineGuard() { connection.expires_never(); }
};

std::unexpected<FetchFailure> failed(FetchOutcome outcome, ErrorCode code, std::string detail) {
    return std::unexpected(FetchFailure{outcome, {code, std::move(detail)}, true});
}

std::unexpected<FetchFailure> invalid(std::string detail) {
    return failed(FetchOutcome::invalid_response, ErrorCode::remote_invalid, std::move(detail));
}

/// Sorts a failed read or write: our time limit, a malformed message, or the transport.
std::unexpected<FetchFailure> classify(
    Connection const& connection, beast::error_code error, bool response_began
) {
    if (connection.expired()) {
        return failed(FetchOutcome::timed_out, ErrorCode::unreachable, "time-out");
    }
    bool const cut_off =
        error == http::error::end_of_stream || error == http::error::partial_message;
    if (error.category() == make_error_code(http::error::bad_version).category() && !cut_off) {
        return invalid("malformed response: " + error.message());
    }
    return std::unexpected(FetchFailure{
        FetchOutcome::transport_failed,
        {ErrorCode::unreachable, "connection: " + error.message()},
        response_began
    });
}

/// Reads the body piece by piece under the caps and the minimum rate.
class BodyReader {
public:
    BodyReader(
        Connection& connection,
        beast::flat_buffer& buffer,
        Parser& parser,
        FetchLimits const& limits
    )
        : connection_(connection), buffer_(buffer), parser_(parser), limits_(limits) {}

    /// @return nothing, and the body in `body`
    asio::awaitable<std::expected<void, FetchFailure>> read(
        std::string& body, bool gzip, Clock::time_point deadline
    ) {
        if (gzip) {
            decoder_.emplace(limits_.body);
        }
        auto const start = Clock::now();
        auto const piece = std::make_unique<std::array<char, piece_size>>();
        while (!parser_.is_done()) {
            connection_.expires_at(std::min(deadline, start + time_for(received_)));
            auto& target = parser_.get().body();
            target.data = piece->data();
            target.size = piece->size();
            target.more = true;
            auto const [error, consumed] =
                co_await http::async_read_some(connection_, buffer_, parser_, token);
            if (error && error != http::error::need_buffer) {
                co_return classify(connection_, error, true);
            }
            std::string_view const got(piece->data(), piece->size() - target.size);
            if (auto taken = take(got, body); !taken) {
                co_return invalid(std::move(taken.error().detail));
            }
        }
        if (decoder_ && received_ > 0 && !decoder_->finished()) {
            co_return invalid("gzip: cut off");
        }
        co_return std::expected<void, FetchFailure>{};
    }

private:
    /// How long the peer may have needed for what has come so far before it is too slow.
    Clock::duration time_for(std::size_t bytes) const {
        if (limits_.min_rate == 0) {
            return limits_.total;
        }
        auto const at_min_rate = std::chrono::milliseconds(bytes * 1'000 / limits_.min_rate);
        return std::max(limits_.min_rate_after, at_min_rate);
    }

    Result<void> take(std::string_view got, std::string& body) {
        received_ += got.size();
        if (received_ > limits_.body) {
            return std::unexpected(Error{ErrorCode::remote_invalid, "body too large"});
        }
        if (decoder_) {
            return got.empty() ? Result<void>{} : decoder_->feed(got, body);
        }
        body.append(got);
        return {};
    }

    Connection& connection_;
    beast::flat_buffer& buffer_;
    Parser& parser_;
    FetchLimits const& limits_;
    std::optional<GzipDecoder> decoder_;
    std::size_t received_ = 0;
};

HeaderList copy_headers(Parser::value_type const& message) {
    HeaderList headers;
    for (auto const& field : message) {
        headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    return headers;
}

/// Whether the body is gzip; nothing for encodings, or lists of them, that we did not ask for.
std::optional<bool> is_gzip(Parser::value_type const& message, bool asked) {
    auto const fields = message.equal_range(http::field::content_encoding);
    if (fields.first == fields.second) {
        return false;
    }
    if (std::next(fields.first) != fields.second) {
        return std::nullopt;
    }
    auto const coding = activitypub::trim(std::string_view(fields.first->value()));
    if (coding.empty() || activitypub::equals_ignoring_case(coding, "identity")) {
        return false;
    }
    bool const gzip = activitypub::equals_ignoring_case(coding, "gzip") ||
                      activitypub::equals_ignoring_case(coding, "x-gzip");
    return gzip && asked ? std::optional(true) : std::nullopt;
}

void prepare(Parser& parser, FetchLimits const& limits, Method method) {
    parser.header_limit(static_cast<std::uint32_t>(limits.headers));
    parser.body_limit(boost::none);  // BodyReader counts
    parser.skip(method == Method::head);
}

/// Reads header sections until one that is not interim. @return nothing, and the parser with the
/// final header
asio::awaitable<std::expected<void, FetchFailure>> read_header(
    Connection& connection,
    beast::flat_buffer& buffer,
    std::optional<Parser>& parser,
    FetchLimits const& limits,
    Method method
) {
    for (int interim = 0; interim < max_interim_responses; ++interim) {
        parser.emplace();
        prepare(*parser, limits, method);
        auto const [error, bytes] =
            co_await http::async_read_header(connection, buffer, *parser, token);
        if (error) {
            bool const began = interim > 0 || parser->got_some() || buffer.size() > 0;
            co_return classify(connection, error, began);
        }
        if (parser->get().result_int() >= 200) {
            co_return std::expected<void, FetchFailure>{};
        }
    }
    co_return invalid("too many interim responses");
}

}  // namespace

Result<std::string> write_request_head(
    Method method,
    Url const& url,
    std::string const& user_agent,
    HeaderList const& headers,
    bool gzip,
    std::size_t body_size
) {
    std::string head;
    head.reserve(512);
    head.append(to_string(method)).append(" ").append(url.target()).append(" HTTP/1.1\r\n");
    auto const add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("Host", url.authority());
    add("User-Agent", user_agent);
    add("Accept-Encoding", gzip ? "gzip" : "identity");
    if (method == Method::post) {
        add("Content-Length", std::to_string(body_size));
    }
    for (auto const& header : headers) {
        if (!is_token(header.name) || !is_field_value(header.value)) {
            return std::unexpected(Error{ErrorCode::invalid_input, "malformed header to send"});
        }
        if (!is_own_header(header.name)) {
            add(header.name, header.value);
        }
    }
    head.append("\r\n");
    return head;
}

asio::awaitable<std::expected<WireResponse, FetchFailure>> exchange(
    std::shared_ptr<Connection> shared,
    WireRequest request,
    FetchLimits limits,
    bool gzip,
    Clock::time_point deadline
) {
    auto& connection = *shared;
    DeadlineGuard const guard{connection};
    connection.expires_at(deadline);
    std::array<asio::const_buffer, 2> const message{
        asio::buffer(request.head), asio::buffer(request.body)
    };
    auto const [write_error, written] = co_await asio::async_write(connection, message, token);
    if (write_error) {
        co_return classify(connection, write_error, false);
    }
    connection.expires_at(std::min(deadline, Clock::now() + limits.first_byte));
    beast::flat_buffer buffer(limits.headers + 2 * piece_size);
    std::optional<Parser> parser;
    if (auto header = co_await read_header(connection, buffer, parser, limits, request.method);
        !header) {
        co_return std::unexpected(std::move(header.error()));
    }
    auto const& received = parser->get();
    if (auto const length = parser->content_length();
        length && *length > limits.body && !parser->is_done()) {
        co_return invalid("body too large");
    }
    auto const encoded = is_gzip(received, gzip);
    if (!encoded) {
        co_return invalid("unexpected content encoding");
    }
    WireResponse result;
    result.response.status = received.result_int();
    result.response.headers = copy_headers(received);
    BodyReader reader(connection, buffer, *parser, limits);
    if (auto body = co_await reader.read(result.response.body, *encoded, deadline); !body) {
        co_return std::unexpected(std::move(body.error()));
    }
    result.reusable = parser->keep_alive() && buffer.size() == 0;
    co_return result;
}

}  // namespace folkmoot::federation
