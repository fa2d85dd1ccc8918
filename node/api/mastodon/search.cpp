// Mastodon API: GET /api/v2/search. Accounts by handle, hashtags by their beginning, and whatever
// an exact handle or a pasted address names; with `resolve`, fetched from its server when it is not
// known here.
#include "node/access/can.hpp"
#include "node/api/mastodon/entities/small_entities.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/remote_lookup.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/community/account_search.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::ActorId;
using storage::PostId;

constexpr std::size_t longest_query = 2'000;

/// What is wanted.
struct Query {
    std::string text;
    std::string type;  ///< "accounts", "hashtags", "statuses"; empty: all
    bool following{false};
    bool resolve{false};
    OffsetPage page;

    bool wants(std::string_view kind) const noexcept { return type.empty() || type == kind; }
};

Query read_query(Params& params) {
    Query query;
    query.text = params.required_text("q", longest_query);
    while (query.text.ends_with(' ')) {
        query.text.pop_back();
    }
    query.text.erase(0, std::min(query.text.find_first_not_of(' '), query.text.size()));
    query.type = params.text("type", 20).value_or("");
    query.following = params.boolean("following").value_or(false);
    query.resolve = params.boolean("resolve").value_or(false);
    query.page = read_offset_page(params);
    return query;
}

Result<void> write_accounts(
    JsonWriter& json, Reading& reading, Query const& query, std::optional<Found> const& exact
) {
    auto const* const actor = exact ? std::get_if<ActorId>(&*exact) : nullptr;
    if (actor != nullptr) {
        auto const seen = load_actor_for(reading.txn(), reading.tables(), reading.viewer(), *actor);
        return seen && query.page.offset == 0 ? reading.accounts.write(json, *actor)
                                              : Result<void>{};
    }
    if (exact || query.text.starts_with('#')) {
        return {};
    }
    AccountQuery wanted;
    wanted.text = query.text;
    wanted.limit = query.page.limit + query.page.offset;
    wanted.following = query.following;
    auto const found = search_accounts(
        reading.txn(), reading.tables(), reading.api.site(), reading.viewer(), wanted
    );
    if (!found) {
        return std::unexpected(found.error());
    }
    for (auto i = query.page.offset; i < found->size(); ++i) {
        if (auto done = reading.accounts.write(json, ActorId((*found)[i].id)); !done) {
            return done;
        }
    }
    return {};
}

Result<void> write_statuses(JsonWriter& json, Reading& reading, std::optional<Found> const& exact) {
    auto const* const post = exact ? std::get_if<PostId>(&*exact) : nullptr;
    if (post == nullptr) {
        return {};
    }
    auto const seen = load_post_for(reading.txn(), reading.tables(), reading.viewer(), *post);
    return seen ? reading.statuses.write(json, *post) : Result<void>{};
}

Result<void> write_tags(JsonWriter& json, Reading& reading, Query const& query) {
    std::string_view name = query.text;
    if (name.starts_with('#')) {
        name.remove_prefix(1);
    }
    if (name.empty() || name.find_first_of(" /@!") != std::string_view::npos) {
        return {};
    }
    auto const found = reading.tables().tags.with_prefix(
        reading.txn(), storage::fold_tag(name), query.page.limit + query.page.offset
    );
    if (!found) {
        return failed(found.error());
    }
    for (auto i = query.page.offset; i < found->size(); ++i) {
        auto const& tag = (*found)[i];
        auto const followed = reading.tables().tags.is_followed(
            reading.txn(), reading.member(), storage::TagId(tag.id)
        );
        write_tag(json, reading.source, tag, followed.value_or(false));
    }
    return {};
}

Result<Response> answer_search(
    Reading& reading, Query const& query, std::optional<Found> const& exact
) {
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        Result<void> done;
        json.begin_object();
        json.key("accounts").begin_array();
        if (query.wants("accounts")) {
            done = write_accounts(json, reading, query, exact);
        }
        json.end_array();
        json.key("statuses").begin_array();
        if (done && query.wants("statuses")) {
            done = write_statuses(json, reading, exact);
        }
        json.end_array();
        json.key("hashtags").begin_array();
        if (done && query.wants("hashtags") && !exact) {
            done = write_tags(json, reading, query);
        }
        json.end_array();
        json.end_object();
        return done;
    });
}

asio::awaitable<Result<Response>> search(Change& change) {
    auto const query = read_query(change.params);
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    std::optional<Found> exact;
    if (query.resolve) {
        exact = co_await make_known(change, query.text);
    }
    co_return co_await answer_from(change, [&](Reading& reading) {
        return answer_search(reading, query, exact);
    });
}

constexpr auto table = std::to_array<ClientEndpoint>({
    route<search>(
        Verb::get,
        "/api/v2/search",
        member_with(Scope::read_search),
        "Accounts, hashtags and whatever an address names."
    ),
});

}  // namespace

std::span<ClientEndpoint const> search_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
