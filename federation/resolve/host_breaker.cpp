#include "federation/resolve/host_breaker.hpp"

namespace folkmoot::federation {

bool HostBreaker::allows(std::string const& host, Time now) {
    auto* const record = hosts_.find(host, now);
    if (record == nullptr || record->failures < max_failures) {
        return true;
    }
    if (now < record->next_probe) {
        return false;
    }
    record->next_probe = now + probe_interval;
    return true;
}

void HostBreaker::succeeded(std::string const& host) {
    hosts_.erase(host);
}

void HostBreaker::failed(std::string const& host, Time now) {
    Record record{.failures = 0, .first_failure = now, .next_probe = {}};
    if (auto const* const known = hosts_.find(host, now)) {
        record = *known;
    }
    if (record.failures < max_failures && now - record.first_failure > window) {
        record.failures = 0;
        record.first_failure = now;
    }
    ++record.failures;
    record.next_probe = now + probe_interval;
    // An open host whose probes nobody asks for is forgotten in the end.
    hosts_.put(host, record, now + 2 * probe_interval);
}

}  // namespace folkmoot::federation
