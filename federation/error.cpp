#include "federation/error.hpp"

namespace folkmoot::federation {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_input: return "invalid_input";
        case ErrorCode::refused_address: return "refused_address";
        case ErrorCode::unreachable: return "unreachable";
        case ErrorCode::remote_status: return "remote_status";
        case ErrorCode::remote_invalid: return "remote_invalid";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::gone: return "gone";
        case ErrorCode::budget_exhausted: return "budget_exhausted";
        case ErrorCode::unauthenticated: return "unauthenticated";
        case ErrorCode::forbidden: return "forbidden";
        case ErrorCode::unavailable: return "unavailable";
        case ErrorCode::internal: return "internal";
    }
    return "unknown";
}

}  // namespace folkmoot::federation
