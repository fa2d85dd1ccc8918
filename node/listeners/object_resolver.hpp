// Remote posts that are named and not known: fetched from their origin with the posts above them,
// within one budget, and stored through the community (threats D01, F05, F16, F21; federation notes
// 2.7 and 3.8). Used by the listeners, by the search for pasted addresses, and to see more of a
// thread.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/object.hpp"
#include "federation/resolve/fetch_budget.hpp"
#include "node/community/received_posts.hpp"
#include "node/listeners/listener_services.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::node {

/// How something is resolved.
struct ResolveOptions {
    /// The remote group that has named the post: a topic is stored as one of its topics.
    storage::ActorId group;
    std::string announce_iri;  ///< id of its Announce

    /// Also the first replies that the fetched post names itself.
    bool replies = false;
};

/// The resolver. Thread-safe; a value of references.
class ObjectResolver {
public:
    /// Replies that are fetched for one post.
    static constexpr std::size_t max_replies = 5;

    explicit ObjectResolver(ListenerServices services) : services_(services) {}

    /// The post of this id: stored, else fetched with its ancestors and stored as backfilled. The
    /// id of a Create leads to its object.
    /// @return Error{not_found} when there is none that may be taken: unknown to its origin, of a
    /// refused host, not of its author's origin, no post; {gone}; {remote_unavailable} when it may
    /// work later
    boost::asio::awaitable<Result<storage::PostId>> resolve(
        activitypub::Iri id, federation::FetchBudget budget, ResolveOptions options = {}
    );

    /// The object of this id as its origin gives it now, known or not.
    /// @return as resolve()
    boost::asio::awaitable<Result<activitypub::Object>> fetch(
        activitypub::Iri id, federation::FetchBudget budget
    );

    /// Resolves the posts above one, nearest last.
    /// @return the parent; nothing when it cannot be had: the reply then stands alone
    boost::asio::awaitable<std::optional<storage::PostId>> resolve_parent(
        activitypub::Iri parent, federation::FetchBudget budget
    );

private:
    /// An object whose author is known, so that storing it needs no further fetch: a budget that
    /// ends half-way leaves a shorter thread, not none.
    struct Authored {
        activitypub::Object object;
        storage::ActorRecord author;
    };

    boost::asio::awaitable<Result<Authored>> fetch_authored(
        activitypub::Iri id, federation::FetchBudget budget
    );
    boost::asio::awaitable<Result<storage::PostId>> store(
        Authored fetched, std::optional<storage::PostId> parent, ResolveOptions options
    );
    boost::asio::awaitable<void> fetch_replies(
        std::vector<activitypub::Iri> ids, federation::FetchBudget budget
    );

    ListenerServices services_;
};

/// What a failed fetch means to whoever wanted the object.
Error from_fetch(federation::Error const& error);

}  // namespace folkmoot::node
