// Answers that are read from one snapshot, and the table's way to them. A handler is a plain
// function from a Reading to an answer: it neither waits nor writes.
#pragma once

#include "node/api/mastodon/client_api.hpp"
#include "node/api/mastodon/entities/account_entity.hpp"
#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/entities/status_entity.hpp"
#include "node/api/mastodon/json_writer.hpp"
#include "node/http/pagination.hpp"
#include "node/http/params.hpp"
#include "storage/tables/page.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace folkmoot::node {

/// One request over one snapshot. Made on the thread that reads, and never kept.
class Reading {
public:
    Reading(ClientApi& api, RequestContext& context, Params& params, storage::ReadTxn txn);
    Reading(Reading const&) = delete;
    Reading& operator=(Reading const&) = delete;

    ClientApi& api;
    RequestContext& context;
    Params& params;

private:
    storage::ReadTxn txn_;  // before what refers to it

public:
    EntitySource const source;
    AccountWriter accounts;
    StatusWriter statuses;

    storage::Txn const& txn() const noexcept { return txn_; }

    storage::Tables& tables() const noexcept { return source.tables; }

    Viewer const& viewer() const noexcept { return source.viewer; }

    /// The member who asks; none for strangers.
    storage::ActorId member() const noexcept { return source.member(); }

    /// The id in the path. @return Error{not_found} when it is none
    Result<std::uint64_t> path_id(std::string_view name = "id") const;
};

/// Answers from a snapshot.
using ReadHandler = Result<Response> (*)(Reading&);

/// Who looks.
Viewer viewer_of(Caller const& caller) noexcept;

/// Runs a read on the pool, over a snapshot of its own.
/// @param params  outlives the call; a failure that it notes becomes the answer
boost::asio::awaitable<Result<Response>> read_with(
    ClientApi& api,
    RequestContext& context,
    Params& params,
    std::function<Result<Response>(Reading&)> handler
);

/// Decodes the parameters of a request and runs a read.
boost::asio::awaitable<Response> run_read(
    ClientApi& api, RequestContext& context, ReadHandler handler
);

/// What the client asked for as the store has it.
storage::PageRequest page_request(Page const& page) noexcept;

/// The ids with which a client asks for the pages beside this one.
/// @param first, last  ids of the first and last item shown; nullopt when there is none
template <class T>
std::optional<PageEdges> edges_of(
    storage::Page<T> const& page,
    storage::PageRequest const& request,
    std::optional<PageEdges> shown
) {
    // A page whose rows were all left out is not the end of the list (threat D07).
    if (page.resume == 0) {
        return shown;
    }
    auto edges = shown.value_or(PageEdges{page.resume, page.resume});
    (request.ascending() ? edges.first : edges.last) = page.resume;
    return edges;
}

/// Writes an array of a page's items, and the Link header.
/// @param id_of  the item's cursor: of the relation for lists of relations
/// @param write  `Result<void>(JsonWriter&, Item const&)`; an item that is not_found is left out
template <class T, class IdOf, class Write>
Result<Response> answer_page(
    Reading& reading,
    Page const& asked,
    storage::Page<T> const& page,
    IdOf const& id_of,
    Write const& write
) {
    std::string out;
    JsonWriter json(out);
    json.begin_array();
    for (auto const& item : page.items) {
        auto const start = json.mark();
        if (auto done = write(json, item); !done) {
            if (done.error().code != ErrorCode::not_found) {
                return std::unexpected(std::move(done.error()));
            }
            json.rewind(start);
        }
    }
    json.end_array();
    std::optional<PageEdges> shown;
    if (!page.items.empty()) {
        shown = PageEdges{id_of(page.items.front()), id_of(page.items.back())};
    }
    auto response = json_text_response(std::move(out));
    set_link(
        response,
        reading.api.site().origin(),
        reading.context.request,
        asked.limit,
        edges_of(page, page_request(asked), shown)
    );
    return response;
}

/// A page of a timeline.
Result<Response> answer_entries(
    Reading& reading, Page const& asked, storage::Page<storage::EntryRow> const& page
);

/// An answer of one entity.
/// @param write  `Result<void>(JsonWriter&)`
template <class Write>
Result<Response> answer_entity(Write const& write) {
    std::string out;
    JsonWriter json(out);
    if (auto done = write(json); !done) {
        return std::unexpected(std::move(done.error()));
    }
    return json_text_response(std::move(out));
}

/// An empty array: a list of what this node has none of.
Response empty_list();

}  // namespace folkmoot::node
