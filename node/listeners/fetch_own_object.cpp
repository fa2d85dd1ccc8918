#include "node/listeners/fetch_own_object.hpp"

#include "node/listeners/object_resolver.hpp"

#include <utility>

namespace folkmoot::node {

boost::asio::awaitable<std::expected<activitypub::Object, Outcome>> fetch_own_object(
    ListenerServices services, Incoming const& incoming, activitypub::Iri id, std::string reason
) {
    ObjectResolver resolver(std::move(services));
    auto object = co_await resolver.fetch(std::move(id), *incoming.budget);
    if (!object) {
        co_return std::unexpected(from_error(object.error()));
    }
    auto const* const author = activitypub::author_of(*object);
    if (author == nullptr || *author != incoming.activity.actor) {
        co_return std::unexpected(rejected(std::move(reason)));
    }
    co_return std::move(*object);
}

}  // namespace folkmoot::node
