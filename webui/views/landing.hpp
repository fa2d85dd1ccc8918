// The node itself: the landing page at "/" and the page at "/about".
#pragma once

#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"
#include "webui/views/parts.hpp"

#include <string>
#include <vector>

namespace folkmoot::webui {

/// A group in the directory of the landing page.
struct GroupCard {
    GroupReference group;
    std::string purpose;  ///< one line of plain text; may be empty
    std::uint64_t members = 0;
    std::uint64_t topics = 0;
};

/// Public totals of the node.
struct NodeCounts {
    std::uint64_t members = 0;
    std::uint64_t groups = 0;
    std::uint64_t topics = 0;
};

/// The page at "/" for visitors and members.
struct LandingPage {
    std::string purpose;  ///< what the node is for, one or two sentences of plain text
    NodeCounts counts;
    std::vector<GroupCard> groups;   ///< most active first
    std::vector<TopicRow> topics;    ///< latest public topics, newest first, with their groups
    std::vector<std::string> rules;  ///< one sentence each, in order
};

/// The page at "/about".
struct AboutPage {
    std::string purpose;  ///< plain text, for the description of the page
    Html description;     ///< longer text by the operator; empty shows `purpose`
    NodeCounts counts;
    std::vector<std::string> rules;
    std::vector<Author> staff;  ///< who runs the node; may be empty
    std::string contact;        ///< e-mail address or other plain text; empty when not given
};

/// The landing page as complete HTML, UTF-8.
std::string render_landing(
    Templates const& templates, Chrome const& chrome, LandingPage const& page
);

/// The about page as complete HTML, UTF-8.
std::string render_about(Templates const& templates, Chrome const& chrome, AboutPage const& page);

}  // namespace folkmoot::webui
