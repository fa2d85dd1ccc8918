#include "node/http/pagination.hpp"

#include "node/http/percent.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace folkmoot::node {
namespace {

constexpr auto most_negative_refused = std::int64_t{-1};

std::size_t read_limit(Params& params, std::size_t usual, std::size_t most) {
    auto const given = params.integer("limit", std::numeric_limits<std::int64_t>::min(), INT64_MAX);
    if (given && *given <= most_negative_refused) {
        params.refuse(ErrorCode::invalid_input, "The parameter 'limit' must not be negative.");
    }
    auto const wanted =
        given ? static_cast<std::uint64_t>(std::max<std::int64_t>(*given, 1)) : usual;
    return static_cast<std::size_t>(std::min<std::uint64_t>(wanted, most));
}

std::optional<std::uint64_t> read_bound(Params& params, std::string_view name) {
    auto const text = params.text(name);
    return text ? parse_id(*text) : std::nullopt;
}

}  // namespace

Page read_page(Params& params, std::size_t usual, std::size_t most) {
    return {
        read_limit(params, usual, most),
        read_bound(params, "max_id"),
        read_bound(params, "since_id"),
        read_bound(params, "min_id"),
    };
}

OffsetPage read_offset_page(
    Params& params, std::size_t usual, std::size_t most, std::size_t deepest
) {
    OffsetPage page{read_limit(params, usual, most), 0};
    auto const given =
        params.integer("offset", std::numeric_limits<std::int64_t>::min(), INT64_MAX);
    if (given && *given <= most_negative_refused) {
        params.refuse(ErrorCode::invalid_input, "The parameter 'offset' must not be negative.");
    }
    if (given && *given > 0) {
        page.offset = std::min<std::size_t>(static_cast<std::size_t>(*given), deepest);
    }
    return page;
}

std::optional<std::string> link_header(
    std::string_view origin,
    Request const& request,
    std::size_t limit,
    std::optional<PageEdges> edges
) {
    if (!edges) {
        return std::nullopt;
    }
    constexpr std::array<std::string_view, 5> own{
        "limit", "max_id", "since_id", "min_id", "access_token"
    };
    std::string kept;
    for (auto const& [name, value] : request.query) {
        if (std::find(own.begin(), own.end(), name) == own.end()) {
            kept += percent_encode(name) + "=" + percent_encode(value) + "&";
        }
    }
    auto const base = "<" + std::string{origin} + std::string{request.raw_path()} + "?" + kept +
                      "limit=" + std::to_string(limit);
    return base + "&max_id=" + std::to_string(edges->last) + ">; rel=\"next\", " + base +
           "&min_id=" + std::to_string(edges->first) + ">; rel=\"prev\"";
}

void set_link(
    Response& response,
    std::string_view origin,
    Request const& request,
    std::size_t limit,
    std::optional<PageEdges> edges
) {
    if (auto link = link_header(origin, request, limit, edges)) {
        response.set("Link", std::move(*link));
    }
}

}  // namespace folkmoot::node
