// Stops asking hosts that do not answer (threats R23): open after five failures in ten minutes,
// then one probe every thirty minutes until one succeeds.
#pragma once

#include "federation/resolve/expiring_cache.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace folkmoot::federation {

/// Failures by host, bounded. Not thread-safe; time is passed in.
class HostBreaker {
public:
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;

    static constexpr int max_failures = 5;
    static constexpr std::chrono::minutes window{10};
    static constexpr std::chrono::minutes probe_interval{30};

    explicit HostBreaker(std::size_t hosts = 10'000) : hosts_(hosts) {}

    /// Whether a request to `host` may go out now. A true answer for an open host is its one probe.
    bool allows(std::string const& host, Time now);

    void succeeded(std::string const& host);
    void failed(std::string const& host, Time now);

private:
    struct Record {
        int failures = 0;
        Time first_failure{};
        Time next_probe{};  ///< while open
    };

    ExpiringCache<Record> hosts_;
};

}  // namespace folkmoot::federation
