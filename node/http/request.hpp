// A received request as a plain value: what the gate let through, with nothing of the HTTP library
// in it.
#pragma once

#include "node/http/headers.hpp"
#include "node/http/verb.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// One name=value of a query string, percent-decoded once, `+` read as a blank. Brackets in names
/// are left to the parameter decoder (params.hpp).
struct QueryParameter {
    std::string name;
    std::string value;

    friend bool operator==(QueryParameter const&, QueryParameter const&) = default;
};

/// The bytes of a request body exactly as received (after the transfer coding), in memory or in a
/// mapped temporary file that has no name. Copies share the bytes; views live as long as any copy
/// does.
class Body {
public:
    Body() = default;

    /// A body held in memory.
    explicit Body(std::string bytes)
        : owner_(std::make_shared<std::string const>(std::move(bytes))),
          bytes_(*static_cast<std::string const*>(owner_.get())) {}

    /// A body held by something else.
    /// @param owner  keeps `bytes` valid
    Body(std::shared_ptr<void const> owner, std::string_view bytes)
        : owner_(std::move(owner)), bytes_(bytes) {}

    std::string_view bytes() const noexcept { return bytes_; }

    bool empty() const noexcept { return bytes_.empty(); }

    /// What keeps the bytes alive; for values that hold views into them.
    std::shared_ptr<void const> const& owner() const noexcept { return owner_; }

private:
    std::shared_ptr<void const> owner_;
    std::string_view bytes_;
};

/// One request. Made by the server (parse_target() and the gate), or by hand in tests.
struct Request {
    Verb verb{Verb::get};

    /// The request target byte for byte as received, e.g. "/users/ana?page=true": what signatures
    /// cover.
    std::string target{"/"};

    /// The target's path, percent-decoded once, split at "/"; no empty segment at the end, no dot
    /// segments, no encoded slashes, backslashes or NUL (threat H29). "/" has none.
    std::vector<std::string> segments;

    /// The query's parameters in order.
    std::vector<QueryParameter> query;

    /// Field lines as received before the body. Trailers are refused, so there are no others
    /// (threat H10).
    Headers headers;

    Body body;

    /// The client: the socket's peer, or what a configured proxy says (threat H23).
    boost::asio::ip::address peer;

    /// Authority asked for, in lower case, with a port when it is not the scheme's own. One of the
    /// node's own (threat H22); use it for signatures only, never to build a URL.
    std::string host;

    /// Random text that names this request in the log and in error answers: 16 lower-case letters
    /// and digits.
    std::string id;

    /// When the head was complete.
    std::chrono::sys_time<std::chrono::milliseconds> received_at;

    /// True when the client reached us, or a configured proxy, over TLS.
    bool secure{false};

    /// First value of a query parameter of this exact name, or "" when there is none.
    std::string_view query_value(std::string_view name) const noexcept;

    /// The path of the target as received, without the query.
    std::string_view raw_path() const noexcept;
};

}  // namespace folkmoot::node
