// The Mastodon client API: what its handlers work with, and how a handler becomes a row of the
// endpoint table. Handlers translate: parameters to the community's commands, records to entities.
// They decide nothing about rights; node/access does.
#pragma once

#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/fragment_cache.hpp"
#include "node/community/node_statistics.hpp"
#include "node/community/services.hpp"
#include "node/config/config.hpp"
#include "node/http/endpoint.hpp"
#include "node/media/uploads.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <span>
#include <string>
#include <variant>

namespace folkmoot::node {

/// What a pasted address leads to.
using Found = std::variant<storage::ActorId, storage::PostId>;

/// Finds, fetches and stores what a pasted address of another server means, within a budget.
/// @return Error{not_found} or {remote_unavailable} when there is nothing to show
using AddressResolver = std::function<boost::asio::awaitable<Result<Found>>(std::string address)>;

/// The parts. All references outlive the API.
struct ClientApiParts {
    Services& services;
    Config const& config;
    Uploads& uploads;
    StatisticsCache& statistics;
    boost::asio::thread_pool& read_pool;  ///< reads that walk many records
    AddressResolver resolve_address{};    ///< empty: nothing is fetched
    std::size_t fragment_bytes = std::size_t{64} << 20;
};

/// What handlers get. Thread-safe.
class ClientApi {
public:
    explicit ClientApi(ClientApiParts parts);

    Services& services() noexcept { return parts_.services; }

    storage::Store& store() noexcept { return parts_.services.store; }

    Site const& site() const noexcept { return parts_.services.site; }

    Config const& config() const noexcept { return parts_.config; }

    Uploads& uploads() noexcept { return parts_.uploads; }

    StatisticsCache& statistics() noexcept { return parts_.statistics; }

    boost::asio::thread_pool& read_pool() noexcept { return parts_.read_pool; }

    AddressResolver const& resolve_address() const noexcept { return parts_.resolve_address; }

    FragmentCache& fragments() noexcept { return fragments_; }

    DefaultPictures const& pictures() const noexcept { return pictures_; }

    Time now() const { return parts_.services.now(); }

private:
    ClientApiParts parts_;
    FragmentCache fragments_;
    DefaultPictures pictures_;
};

/// The API of a running node.
ClientApi& client_api(App& app);

/// Runs one request against the API.
using ClientHandler = boost::asio::awaitable<Response> (*)(ClientApi&, RequestContext&);

/// A row of the endpoint table with the handler behind it, so that tests call it without a whole
/// node.
struct ClientEndpoint {
    Endpoint row;
    ClientHandler handler{nullptr};
};

/// All rows of the client API.
std::span<Endpoint const> client_api_endpoints();

/// The same with their handlers.
std::span<ClientEndpoint const> client_endpoints();

}  // namespace folkmoot::node
