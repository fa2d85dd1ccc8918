// Requests made by hand for tests of handlers and of what stands around them.
#pragma once

#include "node/http/request.hpp"
#include "node/http/target.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::tests {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A request as the server would make it. Throws when the target is not one that the gate lets
/// through.
inline node::Request make_request(
    node::Verb verb, std::string target, Fields const& fields = {}, std::string body = {}
) {
    auto parsed = node::parse_target(target);
    if (!parsed) {
        throw std::invalid_argument("malformed target: " + target);
    }
    node::Request request;
    request.verb = verb;
    request.target = std::move(target);
    request.segments = std::move(parsed->segments);
    request.query = std::move(parsed->query);
    request.headers = node::Headers::of(fields);
    request.body = node::Body{std::move(body)};
    request.peer = boost::asio::ip::make_address("192.0.2.1");
    request.host = "folk.example";
    request.id = "0123456789abcdef";
    request.secure = true;
    return request;
}

}  // namespace folkmoot::tests
