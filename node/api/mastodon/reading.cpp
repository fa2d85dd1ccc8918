#include "node/api/mastodon/reading.hpp"

#include "federation/client/run_on.hpp"
#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

Viewer viewer_of(Caller const& caller) noexcept {
    return caller.member ? Viewer::member(storage::ActorId(*caller.member)) : Viewer::anonymous();
}

Reading::Reading(
    ClientApi& the_api, RequestContext& the_context, Params& the_params, storage::ReadTxn txn
)
    : api(the_api),
      context(the_context),
      params(the_params),
      txn_(std::move(txn)),
      source{
          the_api.store(),
          txn_,
          the_api.site(),
          the_api.fragments(),
          the_api.pictures(),
          viewer_of(the_context.caller),
          the_api.now()
      },
      accounts(source),
      statuses(source, accounts) {}

Result<std::uint64_t> Reading::path_id(std::string_view name) const {
    auto const id = parse_id(context.params[name]);
    return id ? Result<std::uint64_t>(*id) : not_found();
}

asio::awaitable<Result<Response>> read_with(
    ClientApi& api,
    RequestContext& context,
    Params& params,
    std::function<Result<Response>(Reading&)> handler
) {
    // The references live in frames that wait for this one.
    auto const work = [&]() -> Result<Response> {
        auto txn = api.store().read();
        if (!txn) {
            return failed(txn.error());
        }
        Reading reading(api, context, params, std::move(*txn));
        auto answer = handler(reading);
        if (params.failure()) {
            return std::unexpected(*params.failure());
        }
        return answer;
    };
    co_return co_await federation::run_on(api.read_pool(), work);
}

asio::awaitable<Response> run_read(ClientApi& api, RequestContext& context, ReadHandler handler) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return std::move(params.error());
    }
    auto answer = co_await read_with(api, context, *params, handler);
    co_return answer ? std::move(*answer) : Response(std::move(answer.error()));
}

storage::PageRequest page_request(Page const& page) noexcept {
    storage::PageRequest request;
    request.limit = page.limit;
    request.max_id = page.max_id.value_or(0);
    request.since_id = page.since_id.value_or(0);
    request.min_id = page.min_id.value_or(0);
    return request;
}

Result<Response> answer_entries(
    Reading& reading, Page const& asked, storage::Page<storage::EntryRow> const& page
) {
    return answer_page(
        reading,
        asked,
        page,
        [](storage::EntryRow const& row) { return row.id.value(); },
        [&](JsonWriter& json, storage::EntryRow const& row) {
            return reading.statuses.write_entry(json, row);
        }
    );
}

Response empty_list() {
    return json_text_response("[]");
}

}  // namespace folkmoot::node
