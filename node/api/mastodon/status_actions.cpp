// Mastodon API: favourites, boosts and bookmarks of /methods/statuses, and the lists of one's own.
#include "node/api/mastodon/entities/words.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/api/mastodon/status_lookup.hpp"
#include "node/community/bookmarks.hpp"
#include "node/community/boosts.hpp"
#include "node/community/reactions.hpp"
#include "node/fold_errors.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::PostId;

/// The post of the path's status, when the member may see it.
asio::awaitable<Result<PostId>> post_of_path(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    PostId post;
    auto const looked = co_await answer_from(change, [&](Reading& reading) -> Result<Response> {
        auto const found = find_status(reading.txn(), reading.tables(), reading.viewer(), *id);
        if (!found) {
            return std::unexpected(found.error());
        }
        post = PostId(found->post.id);
        return empty_response();
    });
    if (!looked) {
        co_return std::unexpected(looked.error());
    }
    co_return post;
}

/// Does something to the post of the path and shows it afterwards.
/// @tparam act  `awaitable<Result<T>>(Change&, PostId)`
template <auto act>
asio::awaitable<Result<Response>> acting(Change& change) {
    auto const post = co_await post_of_path(change);
    if (!post) {
        co_return std::unexpected(post.error());
    }
    auto const done = co_await act(change, *post);
    if (!done) {
        co_return std::unexpected(done.error());
    }
    co_return co_await answer_status(change, *post);
}

asio::awaitable<Result<storage::ReactionRecord>> favourite(Change& change, PostId post) {
    return add_reaction(change.services(), React{.actor = change.member, .post = post});
}

asio::awaitable<Result<void>> unfavourite(Change& change, PostId post) {
    return remove_reaction(change.services(), React{.actor = change.member, .post = post});
}

asio::awaitable<Result<void>> bookmark(Change& change, PostId post) {
    return add_bookmark(change.services(), change.member, post);
}

asio::awaitable<Result<void>> unbookmark(Change& change, PostId post) {
    return remove_bookmark(change.services(), change.member, post);
}

asio::awaitable<Result<void>> unreblog(Change& change, PostId post) {
    return unboost_post(change.services(), change.member, post);
}

/// Boosts, and answers with the boost itself.
asio::awaitable<Result<Response>> reblog(Change& change) {
    auto const post = co_await post_of_path(change);
    if (!post) {
        co_return std::unexpected(post.error());
    }
    BoostPost command{.actor = change.member, .post = *post};
    if (auto const word = change.params.text("visibility", 20); word && !word->empty()) {
        auto const visibility = parse_visibility(*word);
        if (!visibility || *visibility == storage::Visibility::direct) {
            co_return refused(
                ErrorCode::unprocessable, "Validation failed: Visibility is not possible"
            );
        }
        command.visibility = *visibility;
    }
    auto const boost = co_await boost_post(change.services(), command);
    if (!boost) {
        co_return std::unexpected(boost.error());
    }
    co_return co_await answer_from(change, [&boost](Reading& reading) {
        return answer_entity([&](JsonWriter& json) {
            return reading.statuses.write_boost(json, *boost);
        });
    });
}

/// A page of posts behind relations of the member; those not to be seen any more are left out.
template <class Relation>
Result<Response> answer_kept(
    Reading& reading, Page const& asked, storage::Result<storage::Page<Relation>> const& page
) {
    if (!page) {
        return failed(page.error());
    }
    return answer_page(
        reading,
        asked,
        *page,
        [](Relation const& relation) { return relation.id; },
        [&](JsonWriter& json, Relation const& relation) -> Result<void> {
            PostId const id(relation.post);
            auto const post = load_post_for(reading.txn(), reading.tables(), reading.viewer(), id);
            return post ? reading.statuses.write(json, id) : not_found();
        }
    );
}

Result<Response> list_favourites(Reading& reading) {
    auto const asked = read_page(reading.params);
    return answer_kept(
        reading,
        asked,
        reading.tables().reactions.of_actor(
            reading.txn(), reading.member(), storage::ReactionKind::like, page_request(asked)
        )
    );
}

Result<Response> list_bookmarks(Reading& reading) {
    auto const asked = read_page(reading.params);
    return answer_kept(
        reading,
        asked,
        reading.tables().bookmarks.of_member(reading.txn(), reading.member(), page_request(asked))
    );
}

constexpr auto post = Verb::post;
constexpr auto favourites = member_with(Scope::write_favourites);
constexpr auto bookmarks = member_with(Scope::write_bookmarks);
constexpr auto statuses = member_with(Scope::write_statuses);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<acting<favourite>>(
        post, "/api/v1/statuses/:id/favourite", favourites, "Like a status; vote for it."
    ),
    route<acting<unfavourite>>(
        post, "/api/v1/statuses/:id/unfavourite", favourites, "Take a like back."
    ),
    route<reblog>(post, "/api/v1/statuses/:id/reblog", statuses, "Boost a status."),
    route<acting<unreblog>>(
        post, "/api/v1/statuses/:id/unreblog", statuses, "Take a boost back.", Rate::deletion
    ),
    route<acting<bookmark>>(post, "/api/v1/statuses/:id/bookmark", bookmarks, "Keep a status."),
    route<acting<unbookmark>>(
        post, "/api/v1/statuses/:id/unbookmark", bookmarks, "Let go of a status."
    ),
    route<list_favourites>(
        Verb::get,
        "/api/v1/favourites",
        member_with(Scope::read_favourites),
        "What the member likes."
    ),
    route<list_bookmarks>(
        Verb::get, "/api/v1/bookmarks", member_with(Scope::read_bookmarks), "What the member keeps."
    ),
});

}  // namespace

std::span<ClientEndpoint const> status_action_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
