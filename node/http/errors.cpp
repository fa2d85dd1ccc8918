#include "node/http/errors.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::node {

std::string_view default_text(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_input:
            return "The request is malformed.";
        case ErrorCode::unauthenticated:
            return "The access token is invalid";
        case ErrorCode::forbidden:
            return "This action is not allowed";
        case ErrorCode::not_found:
            return "Record not found";
        case ErrorCode::gone:
            return "This was deleted.";
        case ErrorCode::conflict:
            return "This has changed in the meantime.";
        case ErrorCode::too_large:
            return "The request is too large.";
        case ErrorCode::unsupported_media:
            return "This media type is not accepted here.";
        case ErrorCode::unprocessable:
            return "Validation failed";
        case ErrorCode::rate_limited:
            return "Too many requests";
        case ErrorCode::remote_unavailable:
            return "Another server did not answer; try again later.";
        case ErrorCode::unavailable:
            return "The server is busy; try again later.";
        case ErrorCode::internal:
            return "Something went wrong on our side.";
    }
    return "Something went wrong on our side.";
}

Response error_response(int status, std::string_view text, std::string_view request_id) {
    auto response = json_response(
        {{"error", std::string{text}}, {"request_id", std::string{request_id}}}, status
    );
    response.set("Cache-Control", "no-store");
    if (status == 401) {
        response.set("WWW-Authenticate", "Bearer realm=\"Folkmoot\"");
    }
    if (status == 503 || status == 429) {
        response.set("Retry-After", "30");
    }
    return response;
}

Response error_response(Error const& error, std::string_view request_id) {
    return error_response(
        http_status(error.code),
        error.safe.empty() ? default_text(error.code) : std::string_view{error.safe},
        request_id
    );
}

}  // namespace folkmoot::node
