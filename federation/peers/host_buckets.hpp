// Token buckets by name (host, address), bounded in number. A flood of one sender costs that sender
// (threats D03, D09).
#pragma once

#include "federation/resolve/expiring_cache.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

namespace folkmoot::federation {

/// Size of a bucket.
struct BucketSettings {
    double per_minute = 300;
    double burst = 600;
};

/// Buckets of one size. Thread-safe; time is passed in.
class HostBuckets {
public:
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;

    explicit HostBuckets(BucketSettings settings, std::size_t names = 50'000);

    /// Takes `tokens` from the bucket of `name`.
    /// @return nothing when they were there; else how long until they will be
    std::optional<std::chrono::seconds> take(std::string const& name, Time now, double tokens = 1);

    /// Whether a token is there, without taking it.
    std::optional<std::chrono::seconds> wait(std::string const& name, Time now) const;

private:
    struct Bucket {
        double tokens = 0;
        Time filled{};
    };

    Bucket current(std::string const& name, Time now) const;
    std::chrono::seconds time_for(double tokens) const;

    BucketSettings const settings_;
    mutable std::mutex mutex_;
    mutable ExpiringCache<Bucket> buckets_;
};

}  // namespace folkmoot::federation
