// What pages say of a post: title, excerpt, warning, and its row in lists.
#pragma once

#include "node/pages/people.hpp"
#include "node/pages/post_places.hpp"
#include "webui/views/parts.hpp"

#include <cstddef>
#include <string>

namespace folkmoot::node {

/// The stored markup of a text, as the sanitiser wrote it.
webui::Html stored_html(std::string html);

/// The warning before a post's text; empty for none.
std::string warning_of(storage::PostRecord const& post, storage::PostBodyRecord const& body);

/// The beginning of a post's text as one line, or its warning where it has one.
std::string excerpt_of(
    storage::PostRecord const& post, storage::PostBodyRecord const& body, std::size_t characters
);

/// The title of a post, or the beginning of its text.
std::string headline_of(
    Services const& services, storage::Txn const& txn, storage::PostRecord const& post
);

/// A topic as a row of a list.
/// @param with_group  the list mixes groups
webui::TopicRow topic_row(
    Services const& services,
    storage::Txn const& txn,
    People& people,
    storage::PostRecord const& topic,
    storage::PostCountersRecord const& counters,
    bool with_group
);

/// A time of a record.
webui::Time page_time(std::int64_t milliseconds) noexcept;

}  // namespace folkmoot::node
