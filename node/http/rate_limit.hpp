// Token buckets: how often one token, member or address may call (reference: Mastodon API,
// section 3.4).
#pragma once

#include "node/app/clock.hpp"
#include "node/app/random.hpp"
#include "node/http/endpoint.hpp"
#include "node/http/peer_address.hpp"
#include "node/http/response.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace folkmoot::node {

/// So many calls in so much time; the bucket refills evenly.
struct RateRule {
    std::uint32_t calls{0};  ///< 0 for no limit
    std::chrono::seconds per{300};
};

/// Rules of one class: a call counts against each that applies.
struct RateRules {
    RateRule token;    ///< of one access token or session
    RateRule member;   ///< of one member over all tokens
    RateRule address;  ///< of one address prefix, for callers without credentials
};

/// The rules of every class; defaults as upstream's.
struct RateTable {
    std::array<RateRules, static_cast<std::size_t>(Rate::count)> classes;

    RateRules const& of(Rate rate) const noexcept {
        return classes[static_cast<std::size_t>(rate)];
    }

    RateRules& of(Rate rate) noexcept { return classes[static_cast<std::size_t>(rate)]; }

    /// 300 in 5 minutes a token and an address, 1,500 a member; uploads, deletions 30 in 30
    /// minutes; sign-up 5 in 30 minutes, sign-in 10 in 5 minutes, app registration 5 in 10 minutes;
    /// pages 600 in 5 minutes a session and 300 an address; federation 30,000 in 5 minutes an address.
    /// @param requests_per_5_minutes  what stands for the 300; all other numbers keep their ratio
    static RateTable defaults(std::uint32_t requests_per_5_minutes = 300);
};

/// What a call left of its nearest limit.
struct RateState {
    bool allowed{true};
    std::uint32_t limit{0};
    std::uint32_t remaining{0};
    Time reset;  ///< when the bucket is full again; when refused: when the next call is allowed
};

/// All buckets. Their number is capped: the one used longest ago makes room (house law 7). May be
/// used from any thread.
class RateLimiter {
public:
    /// @param random  read once, for the seed of the hash: nobody can aim at one bucket of the map
    RateLimiter(RateTable table, RandomBytes const& random, std::size_t max_buckets = 100'000);

    /// Counts one call.
    /// @return the limit nearest to exhaustion; nothing when the class has none that applies
    std::optional<RateState> count(
        Rate rate, Caller const& caller, AddressPrefix const& address, Time now
    );

    /// Buckets kept now.
    std::size_t size() const;

private:
    enum class Kind : std::uint8_t { token, member, address };

    struct Key {
        Rate rate;
        Kind kind;
        std::uint64_t id;

        friend bool operator==(Key const&, Key const&) = default;
    };

    struct KeyHash {
        std::uint64_t seed;
        std::size_t operator()(Key const& key) const noexcept;
    };

    struct Bucket {
        Key key;
        double tokens;
        Time at;
    };

    RateState count_one(Key const& key, RateRule const& rule, Time now);

    RateTable table_;
    std::size_t max_buckets_;
    mutable std::mutex mutex_;
    std::list<Bucket> buckets_;  // last used first
    std::unordered_map<Key, std::list<Bucket>::iterator, KeyHash> index_;
};

/// Sets X-RateLimit-Limit, -Remaining and -Reset (all three, or clients fail), and Retry-After on a
/// refusal.
void add_rate_headers(Response& response, RateState const& state, Time now);

}  // namespace folkmoot::node
