// How often somebody may try passwords (threat A09). Counted by the account that is tried and by
// where the tries come from, never by the text of the path.
#pragma once

#include "node/app/clock.hpp"
#include "node/http/peer_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace folkmoot::node {

/// Buckets of tries. Their number is capped; the one used longest ago makes room. May be used from
/// any thread.
class SignInLimits {
public:
    /// So many tries, refilled evenly over a time.
    struct Rule {
        std::uint32_t tries;
        std::chrono::seconds per;
    };

    /// From one address prefix, whatever the account.
    static constexpr Rule per_address{30, std::chrono::minutes{5}};
    /// Of one account from one address prefix.
    static constexpr Rule per_pair{10, std::chrono::minutes{5}};
    /// Of one account from everywhere: against many addresses, wide enough that nobody is locked
    /// out for long by a stranger.
    static constexpr Rule per_account{100, std::chrono::hours{1}};

    explicit SignInLimits(std::size_t max_buckets = 50'000) : max_buckets_(max_buckets) {}

    /// Counts a try before the password is looked at.
    /// @param account  as typed; case and blanks around it do not count
    /// @return nothing when it may go on, else how long to wait
    std::optional<std::chrono::seconds> count(
        std::string_view account, AddressPrefix const& address, Time now
    );

    /// Gives the tries of this account from this address back: the password was right.
    void forgive(std::string_view account, AddressPrefix const& address);

private:
    struct Bucket {
        std::string key;
        double tries;
        Time at;
    };

    Bucket& bucket(std::string key, Rule rule, Time now);

    std::size_t max_buckets_;
    std::mutex mutex_;
    std::list<Bucket> buckets_;                                                // last used first
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> index_;  // views into them
};

}  // namespace folkmoot::node
