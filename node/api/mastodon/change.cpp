#include "node/api/mastodon/change.hpp"

#include "node/api/mastodon/entities/relationship_entity.hpp"
#include "node/fold_errors.hpp"

#include <array>
#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

Result<std::uint64_t> Change::path_id(std::string_view name) const {
    auto const id = parse_id(context.params[name]);
    return id ? Result<std::uint64_t>(*id) : not_found();
}

asio::awaitable<Result<Response>> answer_from(
    Change& change, std::function<Result<Response>(Reading&)> handler
) {
    return read_with(change.api, change.context, change.params, std::move(handler));
}

Result<Response> answer_empty(Result<void> done) {
    return done ? Result<Response>(empty_response()) : std::unexpected(std::move(done.error()));
}

asio::awaitable<Result<Response>> answer_relationship(Change& change, storage::ActorId actor) {
    return answer_from(change, [actor](Reading& reading) -> Result<Response> {
        auto const found = relationships(
            reading.txn(),
            reading.tables(),
            reading.member(),
            std::array{actor},
            reading.source.now_ms()
        );
        if (!found) {
            return std::unexpected(found.error());
        }
        if (found->empty()) {
            return not_found();
        }
        return answer_entity([&](JsonWriter& json) -> Result<void> {
            write_relationship(json, found->front());
            return {};
        });
    });
}

asio::awaitable<Result<Response>> answer_status(Change& change, storage::PostId post) {
    return answer_from(change, [post](Reading& reading) {
        return answer_entity([&](JsonWriter& json) { return reading.statuses.write(json, post); });
    });
}

asio::awaitable<Response> run_change(
    ClientApi& api, RequestContext& context, ChangeHandler handler
) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return std::move(params.error());
    }
    storage::ActorId const member(context.caller.member.value_or(0));
    if (!member) {
        co_return Error{ErrorCode::unauthenticated, {}, "the endpoint's row lets strangers in"};
    }
    Change change{api, context, std::move(*params), member};
    auto answer = co_await handler(change);
    co_return answer ? std::move(*answer) : Response(std::move(answer.error()));
}

}  // namespace folkmoot::node
