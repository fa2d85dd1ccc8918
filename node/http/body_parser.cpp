#include "node/http/body_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include <iterator>
#include <limits>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

// A chunk's size line, with its extensions, may not be longer.
constexpr std::size_t longest_chunk_line = 4 * 1024;

// "0", two line ends.
constexpr std::size_t last_chunk_size = 5;

std::unexpected<Refusal> refuse(int status, std::string_view reason) {
    return std::unexpected{Refusal{status, reason}};
}

}  // namespace

struct BodyParser::State {
    http::request_parser<http::buffer_body> parser;
    std::size_t fields{0};
    bool chunked{false};

    std::size_t count_fields() const {
        auto const& message = parser.get();
        return static_cast<std::size_t>(std::distance(message.begin(), message.end()));
    }
};

BodyParser::BodyParser(std::unique_ptr<State> state) : state_(std::move(state)) {}

BodyParser::BodyParser(BodyParser&&) noexcept = default;
BodyParser& BodyParser::operator=(BodyParser&&) noexcept = default;
BodyParser::~BodyParser() = default;

std::expected<BodyParser, Refusal> BodyParser::create(
    std::string_view head, GateHead const& seen, std::uint64_t limit
) {
    if (seen.content_length > limit) {
        return refuse(413, "body too large");
    }
    auto state = std::make_unique<State>();
    auto& parser = state->parser;
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // the gate has its own
    parser.body_limit(limit);
    parser.eager(true);
    boost::system::error_code error;
    auto const used = parser.put(asio::buffer(head.data(), head.size()), error);
    if (error && error != http::error::need_more) {
        return refuse(400, "malformed head");
    }
    auto const method = parser.get().method_string();
    auto const target = parser.get().target();
    bool const same = parser.is_header_done() && used == head.size() &&
                      std::string_view{method.data(), method.size()} == to_string(seen.verb) &&
                      std::string_view{target.data(), target.size()}.ends_with(seen.target) &&
                      parser.is_done() == (seen.framing == Framing::none);
    if (!same) {
        return refuse(400, "parsers disagree");
    }
    state->fields = state->count_fields();
    state->chunked = seen.framing == Framing::chunked;
    return BodyParser{std::move(state)};
}

std::expected<std::size_t, Refusal> BodyParser::feed(std::string_view bytes, std::string& out) {
    // Every unfinished chunked message still has its last chunk before it. Boost 1.81 aborts when
    // that chunk's first three bytes came alone and then a fourth.
    if (state_->chunked && bytes.size() < last_chunk_size) {
        return 0;
    }
    auto& parser = state_->parser;
    auto& body = parser.get().body();
    auto const start = out.size();
    out.resize(start + bytes.size());
    body.data = out.data() + start;
    body.size = bytes.size();
    body.more = true;
    boost::system::error_code error;
    std::size_t used = 0;
    while (!error && !parser.is_done() && used < bytes.size()) {
        used += parser.put(asio::buffer(bytes.data() + used, bytes.size() - used), error);
    }
    out.resize(out.size() - body.size);
    body.data = nullptr;
    if (error == http::error::body_limit) {
        return refuse(413, "body too large");
    }
    if (error && error != http::error::need_more && error != http::error::need_buffer) {
        return refuse(400, "malformed chunk");
    }
    if (!parser.is_done() && bytes.size() - used > longest_chunk_line) {
        return refuse(400, "chunk line too long");
    }
    if (parser.is_done() && state_->count_fields() != state_->fields) {
        return refuse(400, "trailer");
    }
    return used;
}

bool BodyParser::done() const {
    return state_->parser.is_done();
}

}  // namespace folkmoot::node
