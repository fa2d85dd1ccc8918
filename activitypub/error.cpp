#include "activitypub/error.hpp"

namespace folkmoot::activitypub {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::malformed: return "malformed";
        case ErrorCode::too_large: return "too_large";
        case ErrorCode::wrong_type: return "wrong_type";
        case ErrorCode::missing: return "missing";
        case ErrorCode::origin_mismatch: return "origin_mismatch";
        case ErrorCode::unsupported: return "unsupported";
        case ErrorCode::expired: return "expired";
        case ErrorCode::digest_mismatch: return "digest_mismatch";
        case ErrorCode::signature_invalid: return "signature_invalid";
        case ErrorCode::internal: return "internal";
    }
    return "unknown";
}

}  // namespace folkmoot::activitypub
