// Rendered pages of visitors who are not signed in. A page is good as long as nothing has changed
// that any page shows, told by the store's change log, and no longer than shared caches keep it.
// Pages of members are never here (threat H25; decision 28: the viewer is part of every key, and
// here it is always nobody).
#pragma once

#include "node/app/clock.hpp"
#include "node/error.hpp"
#include "node/http/response.hpp"
#include "storage/store.hpp"

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

/// A finished page.
struct CachedPage {
    SharedBytes html;
    SharedBytes gzip;  ///< the same, compressed; nullptr where that saves nothing
    std::string etag;
    std::string activity_url;  ///< id of what is shown, for the Link header; empty for none
};

/// Pages by their key. May be used from any thread.
class PageCache {
public:
    /// Bytes that all pages take together by default.
    static constexpr std::size_t default_budget = std::size_t{32} << 20;

    /// How old a page may become though nothing has changed: times and totals age.
    static constexpr std::chrono::seconds longest_age{30};

    /// @param store  whose change log tells when pages are stale; outlives this
    explicit PageCache(storage::Store const& store, std::size_t budget = default_budget);

    /// What pages made from a snapshot are as new as. Ask before rendering, in the same snapshot.
    Result<std::uint64_t> generation(storage::Txn const& txn);

    /// The page of this key, when it is as new as the newest change.
    std::optional<CachedPage> find(std::string_view key, std::uint64_t generation, Time now);

    /// Keeps a page; the ones used longest ago make room. A page above an eighth of the budget is
    /// not kept.
    void put(std::string key, CachedPage page, std::uint64_t generation, Time now);

    /// Bytes kept now.
    std::size_t bytes() const;

private:
    struct Entry {
        std::string key;
        CachedPage page;
        std::uint64_t generation;
        Time made;
        std::size_t bytes;
    };

    using Entries = std::list<Entry>;

    void erase(Entries::iterator entry);

    storage::Store const& store_;
    std::size_t budget_;
    mutable std::mutex mutex_;
    Entries entries_;                                                // last used first
    std::unordered_map<std::string_view, Entries::iterator> index_;  // views into the entries
    std::size_t bytes_{0};
    std::uint64_t seen_{0};        // newest change looked at
    std::uint64_t generation_{0};  // newest change that a page could show
};

}  // namespace folkmoot::node
