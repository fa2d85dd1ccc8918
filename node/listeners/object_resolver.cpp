#include "node/listeners/object_resolver.hpp"

#include "activitypub/vocabulary/document.hpp"
#include "activitypub/vocabulary/ownership.hpp"
#include "node/fold_errors.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/ingest.hpp"

#include <set>
#include <utility>
#include <variant>

namespace folkmoot::node {

namespace asio = boost::asio;
using activitypub::Iri;
using activitypub::Object;
using federation::FetchBudget;

namespace {

/// The object that a Create or Update names; nothing for other documents.
std::optional<Iri> object_behind(activitypub::Activity const& activity) {
    bool const names = activity.type == activitypub::ActivityType::create ||
                       activity.type == activitypub::ActivityType::update;
    auto const* const object = activity.object();
    return names && object != nullptr ? object->id : std::nullopt;
}

/// A document as a post that its origin answers for.
Result<Object> postable(Object object, Iri const& from) {
    if (object.type == activitypub::ObjectType::tombstone) {
        return refused(ErrorCode::gone, "The post was deleted", "tombstone");
    }
    auto const author = activitypub::check_fetched(object, from);
    if (!author) {
        return not_found(std::string(activitypub::to_string(author.error())));
    }
    if (!is_postable(object)) {
        return not_found("not a post");
    }
    return object;
}

}  // namespace

Error from_fetch(federation::Error const& error) {
    switch (error.code) {
        case federation::ErrorCode::gone:
            return {ErrorCode::gone, "The post was deleted", error.detail};
        case federation::ErrorCode::unreachable:
        case federation::ErrorCode::unavailable:
        case federation::ErrorCode::budget_exhausted:
        case federation::ErrorCode::remote_status:
            return {ErrorCode::remote_unavailable, "The server did not answer", error.detail};
        default:
            return {ErrorCode::not_found, "Record not found", error.detail};
    }
}

asio::awaitable<Result<Object>> ObjectResolver::fetch(Iri id, FetchBudget budget) {
    if (id.origin() == services_.local || services_.policies.refuses(id.host())) {
        co_return not_found("not asked for");
    }
    // One hop from an activity to its object, no further.
    for (bool first = true;; first = false) {
        auto const fetched = co_await services_.fetcher.fetch(id, budget);
        if (!fetched) {
            co_return std::unexpected(from_fetch(fetched.error()));
        }
        auto document = activitypub::read_parsed_document(fetched->json, services_.ids);
        if (!document) {
            co_return not_found(document.error().detail);
        }
        if (auto* const object = std::get_if<Object>(&*document)) {
            co_return postable(std::move(*object), fetched->id);
        }
        auto const* const activity = std::get_if<activitypub::Activity>(&*document);
        auto const next = activity != nullptr ? object_behind(*activity) : std::nullopt;
        if (!first || !next || !same_origin(*next, id)) {
            co_return not_found("not a post");
        }
        id = *next;
    }
}

asio::awaitable<Result<storage::PostId>> ObjectResolver::resolve(
    Iri id, FetchBudget budget, ResolveOptions options
) {
    if (auto const txn = snapshot(services_)) {
        if (auto const known = find_post(*txn, services_, id)) {
            if (known->state == storage::PostState::deleted) {
                co_return refused(ErrorCode::gone, "The post was deleted");
            }
            co_return storage::PostId(known->id);
        }
    }
    auto fetched = co_await fetch_authored(std::move(id), budget);
    if (!fetched) {
        co_return std::unexpected(fetched.error());
    }
    std::optional<storage::PostId> parent;
    if (auto const& above = fetched->object.in_reply_to) {
        parent = co_await resolve_parent(*above, budget);
    }
    auto const replies = fetched->object.replies.items;
    auto stored = co_await store(std::move(*fetched), parent, options);
    if (stored && options.replies) {
        co_await fetch_replies(replies, budget);
    }
    co_return stored;
}

asio::awaitable<std::optional<storage::PostId>> ObjectResolver::resolve_parent(
    Iri parent, FetchBudget budget
) {
    std::vector<Authored> chain;  // nearest first
    std::set<std::string> visited;
    std::optional<storage::PostId> above;
    for (std::optional<Iri> next = parent; next && visited.insert(next->text()).second;) {
        if (auto const txn = snapshot(services_)) {
            if (auto const known = find_post(*txn, services_, *next)) {
                above = storage::PostId(known->id);
                break;
            }
        }
        if (!budget.take_ancestor()) {
            break;
        }
        auto fetched = co_await fetch_authored(*next, budget);
        if (!fetched) {
            break;
        }
        next = fetched->object.in_reply_to;
        chain.push_back(std::move(*fetched));
    }
    while (!chain.empty()) {
        auto const stored = co_await store(std::move(chain.back()), above, {});
        chain.pop_back();
        // A gap: what hangs below it stands alone.
        above = stored ? std::optional(*stored) : std::nullopt;
    }
    co_return above;
}

asio::awaitable<Result<ObjectResolver::Authored>> ObjectResolver::fetch_authored(
    Iri id, FetchBudget budget
) {
    auto object = co_await fetch(std::move(id), budget);
    if (!object) {
        co_return std::unexpected(object.error());
    }
    auto author =
        co_await services_.directory.by_iri(*activitypub::author_of(*object), std::move(budget));
    if (!author) {
        co_return std::unexpected(from_fetch(author.error()));
    }
    if (author->suspended || author->deleted_at != 0) {
        co_return not_found("the author is suspended");
    }
    co_return Authored{std::move(*object), std::move(*author)};
}

asio::awaitable<Result<storage::PostId>> ObjectResolver::store(
    Authored fetched, std::optional<storage::PostId> parent, ResolveOptions options
) {
    auto const& [object, author] = fetched;
    ReceivedPost received;
    if (auto const txn = snapshot(services_)) {
        received = ingest(*txn, services_, object, author, services_.now());
    } else {
        co_return refused(ErrorCode::unavailable, "Please try again later");
    }
    received.backfilled = true;
    if (parent) {
        received.post.in_reply_to = parent->value();
        received.post.in_reply_to_iri.clear();
    } else if (!object.in_reply_to) {
        received.post.group = options.group.value();
        received.announce_iri = options.announce_iri;
    }
    Origin origin;
    origin.write_class = storage::WriteClass::inbox;
    origin.host = storage::HostId(author.host);
    co_return co_await store_received_post(
        services_.community, std::move(received), std::move(origin)
    );
}

asio::awaitable<void> ObjectResolver::fetch_replies(std::vector<Iri> ids, FetchBudget budget) {
    if (ids.size() > max_replies) {
        ids.resize(max_replies);
    }
    for (auto const& id : ids) {
        // What cannot be had is left out; the thread shows what there is.
        co_await resolve(id, budget);
    }
}

}  // namespace folkmoot::node
