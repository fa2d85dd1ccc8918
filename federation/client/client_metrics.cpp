#include "federation/client/client_metrics.hpp"

namespace folkmoot::federation {

std::string_view to_string(FetchOutcome outcome) noexcept {
    switch (outcome) {
        case FetchOutcome::success:
            return "success";
        case FetchOutcome::redirect_status:
            return "redirect_status";
        case FetchOutcome::client_error:
            return "client_error";
        case FetchOutcome::server_error:
            return "server_error";
        case FetchOutcome::refused:
            return "refused";
        case FetchOutcome::dns_failed:
            return "dns_failed";
        case FetchOutcome::connect_failed:
            return "connect_failed";
        case FetchOutcome::tls_failed:
            return "tls_failed";
        case FetchOutcome::timed_out:
            return "timed_out";
        case FetchOutcome::transport_failed:
            return "transport_failed";
        case FetchOutcome::invalid_response:
            return "invalid_response";
        case FetchOutcome::not_sent:
            return "not_sent";
    }
    return "unknown";
}

FetchOutcome outcome_of_status(unsigned status) noexcept {
    switch (status / 100) {
        case 2:
            return FetchOutcome::success;
        case 3:
            return FetchOutcome::redirect_status;
        case 4:
            return FetchOutcome::client_error;
        default:
            return FetchOutcome::server_error;
    }
}

FetchOutcome outcome_of_error(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::refused_address:
        case ErrorCode::forbidden:
            return FetchOutcome::refused;
        case ErrorCode::remote_invalid:
            return FetchOutcome::invalid_response;
        default:
            return FetchOutcome::not_sent;
    }
}

}  // namespace folkmoot::federation
