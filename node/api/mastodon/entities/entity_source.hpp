// What entities are made from: one snapshot, who looks, and what is kept between requests. A value
// of references, made for one answer and never kept.
#pragma once

#include "node/access/viewer.hpp"
#include "node/api/mastodon/fragment_cache.hpp"
#include "node/app/clock.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <string>

namespace folkmoot::node {

/// Pictures of accounts that have none; absolute URLs.
struct DefaultPictures {
    std::string avatar;
    std::string header;
};

/// The ground that an entity stands on.
struct EntitySource {
    storage::Tables& tables;
    storage::Txn const& txn;
    Site const& site;
    FragmentCache& fragments;
    DefaultPictures const& pictures;
    Viewer viewer;
    Time now;

    /// The member who looks; none for strangers.
    storage::ActorId member() const noexcept {
        return viewer.kind == Viewer::Kind::member ? viewer.actor : storage::ActorId{};
    }

    /// `now` as records have it: milliseconds since 1970.
    std::int64_t now_ms() const noexcept { return now.time_since_epoch().count(); }
};

/// Mixes facts into one number that tells a stale fragment.
template <class... Facts>
constexpr std::uint64_t stamp_of(Facts... facts) noexcept {
    std::uint64_t stamp = 0xCBF29CE484222325;
    ((stamp = (stamp ^ static_cast<std::uint64_t>(facts)) * 0x100000001B3 + (stamp >> 29U)), ...);
    return stamp;
}

}  // namespace folkmoot::node
