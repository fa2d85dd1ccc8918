// What clients ask for at their start and this node has none of: lists, filters, conversations,
// trends, suggestions, scheduled statuses, push subscriptions. The answers say so in the form that
// clients read.
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"

#include <array>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

asio::awaitable<Response> list_nothing(ClientApi&, RequestContext&) {
    co_return empty_list();
}

/// One of something of which there is none.
asio::awaitable<Response> find_nothing(ClientApi&, RequestContext&) {
    co_return Error{ErrorCode::not_found, "Record not found", {}};
}

constexpr auto get = Verb::get;
constexpr auto lists = member_with(Scope::read_lists);
constexpr auto filters = member_with(Scope::read_filters);
constexpr auto statuses = member_with(Scope::read_statuses);
constexpr auto accounts = member_with(Scope::read_accounts);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<list_nothing>(get, "/api/v1/lists", lists, "Lists: none."),
    route<find_nothing>(get, "/api/v1/lists/:id", lists, "A list: none."),
    route<find_nothing>(get, "/api/v1/lists/:id/accounts", lists, "Accounts of a list: none."),
    route<find_nothing>(get, "/api/v1/timelines/list/:id", lists, "Timeline of a list: none."),
    route<list_nothing>(get, "/api/v1/filters", filters, "Filters: none (old form)."),
    route<list_nothing>(get, "/api/v2/filters", filters, "Filters: none."),
    route<find_nothing>(get, "/api/v2/filters/:id", filters, "A filter: none."),
    route<list_nothing>(get, "/api/v1/conversations", statuses, "Conversations: none."),
    route<list_nothing>(get, "/api/v1/scheduled_statuses", statuses, "Scheduled statuses: none."),
    route<list_nothing>(get, "/api/v1/endorsements", accounts, "Endorsed accounts: none."),
    route<list_nothing>(get, "/api/v1/featured_tags", accounts, "Featured hashtags: none."),
    route<list_nothing>(
        get, "/api/v1/domain_blocks", member_with(Scope::read_blocks), "Blocked servers: none."
    ),
    route<list_nothing>(get, "/api/v1/trends", for_anyone, "Trends: none (old form)."),
    route<list_nothing>(get, "/api/v1/trends/tags", for_anyone, "Trending hashtags: none."),
    route<list_nothing>(get, "/api/v1/trends/statuses", for_anyone, "Trending statuses: none."),
    route<list_nothing>(get, "/api/v1/trends/links", for_anyone, "Trending links: none."),
    route<list_nothing>(
        get, "/api/v1/suggestions", member_with(Scope::read), "Suggestions: none (old form)."
    ),
    route<list_nothing>(get, "/api/v2/suggestions", member_with(Scope::read), "Suggestions: none."),
    route<find_nothing>(
        get, "/api/v1/push/subscription", member_with(Scope::push), "The push subscription: none."
    ),
});

}  // namespace

std::span<ClientEndpoint const> list_and_filter_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
