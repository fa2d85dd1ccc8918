#include "node/http/rate_limit.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

namespace folkmoot::node {
namespace {

using std::chrono::minutes;

std::uint64_t hash_seed(RandomBytes const& random) {
    std::array<std::byte, sizeof(std::uint64_t)> bytes{};
    random(bytes);
    return std::bit_cast<std::uint64_t>(bytes);
}

std::chrono::milliseconds time_for(double calls, RateRule const& rule) {
    auto const milliseconds = std::chrono::milliseconds{rule.per}.count();
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(std::ceil(calls * static_cast<double>(milliseconds) / rule.calls))
    };
}

}  // namespace

RateTable RateTable::defaults(std::uint32_t requests_per_5_minutes) {
    RateTable table;
    table.of(Rate::normal) = {{300, minutes{5}}, {1500, minutes{5}}, {300, minutes{5}}};
    table.of(Rate::page) = {{600, minutes{5}}, {}, {300, minutes{5}}};
    table.of(Rate::media) = {{30, minutes{30}}, {30, minutes{30}}, {30, minutes{30}}};
    table.of(Rate::deletion) = {{30, minutes{30}}, {30, minutes{30}}, {30, minutes{30}}};
    table.of(Rate::sign_in) = {{10, minutes{5}}, {}, {10, minutes{5}}};
    table.of(Rate::sign_up) = {{5, minutes{30}}, {}, {5, minutes{30}}};
    table.of(Rate::app_registration) = {{5, minutes{10}}, {}, {5, minutes{10}}};
    table.of(Rate::federation) = {{}, {}, {30'000, minutes{5}}};
    for (auto& rules : table.classes) {
        for (auto* const rule : {&rules.token, &rules.member, &rules.address}) {
            auto const scaled = std::uint64_t{rule->calls} * requests_per_5_minutes / 300;
            auto const most = std::uint64_t{std::numeric_limits<std::uint32_t>::max()};
            auto const least = std::uint64_t{rule->calls == 0 ? 0U : 1U};
            rule->calls = static_cast<std::uint32_t>(std::clamp(scaled, least, most));
        }
    }
    return table;
}

std::size_t RateLimiter::KeyHash::operator()(Key const& key) const noexcept {
    // The finaliser of SplitMix64 over a secret seed.
    std::uint64_t x = seed ^ key.id ^ (static_cast<std::uint64_t>(key.rate) << 56) ^
                      (static_cast<std::uint64_t>(key.kind) << 48);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>(x ^ (x >> 31));
}

RateLimiter::RateLimiter(RateTable table, RandomBytes const& random, std::size_t max_buckets)
    : table_(table), max_buckets_(max_buckets), index_(0, KeyHash{hash_seed(random)}) {}

std::optional<RateState> RateLimiter::count(
    Rate rate, Caller const& caller, AddressPrefix const& address, Time now
) {
    auto const& rules = table_.of(rate);
    std::optional<RateState> nearest;
    std::lock_guard const lock{mutex_};
    auto const apply = [&](Kind kind, RateRule const& rule, std::uint64_t id) {
        if (rule.calls == 0) {
            return;
        }
        auto const state = count_one({rate, kind, id}, rule, now);
        bool const nearer =
            !nearest || (nearest->allowed && !state.allowed) ||
            (nearest->allowed == state.allowed && state.remaining < nearest->remaining);
        if (nearer) {
            nearest = state;
        }
    };
    if (caller.token) {
        apply(Kind::token, rules.token, *caller.token);
    }
    if (caller.member) {
        apply(Kind::member, rules.member, *caller.member);
    }
    if (caller.anonymous()) {
        apply(Kind::address, rules.address, std::bit_cast<std::uint64_t>(address));
    }
    return nearest;
}

RateState RateLimiter::count_one(Key const& key, RateRule const& rule, Time now) {
    auto found = index_.find(key);
    if (found == index_.end()) {
        if (buckets_.size() >= max_buckets_) {
            index_.erase(buckets_.back().key);
            buckets_.pop_back();
        }
        buckets_.push_front({key, static_cast<double>(rule.calls), now});
        found = index_.emplace(key, buckets_.begin()).first;
    } else {
        buckets_.splice(buckets_.begin(), buckets_, found->second);
    }
    auto& bucket = *found->second;
    auto const passed = std::max(now - bucket.at, std::chrono::milliseconds{0});
    auto const earned = static_cast<double>(passed.count()) * rule.calls /
                        static_cast<double>(std::chrono::milliseconds{rule.per}.count());
    bucket.tokens = std::min(bucket.tokens + earned, static_cast<double>(rule.calls));
    bucket.at = std::max(bucket.at, now);
    RateState state;
    state.limit = rule.calls;
    state.allowed = bucket.tokens >= 1;
    if (state.allowed) {
        bucket.tokens -= 1;
        state.reset = now + time_for(rule.calls - bucket.tokens, rule);
    } else {
        state.reset = now + time_for(1 - bucket.tokens, rule);
    }
    state.remaining = static_cast<std::uint32_t>(bucket.tokens);
    return state;
}

std::size_t RateLimiter::size() const {
    std::lock_guard const lock{mutex_};
    return buckets_.size();
}

void add_rate_headers(Response& response, RateState const& state, Time now) {
    response.set("X-RateLimit-Limit", std::to_string(state.limit));
    response.set("X-RateLimit-Remaining", std::to_string(state.remaining));
    response.set("X-RateLimit-Reset", format_rfc3339(state.reset));
    if (!state.allowed) {
        auto const wait = std::chrono::ceil<std::chrono::seconds>(state.reset - now).count();
        response.set("Retry-After", std::to_string(std::max<std::int64_t>(wait, 1)));
    }
}

}  // namespace folkmoot::node
