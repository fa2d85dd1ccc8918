// Rendered JSON that is the same for every viewer (decision 23): kept by record with a stamp that
// tells stale ones, built when it is first asked for, under a budget of bytes. Losing it costs time
// only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace folkmoot::node {

/// Members of one entity's object, "name":value pairs without the braces. Counters, the author and
/// the viewer's flags are written after them.
struct Fragment {
    std::string identity;   ///< what names the record: a boost of it has its own
    std::string content;    ///< the rest; empty for accounts
    std::string extension;  ///< of the `folkmoot` object

    std::size_t bytes() const noexcept {
        return identity.size() + content.size() + extension.size();
    }
};

/// The cache. May be used from any thread.
class FragmentCache {
public:
    /// @param budget  bytes of all fragments together
    explicit FragmentCache(std::size_t budget = std::size_t{64} << 20);

    /// The fragment of a record when it was made for exactly this stamp.
    std::shared_ptr<Fragment const> find(std::uint64_t record, std::uint64_t stamp);

    /// Keeps a fragment; those used longest ago go when the budget is spent.
    std::shared_ptr<Fragment const> put(
        std::uint64_t record, std::uint64_t stamp, Fragment fragment
    );

    /// Bytes in use.
    std::size_t bytes() const;

private:
    struct Entry {
        std::uint64_t record;
        std::uint64_t stamp;
        std::shared_ptr<Fragment const> fragment;
    };

    struct Shard {
        std::mutex mutable mutex;
        std::list<Entry> by_use;  // newest first
        std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_record;
        std::size_t bytes{0};
    };

    static constexpr std::size_t entry_overhead = 200;

    Shard& shard_of(std::uint64_t record) noexcept;
    static void erase(Shard& shard, std::list<Entry>::iterator entry);

    std::array<Shard, 16> shards_;
    std::size_t shard_budget_;
};

}  // namespace folkmoot::node
