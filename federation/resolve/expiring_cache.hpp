// A small map with a cap and an expiry for each entry (threats rule 9). Time is passed in.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace folkmoot::federation {

/// Values by text key. Above the limit the oldest entry goes. Not thread-safe.
template <class Value>
class ExpiringCache {
public:
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;

    explicit ExpiringCache(std::size_t limit) : limit_(limit) {}

    /// The value while its time lasts. Valid until the next call that changes the cache.
    Value* find(std::string const& key, Time now) {
        auto const found = index_.find(key);
        if (found == index_.end()) {
            return nullptr;
        }
        if (found->second->expires <= now) {
            erase(key);
            return nullptr;
        }
        return &found->second->value;
    }

    /// Sets or replaces; the entry counts as the youngest.
    Value& put(std::string const& key, Value value, Time expires) {
        erase(key);
        if (entries_.size() >= limit_ && !entries_.empty()) {
            erase(std::string(entries_.front().key));
        }
        entries_.push_back({key, std::move(value), expires});
        index_[key] = std::prev(entries_.end());
        return entries_.back().value;
    }

    void erase(std::string const& key) {
        if (auto const found = index_.find(key); found != index_.end()) {
            auto const position = found->second;
            index_.erase(found);
            entries_.erase(position);
        }
    }

    std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string key;
        Value value;
        Time expires;
    };

    std::size_t limit_;
    std::list<Entry> entries_;  ///< oldest first
    std::unordered_map<std::string, typename std::list<Entry>::iterator> index_;
};

}  // namespace folkmoot::federation
