// Fills the base layout: head elements, header, footer. Private to this folder.
#pragma once

#include "webui/templates/compiled.hpp"
#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"
#include "webui/views/parts.hpp"

#include <string>

namespace folkmoot::webui {

/// What a page says about itself in its head.
struct Head {
    std::string title;  ///< without the node's name, which is added; empty for the node's own page
    std::string description;  ///< plain text, empty for none
    std::string canonical;    ///< absolute URL, or a rooted path on this node
    bool noindex = false;
    bool open_graph = true;    ///< false for pages that nobody shares: forms and errors
    std::string activity_url;  ///< ActivityPub id of what is shown, empty for none
    CursorLinks links;         ///< rel=prev and rel=next, also shown by the pager
    std::string type = "website";
    std::string image_url;    ///< absolute URL, empty for none
    std::string creator;      ///< full handle of the author, empty for none
    std::string linked_data;  ///< JSON-LD document, empty for none
    bool offer_sign_in = true;
};

/// Fills everything around the page's own template. The chrome must live until the page is
/// expanded.
void fill_frame(Section page, Language const& language, Chrome const& chrome, Head const& head);

/// An absolute URL from a rooted path on this node; absolute ones stay as they are.
std::string absolute(Chrome const& chrome, std::string_view url);

}  // namespace folkmoot::webui
