#include "storage/error.hpp"

namespace folkmoot::storage {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::already_exists:
            return "already_exists";
        case ErrorCode::invalid:
            return "invalid";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::foreign_store:
            return "foreign_store";
        case ErrorCode::newer_store:
            return "newer_store";
        case ErrorCode::locked:
            return "locked";
        case ErrorCode::full:
            return "full";
        case ErrorCode::queue_full:
            return "queue_full";
        case ErrorCode::read_only:
            return "read_only";
        case ErrorCode::io:
            return "io";
        case ErrorCode::closed:
            return "closed";
    }
    return "unknown";
}

}  // namespace folkmoot::storage
