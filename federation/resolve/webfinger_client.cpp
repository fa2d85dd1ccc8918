#include "federation/resolve/webfinger_client.hpp"

#include "activitypub/discovery/host_meta.hpp"
#include "activitypub/discovery/webfinger.hpp"
#include "activitypub/signature/http_message.hpp"

#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::Handle;
using activitypub::Iri;

namespace {

constexpr std::string_view accept_jrd = "application/jrd+json, application/json;q=0.9";
constexpr std::string_view accept_host_meta = "application/xrd+xml, application/json;q=0.9";

std::unexpected<Error> invalid(std::string detail) {
    return std::unexpected(Error{ErrorCode::remote_invalid, "webfinger: " + std::move(detail)});
}

/// Whether an answer may be a descriptor: some JSON. HTML that happens to parse is none.
bool is_json(HttpResponse const& response) {
    auto const type = response.header("Content-Type").value_or("");
    auto const name = activitypub::trim(type.substr(0, type.find(';')));
    return activitypub::equals_ignoring_case(name, "application/json") ||
           activitypub::to_lower(name).ends_with("+json");
}

}  // namespace

WebFingerClient::WebFingerClient(DocumentFetcher& fetcher, activitypub::IriPolicy ids)
    : fetcher_(fetcher), ids_(ids) {}

asio::awaitable<Result<WebFingerAnswer>> WebFingerClient::look_up(
    Handle handle, FetchBudget budget, bool wants_group
) {
    auto answer = co_await finger(handle, budget, wants_group);
    if (!answer || answer->handle == handle) {
        co_return answer;
    }
    // The host says that the actor goes by another handle (split domains): that handle must answer
    // for itself.
    auto const subject = answer->handle;
    answer = co_await finger(subject, budget, wants_group);
    if (answer && answer->handle != subject) {
        co_return invalid("subject of " + subject.text() + " is " + answer->handle.text());
    }
    co_return answer;
}

asio::awaitable<Result<ActorHandle>> WebFingerClient::handle_of(
    Iri actor, std::string name, std::optional<Handle> claimed, FetchBudget budget
) {
    auto const own = Handle::make(name, actor.authority(), ids_);
    if (!own) {
        co_return std::unexpected(Error{ErrorCode::invalid_input, own.error().detail});
    }
    auto const answer = co_await look_up(claimed.value_or(*own), std::move(budget));
    if (answer) {
        co_return answer->actor == actor ? ActorHandle{answer->handle, true}
                                         : ActorHandle{*own, false};
    }
    switch (answer.error().code) {
        case ErrorCode::unreachable:
        case ErrorCode::unavailable:
        case ErrorCode::budget_exhausted:
            co_return std::unexpected(answer.error());
        default:
            co_return ActorHandle{*own, false};
    }
}

asio::awaitable<Result<WebFingerAnswer>> WebFingerClient::finger(
    Handle handle, FetchBudget budget, bool wants_group
) {
    auto const response = co_await request(handle, std::move(budget));
    if (!response) {
        co_return std::unexpected(response.error());
    }
    if (!is_json(*response)) {
        co_return invalid("media type from " + handle.host());
    }
    auto const jrd = activitypub::read_jrd(response->body);
    if (!jrd) {
        co_return invalid(jrd.error().detail);
    }
    auto const subject = Handle::parse(jrd->subject, ids_);
    if (!subject) {
        co_return invalid("subject: " + subject.error().detail);
    }
    auto const link = activitypub::self_link(*jrd, wants_group ? "Group" : "");
    if (!link) {
        co_return invalid("no self link for " + handle.text());
    }
    auto const actor = Iri::parse(*link, ids_);
    if (!actor) {
        co_return invalid("self link: " + actor.error().detail);
    }
    auto const subscribe = activitypub::link_template(*jrd, activitypub::rel_subscribe);
    co_return WebFingerAnswer{*subject, *actor, std::string(subscribe.value_or(""))};
}

asio::awaitable<Result<HttpResponse>> WebFingerClient::request(Handle handle, FetchBudget budget) {
    auto const address = activitypub::expand_lrdd_template(
        origin_of(handle) + "/.well-known/webfinger?resource={uri}", handle.acct()
    );
    auto const url = Iri::parse(address, ids_);
    if (!url) {
        co_return std::unexpected(Error{ErrorCode::invalid_input, url.error().detail});
    }
    auto response =
        co_await fetcher_.get(*url, std::string(accept_jrd), budget, Authorization::none);
    if (!response && response.error().code == ErrorCode::not_found) {
        co_return co_await request_by_host_meta(std::move(handle), std::move(budget));
    }
    co_return response;
}

asio::awaitable<Result<HttpResponse>> WebFingerClient::request_by_host_meta(
    Handle handle, FetchBudget budget
) {
    auto const url = Iri::parse(origin_of(handle) + "/.well-known/host-meta", ids_);
    if (!url) {
        co_return std::unexpected(Error{ErrorCode::invalid_input, url.error().detail});
    }
    auto const meta =
        co_await fetcher_.get(*url, std::string(accept_host_meta), budget, Authorization::none);
    if (!meta) {
        co_return std::unexpected(meta.error());
    }
    auto const lrdd = activitypub::read_lrdd_template(meta->body);
    if (!lrdd) {
        co_return invalid(lrdd.error().detail);
    }
    auto const address = Iri::parse(activitypub::expand_lrdd_template(*lrdd, handle.acct()), ids_);
    if (!address) {
        co_return invalid("lrdd template of " + handle.host());
    }
    co_return co_await fetcher_.get(
        *address, std::string(accept_jrd), std::move(budget), Authorization::none
    );
}

std::string WebFingerClient::origin_of(Handle const& handle) const {
    // In development nodes on one machine speak plain http.
    return (ids_.http ? "http://" : "https://") + handle.host();
}

}  // namespace folkmoot::federation
