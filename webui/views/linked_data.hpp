// Structured data for search engines, made from the same view models as the HTML. Private to this
// folder.
#pragma once

#include "webui/views/chrome.hpp"
#include "webui/views/topic.hpp"

#include <string>

namespace folkmoot::webui {

/// A schema.org DiscussionForumPosting for a local public topic: the opening post and the first 50
/// present replies of the page that carry a text. Invalid UTF-8 becomes U+FFFD. JSON; printed
/// through the modifier x-json.
std::string discussion_posting(Chrome const& chrome, TopicPage const& page);

}  // namespace folkmoot::webui
