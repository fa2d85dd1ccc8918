// From "what is at this address" to an answer: content negotiation, the cache of visitors' pages,
// headers. Every page goes through here.
#pragma once

#include "node/access/viewer.hpp"
#include "node/http/endpoint.hpp"
#include "node/pages/page_tools.hpp"
#include "webui/views/chrome.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// What is at an address, as far as this viewer may know.
struct PageSubject {
    /// ActivityPub id of what is shown; programs that ask for ActivityPub are led there. Empty for
    /// pages that stand for no object.
    std::string activity_url;

    /// The address where the page really is, rooted, when it is not this one.
    std::string moved_to;

    /// A finished answer instead of a page, e.g. of something deleted.
    std::optional<Response> instead;

    /// Draws the page. Called at once, or not at all.
    std::function<Result<std::string>(webui::Chrome const&)> draw;
};

/// What a controller is asked with.
struct PageQuery {
    PageTools& tools;
    storage::Txn const& txn;  ///< one snapshot for everything
    RequestContext const& context;
    Viewer viewer;

    /// Path and the parameters that the page reads: what stands for it in caches and forms.
    std::string const& path;
};

/// Finds what is at an address.
using PageFinder = Result<PageSubject> (*)(PageQuery const& query);

/// Answers a request for a page.
/// @param parameter  the one query parameter that the page reads; empty for none
Response answer_page(
    PageTools& tools, RequestContext const& context, PageFinder find, std::string_view parameter
);

}  // namespace folkmoot::node
