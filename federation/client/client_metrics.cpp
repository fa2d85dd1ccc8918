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

}  // namespace folkmoot::federation
