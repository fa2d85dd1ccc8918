// Mastodon API: /methods/accounts, what is read.
#include "node/access/can.hpp"
#include "node/api/mastodon/account_lists.hpp"
#include "node/api/mastodon/entities/relationship_entity.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/remote_lookup.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/community/account_search.hpp"
#include "node/community/relationships.hpp"
#include "node/community/timelines.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::ActorId;

/// The actor of the path, when the viewer may see it.
Result<storage::ActorRecord> actor_of_path(Reading& reading) {
    auto const id = reading.path_id();
    if (!id) {
        return std::unexpected(id.error());
    }
    return load_actor_for(reading.txn(), reading.tables(), reading.viewer(), ActorId(*id));
}

Result<Response> answer_account(Reading& reading, Result<storage::ActorRecord> const& actor) {
    if (!actor) {
        return std::unexpected(actor.error());
    }
    return answer_entity([&](JsonWriter& json) {
        return reading.accounts.write(json, ActorId(actor->id));
    });
}

Result<Response> show(Reading& reading) {
    return answer_account(reading, actor_of_path(reading));
}

Result<Response> look_up(Reading& reading) {
    auto const handle = reading.params.required_text("acct", 500);
    return answer_account(
        reading,
        find_by_handle(
            reading.txn(), reading.tables(), reading.api.site(), reading.viewer(), handle
        )
    );
}

Result<Response> list_by_id(Reading& reading) {
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_array();
        for (auto const id : reading.params.ids("id", 40)) {
            auto const actor =
                load_actor_for(reading.txn(), reading.tables(), reading.viewer(), ActorId(id));
            if (!actor) {
                continue;
            }
            if (auto done = reading.accounts.write(json, ActorId(id)); !done) {
                return done;
            }
        }
        json.end_array();
        return {};
    });
}

Result<Response> search_known(Reading& reading) {
    auto const text = reading.params.required_text("q", 500);
    auto const page = read_offset_page(reading.params, 40, 80);
    AccountQuery query;
    query.text = text;
    query.limit = page.limit + page.offset;
    query.following = reading.params.boolean("following").value_or(false);
    auto const found = search_accounts(
        reading.txn(), reading.tables(), reading.api.site(), reading.viewer(), query
    );
    if (!found) {
        return std::unexpected(found.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_array();
        for (auto i = page.offset; i < found->size(); ++i) {
            if (auto done = reading.accounts.write(json, ActorId((*found)[i].id)); !done) {
                return done;
            }
        }
        json.end_array();
        return {};
    });
}

asio::awaitable<Result<Response>> search(Change& change) {
    auto const text = change.params.text("q", 500).value_or("");
    if (change.params.boolean("resolve").value_or(false)) {
        co_await make_known(change, text);
    }
    co_return co_await answer_from(change, search_known);
}

Result<Response> list_relationships(Reading& reading) {
    std::vector<ActorId> actors;
    for (auto const id : reading.params.ids("id", 100)) {
        actors.emplace_back(id);
    }
    auto const found = relationships(
        reading.txn(), reading.tables(), reading.member(), actors, reading.source.now_ms()
    );
    if (!found) {
        return std::unexpected(found.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_array();
        for (auto const& relationship : *found) {
            write_relationship(json, relationship);
        }
        json.end_array();
        return {};
    });
}

Result<Response> list_statuses(Reading& reading) {
    auto const id = reading.path_id();
    if (!id) {
        return std::unexpected(id.error());
    }
    auto const asked = read_page(reading.params);
    AccountTimelineFilter filter;
    filter.exclude_replies = reading.params.boolean("exclude_replies").value_or(false);
    filter.exclude_reblogs = reading.params.boolean("exclude_reblogs").value_or(false);
    filter.only_media = reading.params.boolean("only_media").value_or(false);
    filter.pinned = reading.params.boolean("pinned").value_or(false);
    filter.tagged = reading.params.text("tagged", 500).value_or("");
    auto const page = account_timeline(
        reading.txn(),
        reading.tables(),
        reading.viewer(),
        ActorId(*id),
        filter,
        page_request(asked),
        reading.source.now_ms()
    );
    if (!page) {
        return std::unexpected(page.error());
    }
    auto answer = answer_entries(reading, asked, *page);
    if (answer && filter.pinned) {
        std::erase_if(answer->headers, [](auto const& field) { return field.first == "Link"; });
    }
    return answer;
}

/// Whether the items of an actor's list may be shown; its page is empty otherwise.
Result<bool> may_list(
    Reading& reading, storage::ActorRecord const& actor, CollectionKind collection
) {
    ActorCollection const asked{actor, collection};
    return may_see(reading.txn(), reading.tables(), reading.viewer(), asked);
}

Result<Response> list_followers(Reading& reading) {
    auto const actor = actor_of_path(reading);
    if (!actor) {
        return std::unexpected(actor.error());
    }
    auto const asked = read_page(reading.params, 40, 80);
    auto const may = may_list(reading, *actor, CollectionKind::followers);
    if (!may) {
        return std::unexpected(may.error());
    }
    if (!*may) {
        return empty_list();
    }
    auto const page = reading.tables().follows.followers_of(
        reading.txn(), ActorId(actor->id), storage::FollowState::accepted, page_request(asked)
    );
    return answer_accounts(reading, asked, page, [](auto const& f) { return f.follower; });
}

Result<Response> list_following(Reading& reading) {
    auto const actor = actor_of_path(reading);
    if (!actor) {
        return std::unexpected(actor.error());
    }
    auto const asked = read_page(reading.params, 40, 80);
    auto const may = may_list(reading, *actor, CollectionKind::following);
    if (!may) {
        return std::unexpected(may.error());
    }
    if (!*may) {
        return empty_list();
    }
    auto const page = reading.tables().follows.followed_by(
        reading.txn(), ActorId(actor->id), storage::FollowState::accepted, page_request(asked)
    );
    return answer_accounts(reading, asked, page, [](auto const& f) { return f.followed; });
}

/// A list that hangs on an account and of which this node has nothing: the account must be there.
Result<Response> list_nothing(Reading& reading) {
    auto const actor = actor_of_path(reading);
    return actor ? Result<Response>(empty_list()) : std::unexpected(actor.error());
}

constexpr auto get = Verb::get;
constexpr auto of_accounts = anyone_with(Scope::read_accounts);
constexpr auto of_statuses = anyone_with(Scope::read_statuses);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<show>(get, "/api/v1/accounts/:id", of_accounts, "An account."),
    route<list_by_id>(get, "/api/v1/accounts", of_accounts, "Accounts by their ids."),
    route<look_up>(get, "/api/v1/accounts/lookup", of_accounts, "The account of a handle."),
    route<search>(
        get,
        "/api/v1/accounts/search",
        member_with({Scope::read_accounts}),
        "Accounts whose handle begins with a text."
    ),
    route<list_relationships>(
        get,
        "/api/v1/accounts/relationships",
        member_with(Scope::read_follows),
        "How the member stands to accounts."
    ),
    route<list_statuses>(
        get, "/api/v1/accounts/:id/statuses", of_statuses, "What an account wrote and boosted."
    ),
    route<list_followers>(get, "/api/v1/accounts/:id/followers", of_accounts, "Its followers."),
    route<list_following>(get, "/api/v1/accounts/:id/following", of_accounts, "Whom it follows."),
    route<list_nothing>(
        get, "/api/v1/accounts/:id/featured_tags", of_accounts, "Featured hashtags: none."
    ),
    route<list_nothing>(
        get, "/api/v1/accounts/:id/endorsements", of_accounts, "Endorsed accounts: none."
    ),
    route<list_nothing>(
        get,
        "/api/v1/accounts/:id/lists",
        member_with(Scope::read_lists),
        "The member's lists that hold an account: none."
    ),
});

}  // namespace

std::span<ClientEndpoint const> account_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
