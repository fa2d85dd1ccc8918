// The client API over a real community: requests by hand, the real dispatcher and the real tables,
// without sockets and without a whole node.
#pragma once

#include "node/api/mastodon/client_api.hpp"
#include "node/http/dispatcher.hpp"
#include "node/http/rate_limit.hpp"
#include "node/http/router.hpp"
#include "node/media/uploads.hpp"
#include "tests/node/community/harness.hpp"
#include "tests/node/http/request_builder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::tests {

using Json = nlohmann::json;

/// An answer with its body parsed.
struct Answer {
    node::Response response;
    Json body;

    int status() const { return response.status; }

    /// Path and query of a relation of the Link header ("next", "prev"); nothing without one.
    std::optional<std::string> link(std::string_view relation) const;
};

/// Every scope that a member's token may have.
node::ScopeSet every_scope();

/// A node with the client API and nothing else.
class ApiNode : public node::testing_support::Community {
public:
    ApiNode();
    ~ApiNode();

    /// The member's token, with every scope unless told otherwise.
    static node::Caller as(storage::ActorId member, node::ScopeSet scopes = every_scope());

    /// One request through the dispatcher. `body` is sent as JSON unless it is null.
    Answer call(
        node::Verb verb,
        std::string const& target,
        node::Caller caller = {},
        Json const& body = nullptr,
        Fields fields = {}
    );

    /// One request with whatever body.
    Answer send(node::Request const& request, node::Caller caller);

    Answer get(std::string const& target, node::Caller caller = {}) {
        return call(node::Verb::get, target, std::move(caller));
    }

    using Community::post;

    Answer post(std::string const& target, node::Caller caller, Json const& body = Json::object()) {
        return call(node::Verb::post, target, std::move(caller), body);
    }

    /// An upload of a small picture; its id.
    std::string upload(storage::ActorId owner);

    node::Config config;
    boost::asio::thread_pool read_pool{1};
    std::unique_ptr<node::Uploads> uploads;
    std::unique_ptr<node::StatisticsCache> statistics;
    std::unique_ptr<node::ClientApi> api;
    std::vector<std::string> resolved;  ///< addresses that were asked for
    std::optional<node::Found> resolution;

private:
    static boost::asio::awaitable<node::Response> run_row(
        node::App& app, node::RequestContext& context
    );

    std::vector<node::Endpoint> rows_;
    std::optional<node::Router> router_;
    std::optional<node::Caller> caller_;
    node::Log log_;
    node::Metrics metrics_;
    node::RateLimiter limiter_;
    std::unique_ptr<node::Dispatcher> dispatcher_;
};

/// A test on a node of its own; every one ends with a store that agrees with itself.
class ApiTest : public testing::Test {
protected:
    void TearDown() override { node.expect_clean(); }

    /// A status as a member wrote it.
    Json write_status(storage::ActorId author, Json const& fields);

    ApiNode node;
};

/// The ids of an array of entities.
std::vector<std::string> ids_of(Json const& list);

/// All pages of a list from the first to the end, by the Link header; the ids in order.
std::vector<std::string> all_pages(ApiNode& node, std::string target, node::Caller const& caller);

}  // namespace folkmoot::tests
