// Requests that change something: parameters in, one use case of the community, and the answer
// read from a fresh snapshot after the commit.
#pragma once

#include "node/api/mastodon/reading.hpp"

#include <boost/asio/awaitable.hpp>

namespace folkmoot::node {

/// One request of a member that changes something. Lives until the answer is there.
struct Change {
    ClientApi& api;
    RequestContext& context;
    Params params;
    storage::ActorId member;

    Services& services() noexcept { return api.services(); }

    /// The id in the path. @return Error{not_found} when it is none
    Result<std::uint64_t> path_id(std::string_view name = "id") const;
};

/// Carries out a request and answers it.
using ChangeHandler = boost::asio::awaitable<Result<Response>> (*)(Change&);

/// The answer, read after the commit.
boost::asio::awaitable<Result<Response>> answer_from(
    Change& change, std::function<Result<Response>(Reading&)> handler
);

/// `{}`, or the failure.
Result<Response> answer_empty(Result<void> done);

/// How the member stands to an actor, read after the commit.
boost::asio::awaitable<Result<Response>> answer_relationship(
    Change& change, storage::ActorId actor
);

/// A post, read after the commit.
boost::asio::awaitable<Result<Response>> answer_status(Change& change, storage::PostId post);

/// Decodes the parameters of a request and carries it out. Only for endpoints that need a member.
boost::asio::awaitable<Response> run_change(
    ClientApi& api, RequestContext& context, ChangeHandler handler
);

}  // namespace folkmoot::node
