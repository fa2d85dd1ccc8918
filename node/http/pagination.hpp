// Pages of lists by id: reading the bounds, writing the Link header (reference: Mastodon API,
// section 3.6).
#pragma once

#include "node/error.hpp"
#include "node/http/params.hpp"
#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Bounds of one page; all are exclusive, and an id that does not exist is a bound, too. With
/// min_id: ascending from the first id above it, then reversed; otherwise descending from below
/// max_id down to since_id.
struct Page {
    std::size_t limit{20};
    std::optional<std::uint64_t> max_id;
    std::optional<std::uint64_t> since_id;
    std::optional<std::uint64_t> min_id;
};

/// Reads limit, max_id, since_id and min_id. The limit is clamped to [1, most] (threat D07); a
/// limit that is no number, or negative, notes 400 on `params`; a bound that is no id is ignored,
/// as upstream does.
Page read_page(Params& params, std::size_t usual = 20, std::size_t most = 40);

/// Bounds of a page counted by offset (search, directory, trends).
struct OffsetPage {
    std::size_t limit{20};
    std::size_t offset{0};
};

/// Reads limit and offset; an offset beyond `deepest` is clamped to it, a negative one notes 400.
OffsetPage read_offset_page(
    Params& params, std::size_t usual = 20, std::size_t most = 40, std::size_t deepest = 10'000
);

/// Ids that bound what a page has shown: of its first (newest) and last (oldest) entry. For
/// relations (bookmarks, follows …) these are the ids of the relation's records.
struct PageEdges {
    std::uint64_t first;
    std::uint64_t last;
};

/// `Link: <…max_id=LAST>; rel="next", <…min_id=FIRST>; rel="prev"`, next first (toot reads the
/// start), absolute, with the other query parameters repeated.
/// @param origin  the node's configured origin without a slash at the end, "https://folk.example"
/// @return nothing for a page without entries: the header is then omitted
std::optional<std::string> link_header(
    std::string_view origin,
    Request const& request,
    std::size_t limit,
    std::optional<PageEdges> edges
);

/// Sets the Link header on an answer, unless the page is empty.
void set_link(
    Response& response,
    std::string_view origin,
    Request const& request,
    std::size_t limit,
    std::optional<PageEdges> edges
);

}  // namespace folkmoot::node
