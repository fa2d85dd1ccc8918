#include "node/oauth/sign_in_limits.hpp"

#include "storage/tables/credentials.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace folkmoot::node {
namespace {

std::string address_text(AddressPrefix const& address) {
    return {reinterpret_cast<char const*>(address.data()), address.size()};
}

// The same fold as the lookup of accounts, cut: nobody may fill memory with long names.
std::string account_text(std::string_view account) {
    return storage::fold_email(account.substr(0, 300));
}

// A letter first keeps the kinds of keys apart.
std::string pair_key(std::string_view account, AddressPrefix const& address) {
    return "p" + address_text(address) + account_text(account);
}

double per_second(SignInLimits::Rule rule) {
    return rule.tries / static_cast<double>(rule.per.count());
}

}  // namespace

std::optional<std::chrono::seconds> SignInLimits::count(
    std::string_view account, AddressPrefix const& address, Time now
) {
    struct Limit {
        std::string key;
        Rule rule;
    };

    std::array<Limit, 3> const limits{
        Limit{"a" + address_text(address), per_address},
        Limit{pair_key(account, address), per_pair},
        Limit{"n" + account_text(account), per_account},
    };
    std::lock_guard const lock(mutex_);
    double wait = 0;
    for (auto const& [key, rule] : limits) {
        auto const& found = bucket(key, rule, now);
        wait = std::max(wait, (1 - found.tries) / per_second(rule));
    }
    if (wait > 0) {
        return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(wait)));
    }
    for (auto const& [key, rule] : limits) {
        bucket(key, rule, now).tries -= 1;
    }
    return std::nullopt;
}

void SignInLimits::forgive(std::string_view account, AddressPrefix const& address) {
    std::lock_guard const lock(mutex_);
    if (auto const it = index_.find(pair_key(account, address)); it != index_.end()) {
        auto const entry = it->second;
        index_.erase(it);
        buckets_.erase(entry);
    }
}

// The bucket of a key, refilled up to now.
SignInLimits::Bucket& SignInLimits::bucket(std::string key, Rule rule, Time now) {
    if (auto const it = index_.find(key); it != index_.end()) {
        buckets_.splice(buckets_.begin(), buckets_, it->second);
        auto& found = buckets_.front();
        auto const passed = std::chrono::duration<double>(now - found.at).count();
        found.tries = std::min(
            static_cast<double>(rule.tries), found.tries + std::max(0.0, passed) * per_second(rule)
        );
        found.at = std::max(found.at, now);
        return found;
    }
    if (buckets_.size() >= max_buckets_) {
        index_.erase(buckets_.back().key);
        buckets_.pop_back();
    }
    buckets_.push_front({std::move(key), static_cast<double>(rule.tries), now});
    index_.emplace(buckets_.front().key, buckets_.begin());
    return buckets_.front();
}

}  // namespace folkmoot::node
