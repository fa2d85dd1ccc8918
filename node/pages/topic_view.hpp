// A page of a thread as the view model that webui draws.
#pragma once

#include "node/access/viewer.hpp"
#include "node/community/services.hpp"
#include "node/pages/people.hpp"
#include "webui/views/topic.hpp"

#include <cstdint>

namespace folkmoot::node {

/// One page of a thread as a viewer may see it. What they may not see is left out without a trace;
/// what was deleted or removed leaves its number.
/// @param root  first post, which the viewer may read
/// @param page  from 1
/// @return not_found for a page beyond the last one
Result<webui::TopicPage> topic_view(
    Services const& services,
    storage::Txn const& txn,
    Viewer const& viewer,
    storage::PostRecord const& root,
    std::uint32_t page
);

/// A reply whose thread the viewer may not see, by itself.
Result<webui::TopicPage> single_post_view(
    Services const& services, storage::Txn const& txn, storage::PostRecord const& post
);

}  // namespace folkmoot::node
