#include "federation/resolve/nodeinfo_client.hpp"

#include <optional>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::Iri;

namespace {

constexpr std::string_view accept_json = "application/json";

/// The well-known document and the one it points to.
constexpr int fetches = 2;

std::unexpected<Error> invalid(std::string detail) {
    return std::unexpected(Error{ErrorCode::remote_invalid, "nodeinfo: " + std::move(detail)});
}

}  // namespace

NodeInfoClient::NodeInfoClient(
    DocumentFetcher& fetcher, activitypub::IriPolicy ids, WallClock clock
)
    : fetcher_(fetcher), ids_(ids), clock_(std::move(clock)) {}

asio::awaitable<Result<PeerSoftware>> NodeInfoClient::look_up(std::string authority) {
    {
        std::lock_guard const lock(mutex_);
        if (auto const* const known = answers_.find(authority, clock_())) {
            co_return *known;
        }
    }
    auto answer = co_await ask(authority);
    // Our own full queue says nothing of the host.
    if (answer || answer.error().code != ErrorCode::unavailable) {
        std::lock_guard const lock(mutex_);
        answers_.put(authority, answer, clock_() + lifetime);
    }
    co_return answer;
}

asio::awaitable<Result<PeerSoftware>> NodeInfoClient::ask(std::string authority) {
    FetchBudget const budget(fetches);
    auto const origin = (ids_.http ? "http://" : "https://") + authority;
    auto const start = Iri::parse(origin + "/.well-known/nodeinfo", ids_);
    if (!start) {
        co_return std::unexpected(Error{ErrorCode::invalid_input, start.error().detail});
    }
    auto const list =
        co_await fetcher_.get(*start, std::string(accept_json), budget, Authorization::none);
    if (!list) {
        co_return std::unexpected(list.error());
    }
    auto const links = activitypub::read_nodeinfo_links(list->body);
    if (!links) {
        co_return invalid(links.error().detail);
    }
    auto const address = Iri::parse(links->document, ids_);
    if (!address) {
        co_return invalid("link: " + address.error().detail);
    }
    auto const document =
        co_await fetcher_.get(*address, std::string(accept_json), budget, Authorization::none);
    if (!document) {
        co_return std::unexpected(document.error());
    }
    auto info = activitypub::read_nodeinfo(document->body);
    if (!info) {
        co_return invalid(info.error().detail);
    }
    co_return PeerSoftware{std::move(*info), links->instance_actor};
}

}  // namespace folkmoot::federation
