#include "node/cli/exit_code.hpp"

namespace folkmoot::node {

int exit_code_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_input:
        case ErrorCode::too_large:
        case ErrorCode::unsupported_media:
        case ErrorCode::unprocessable:
            return exit_code::data;
        case ErrorCode::not_found:
        case ErrorCode::gone:
            return exit_code::no_user;
        case ErrorCode::conflict:
            return exit_code::cannot_create;
        case ErrorCode::unauthenticated:
        case ErrorCode::forbidden:
            return exit_code::no_permission;
        case ErrorCode::remote_unavailable:
            return exit_code::unavailable;
        case ErrorCode::rate_limited:
        case ErrorCode::unavailable:
            return exit_code::try_again;
        default:
            return exit_code::software;
    }
}

}  // namespace folkmoot::node
