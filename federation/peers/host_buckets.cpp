#include "federation/peers/host_buckets.hpp"

#include <algorithm>
#include <cmath>

namespace folkmoot::federation {
namespace {

constexpr double seconds_per_minute = 60.0;

}  // namespace

HostBuckets::HostBuckets(BucketSettings settings, std::size_t names)
    : settings_(settings), buckets_(names) {}

HostBuckets::Bucket HostBuckets::current(std::string const& name, Time now) const {
    auto const* const held = buckets_.find(name, now);
    if (held == nullptr) {
        return {settings_.burst, now};
    }
    auto const passed = std::chrono::duration<double>(std::max(now - held->filled, {}));
    auto const gained = passed.count() * settings_.per_minute / seconds_per_minute;
    return {std::min(settings_.burst, held->tokens + gained), std::max(now, held->filled)};
}

std::chrono::seconds HostBuckets::time_for(double tokens) const {
    return std::chrono::seconds(
        std::max(1L, std::lround(std::ceil(tokens * seconds_per_minute / settings_.per_minute)))
    );
}

std::optional<std::chrono::seconds> HostBuckets::take(
    std::string const& name, Time now, double tokens
) {
    std::lock_guard const lock(mutex_);
    auto bucket = current(name, now);
    if (bucket.tokens < tokens) {
        return time_for(tokens - bucket.tokens);
    }
    bucket.tokens -= tokens;
    // A full bucket is as good as none, so that a record may go when it has filled up again.
    buckets_.put(name, bucket, now + time_for(settings_.burst - bucket.tokens) + time_for(0));
    return std::nullopt;
}

std::optional<std::chrono::seconds> HostBuckets::wait(std::string const& name, Time now) const {
    std::lock_guard const lock(mutex_);
    auto const bucket = current(name, now);
    return bucket.tokens < 1 ? std::optional(time_for(1 - bucket.tokens)) : std::nullopt;
}

}  // namespace folkmoot::federation
