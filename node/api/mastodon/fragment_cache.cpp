#include "node/api/mastodon/fragment_cache.hpp"

#include <utility>

namespace folkmoot::node {

FragmentCache::FragmentCache(std::size_t budget) : shard_budget_(budget / shards_.size()) {}

FragmentCache::Shard& FragmentCache::shard_of(std::uint64_t record) noexcept {
    // The low bits of an id are a counter that is mostly 0: mix in those of its time.
    return shards_[(record ^ (record >> 16U)) % shards_.size()];
}

void FragmentCache::erase(Shard& shard, std::list<Entry>::iterator entry) {
    shard.bytes -= entry->fragment->bytes() + entry_overhead;
    shard.by_record.erase(entry->record);
    shard.by_use.erase(entry);
}

std::shared_ptr<Fragment const> FragmentCache::find(std::uint64_t record, std::uint64_t stamp) {
    auto& shard = shard_of(record);
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.by_record.find(record);
    if (found == shard.by_record.end() || found->second->stamp != stamp) {
        return nullptr;
    }
    shard.by_use.splice(shard.by_use.begin(), shard.by_use, found->second);
    return found->second->fragment;
}

std::shared_ptr<Fragment const> FragmentCache::put(
    std::uint64_t record, std::uint64_t stamp, Fragment fragment
) {
    auto kept = std::make_shared<Fragment const>(std::move(fragment));
    auto& shard = shard_of(record);
    std::lock_guard const lock(shard.mutex);
    if (auto const old = shard.by_record.find(record); old != shard.by_record.end()) {
        erase(shard, old->second);
    }
    shard.by_use.push_front({record, stamp, kept});
    shard.by_record[record] = shard.by_use.begin();
    shard.bytes += kept->bytes() + entry_overhead;
    while (shard.bytes > shard_budget_ && !shard.by_use.empty()) {
        erase(shard, std::prev(shard.by_use.end()));
    }
    return kept;
}

std::size_t FragmentCache::bytes() const {
    std::size_t sum = 0;
    for (auto const& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        sum += shard.bytes;
    }
    return sum;
}

}  // namespace folkmoot::node
