#include "node/api/mastodon/remote_lookup.hpp"

#include "node/community/account_search.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::ActorId;
using storage::PostId;

bool is_address(std::string_view text) noexcept {
    return text.starts_with("https://") || text.starts_with("http://");
}

/// "name@host" of a full handle, with or without a sigil; empty for anything else.
std::string bare_handle(std::string_view text) {
    if (text.starts_with("acct:")) {
        text.remove_prefix(5);
    }
    if (text.starts_with('@') || text.starts_with('!')) {
        text.remove_prefix(1);
    }
    auto const at = text.find('@');
    bool const whole = at != std::string_view::npos && at > 0 && at + 1 < text.size();
    bool const plain = text.find_first_of(" /?#\t\r\n") == std::string_view::npos;
    return whole && plain ? std::string(text) : std::string{};
}

std::optional<ActorId> local_actor(Reading const& reading, std::string const& name) {
    auto const actor = reading.tables().actors.by_handle(reading.txn(), storage::fold_handle(name));
    return actor ? std::optional(ActorId(actor->id)) : std::nullopt;
}

/// What an address of our own names.
std::optional<Found> find_own(Reading const& reading, OwnIri const& own) {
    if (own.id != 0 && (own.kind == OwnKind::object || own.kind == OwnKind::page)) {
        return PostId(own.id);
    }
    if (own.name.empty()) {
        return std::nullopt;
    }
    auto const actor = local_actor(reading, own.name);
    return actor ? std::optional<Found>(*actor) : std::nullopt;
}

std::optional<Found> find_known(Reading const& reading, std::string const& address) {
    if (auto const own = reading.api.site().recognise(address)) {
        return find_own(reading, *own);
    }
    if (auto const post = reading.tables().posts.by_iri(reading.txn(), address)) {
        return PostId(post->id);
    }
    if (auto const actor = reading.tables().actors.by_iri(reading.txn(), address)) {
        return ActorId(actor->id);
    }
    return std::nullopt;
}

asio::awaitable<std::optional<Found>> known_address(Change& change, std::string const& address) {
    std::optional<Found> found;
    static_cast<void>(co_await answer_from(change, [&](Reading& reading) -> Result<Response> {
        found = find_known(reading, address);
        return empty_response();
    }));
    co_return found;
}

asio::awaitable<std::optional<Found>> known_handle(Change& change, std::string const& handle) {
    std::optional<Found> found;
    static_cast<void>(co_await answer_from(change, [&](Reading& reading) -> Result<Response> {
        auto const actor = find_by_handle(
            reading.txn(), reading.tables(), reading.api.site(), reading.viewer(), handle
        );
        if (actor) {
            found = ActorId(actor->id);
        }
        return empty_response();
    }));
    co_return found;
}

}  // namespace

asio::awaitable<std::optional<Found>> make_known(Change& change, std::string text) {
    if (is_address(text)) {
        auto known = co_await known_address(change, text);
        auto const& resolve = change.api.resolve_address();
        bool const own = change.api.site().is_own(text);
        if (known || own || !resolve) {
            co_return known;
        }
        auto const fetched = co_await resolve(std::move(text));
        co_return fetched ? std::optional(*fetched) : std::nullopt;
    }
    auto handle = bare_handle(text);
    if (handle.empty()) {
        co_return std::nullopt;
    }
    auto known = co_await known_handle(change, handle);
    auto const& resolve = change.services().resolve_handle;
    if (known || !resolve) {
        co_return known;
    }
    auto const fetched = co_await resolve(std::move(handle));
    co_return fetched ? std::optional<Found>(*fetched) : std::nullopt;
}

}  // namespace folkmoot::node
