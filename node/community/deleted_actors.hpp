// What a deleted remote actor wrote goes after it, page by page: it may be more than one
// transaction bears.
#pragma once

#include "node/community/services.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace folkmoot::node {

/// Kind of the job that is noted with the actor's deletion; its payload is the actor's id in
/// decimal.
inline constexpr std::string_view erase_posts_job = "erase_posts_of_actor";

/// One step of the erasure.
struct ErasedPosts {
    std::size_t erased{0};
    std::uint64_t resume{0};  ///< where the next step begins
    bool more{false};         ///< whether there is one
};

/// Erases posts of a deleted remote actor, newest first. Each is a transaction of its own, so that
/// a step that is cut short loses nothing; posts that are erased already are passed over.
/// @param below  `resume` of the step before; 0 for the first
/// @param limit  most posts looked at, up to storage::max_page_size
boost::asio::awaitable<Result<ErasedPosts>> erase_posts_of(
    Services& services, storage::ActorId actor, std::uint64_t below, std::size_t limit
);

}  // namespace folkmoot::node
