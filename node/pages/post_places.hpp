// Where posts are on the pages of this node: the thread's address, its numbered page, the anchor.
// The opening post is number 1, the reply with ordinal n is number n + 1.
#pragma once

#include "node/pages/people.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Posts on one page of a thread.
inline constexpr std::uint32_t posts_per_page = 50;

/// The page of a thread that holds the post with this ordinal, from 1.
constexpr std::uint32_t page_of(std::uint32_t ordinal) noexcept {
    return ordinal / posts_per_page + 1;
}

/// Last segment of a topic's address: "1842-rotate-signing-key", or the id alone.
std::string topic_segment(storage::PostRecord const& root);

/// Path of the first page of a thread; the short link when its group or author is not there any
/// more.
/// @param root  first post of the thread
std::string thread_path(People& people, storage::PostRecord const& root);

/// Path, page and anchor of a post in its thread.
std::string post_location(People& people, storage::PostRecord const& root, std::uint32_t ordinal);

/// "/p/99120".
std::string short_path(std::uint64_t post);

/// The id at the beginning of a topic's segment; 0 for none.
std::uint64_t id_of_segment(std::string_view segment) noexcept;

}  // namespace folkmoot::node
