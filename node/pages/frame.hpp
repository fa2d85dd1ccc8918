// What every page is drawn with: the frame around it, and the headers of its answer.
#pragma once

#include "node/http/endpoint.hpp"
#include "node/pages/page_tools.hpp"
#include "webui/views/chrome.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// Cookies of a visitor's choices, without the prefix of https.
inline constexpr std::string_view locale_cookie = "locale";
inline constexpr std::string_view theme_cookie = "theme";

/// The language of a request: the `lang` parameter's where it is asked, the cookie's, the
/// browser's, the node's.
webui::Locale locale_of(PageTools const& tools, Request const& request);

/// The colours of a request.
webui::Theme theme_of(PageTools const& tools, Request const& request);

/// The frame for somebody.
/// @param path  path and query that stand for the page, rooted
/// @param txn   for the signed-in member's name and picture
webui::Chrome make_chrome(
    PageTools& tools,
    storage::Txn const& txn,
    Request const& request,
    Caller const& caller,
    std::string path
);

/// The same for nobody: no record is read.
webui::Chrome make_visitor_chrome(PageTools const& tools, Request const& request, std::string path);

/// A page of one moment or one member: never kept by any cache.
Response private_page(std::string html, int status = 200);

}  // namespace folkmoot::node
