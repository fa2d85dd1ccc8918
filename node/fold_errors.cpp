#include "node/fold_errors.hpp"

#include <string>

namespace folkmoot::node {
namespace {

constexpr char const* try_again =
    "The server cannot do this right now. Please try again in a minute.";

std::string detail_of(std::string_view room, std::string_view code, std::string const& detail) {
    return std::string(room) + "." + std::string(code) + ": " + detail;
}

}  // namespace

Error fold(storage::Error const& error) {
    auto const detail = detail_of("storage", to_string(error.code), error.detail);
    switch (error.code) {
        case storage::ErrorCode::not_found:
            return {ErrorCode::not_found, "Record not found", detail};
        case storage::ErrorCode::already_exists:
            return {ErrorCode::conflict, "This exists already.", detail};
        case storage::ErrorCode::full:
        case storage::ErrorCode::queue_full:
        case storage::ErrorCode::read_only:
        case storage::ErrorCode::closed:
        case storage::ErrorCode::locked:
            return {ErrorCode::unavailable, try_again, detail};
        default:
            break;
    }
    return {
        ErrorCode::internal,
        "Something went wrong on this server. Its operator can find it in the log.",
        detail
    };
}

Error fold(activitypub::Error const& error) {
    return {
        error.code == activitypub::ErrorCode::too_large ? ErrorCode::too_large
                                                        : ErrorCode::invalid_input,
        "This is not in the form that the server expects.",
        detail_of("activitypub", to_string(error.code), error.detail)
    };
}

Error fold(federation::Error const& error) {
    auto const detail = detail_of("federation", to_string(error.code), error.detail);
    switch (error.code) {
        case federation::ErrorCode::not_found:
        case federation::ErrorCode::gone:
            return {ErrorCode::not_found, "Record not found", detail};
        case federation::ErrorCode::invalid_input:
        case federation::ErrorCode::refused_address:
            return {ErrorCode::unprocessable, "This address cannot be looked up.", detail};
        case federation::ErrorCode::internal:
            return {
                ErrorCode::internal,
                "Something went wrong on this server. Its operator can find it in the log.",
                detail
            };
        default:
            break;
    }
    return {
        ErrorCode::remote_unavailable,
        "The other server did not answer as it should. Please try again later.",
        detail
    };
}

}  // namespace folkmoot::node
