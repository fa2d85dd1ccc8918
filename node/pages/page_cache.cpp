#include "node/pages/page_cache.hpp"

#include "node/fold_errors.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

using storage::ChangeKind;

// Most changes that are looked at to find out whether one of them matters; more count as one that
// does.
constexpr std::size_t most_changes = 256;

// What only members or other servers see.
bool is_on_pages(ChangeKind kind) {
    return kind != ChangeKind::notification_created && kind != ChangeKind::outgoing_appended &&
           kind != ChangeKind::report_created;
}

std::size_t size_of(std::string const& key, CachedPage const& page) {
    return key.size() + page.html->size() + (page.gzip ? page.gzip->size() : 0) + page.etag.size() +
           page.activity_url.size();
}

}  // namespace

PageCache::PageCache(storage::Store const& store, std::size_t budget)
    : store_(store), budget_(budget) {}

Result<std::uint64_t> PageCache::generation(storage::Txn const& txn) {
    auto const last = store_.change_log.last(txn);
    if (!last) {
        return failed(last.error());
    }
    std::lock_guard const lock(mutex_);
    if (last->value() < seen_) {
        // An older snapshot than another thread's: its pages are as old as it is.
        return std::min(generation_, last->value());
    }
    if (last->value() == seen_) {
        return generation_;
    }
    auto const changes = store_.change_log.read(txn, storage::ChangeNumber(seen_), most_changes);
    if (!changes) {
        return failed(changes.error());
    }
    bool const told_all = !changes->empty() && changes->size() < most_changes &&
                          changes->front().number.value() == seen_ + 1;
    bool const shown = std::ranges::any_of(*changes, [](auto const& change) {
        return is_on_pages(change.change.kind);
    });
    seen_ = last->value();
    if (shown || !told_all) {
        generation_ = seen_;
    }
    return generation_;
}

std::optional<CachedPage> PageCache::find(
    std::string_view key, std::uint64_t generation, Time now
) {
    std::lock_guard const lock(mutex_);
    auto const it = index_.find(key);
    if (it == index_.end()) {
        return std::nullopt;
    }
    auto const entry = it->second;
    if (entry->generation != generation || now - entry->made > longest_age || now < entry->made) {
        erase(entry);
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, entry);
    return entry->page;
}

void PageCache::put(std::string key, CachedPage page, std::uint64_t generation, Time now) {
    auto const bytes = size_of(key, page);
    if (bytes > budget_ / 8) {
        return;
    }
    std::lock_guard const lock(mutex_);
    if (auto const it = index_.find(key); it != index_.end()) {
        erase(it->second);
    }
    while (!entries_.empty() && bytes_ + bytes > budget_) {
        erase(std::prev(entries_.end()));
    }
    entries_.push_front({std::move(key), std::move(page), generation, now, bytes});
    index_.emplace(entries_.front().key, entries_.begin());
    bytes_ += bytes;
}

std::size_t PageCache::bytes() const {
    std::lock_guard const lock(mutex_);
    return bytes_;
}

void PageCache::erase(Entries::iterator entry) {
    bytes_ -= entry->bytes;
    index_.erase(entry->key);
    entries_.erase(entry);
}

}  // namespace folkmoot::node
