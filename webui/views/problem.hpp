// What a person sees when a page cannot be shown: what happened, the next step, and an id to quote.
#pragma once

#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"
#include "webui/views/parts.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace folkmoot::webui {

/// An error page.
struct ProblemPage {
    /// HTTP status. 400, 401, 403, 404, 405, 406, 410, 413, 422, 429, 500 and 503 have words of
    /// their own; others get those of their class.
    int status = 404;
    std::string request_id;  ///< shown with a request to quote it; empty for none
    std::optional<std::chrono::seconds> retry_after;  ///< with 429 and 503
    bool removed_by_moderator = false;  ///< with 410: a moderator took it down, not its author
    std::optional<Time> gone_since;     ///< with 410
    std::optional<GroupReference>
        group;  ///< where the visitor probably wanted to go: the next step
};

/// The error page as complete HTML, UTF-8. Always noindex.
std::string render_problem(
    Templates const& templates, Chrome const& chrome, ProblemPage const& page
);

}  // namespace folkmoot::webui
