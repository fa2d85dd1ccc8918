#include "node/error.hpp"

#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

struct Row {
    ErrorCode code;
    std::string_view name;
    int status;
};

constexpr auto rows = std::to_array<Row>({
    {ErrorCode::invalid_input, "invalid_input", 400},
    {ErrorCode::unauthenticated, "unauthenticated", 401},
    {ErrorCode::forbidden, "forbidden", 403},
    {ErrorCode::not_found, "not_found", 404},
    {ErrorCode::gone, "gone", 410},
    {ErrorCode::conflict, "conflict", 409},
    {ErrorCode::too_large, "too_large", 413},
    {ErrorCode::unsupported_media, "unsupported_media", 415},
    {ErrorCode::unprocessable, "unprocessable", 422},
    {ErrorCode::rate_limited, "rate_limited", 429},
    {ErrorCode::remote_unavailable, "remote_unavailable", 503},
    {ErrorCode::unavailable, "unavailable", 503},
    {ErrorCode::internal, "internal", 500},
});

constexpr bool rows_follow_enumeration() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].code != static_cast<ErrorCode>(i)) {
            return false;
        }
    }
    return true;
}

static_assert(rows_follow_enumeration());

}  // namespace

std::string_view to_string(ErrorCode code) noexcept {
    return rows[static_cast<std::size_t>(code)].name;
}

int http_status(ErrorCode code) noexcept {
    return rows[static_cast<std::size_t>(code)].status;
}

}  // namespace folkmoot::node
