// A group's pages: its list of topics ("/g/help") and its description ("/g/help/about").
#pragma once

#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"
#include "webui/views/parts.hpp"

#include <string>
#include <vector>

namespace folkmoot::webui {

/// Which tab of the group is shown.
enum class GroupTab { topics, about };

/// A group with one page of its topics.
struct GroupPage {
    GroupReference group;
    std::string handle;        ///< the address to follow from anywhere, e.g. "@help@harbor.example"
    std::string actor_url;     ///< ActivityPub id, for rel=alternate
    std::string original_url;  ///< page of a remote group on its own node, the canonical URL; empty
                               ///< for local ones
    std::string purpose;       ///< one line of plain text; may be empty
    Html description;          ///< the longer text of the about tab; may be empty
    std::string avatar_url;    ///< empty draws the initial tile
    GroupTab tab = GroupTab::topics;
    std::uint64_t members = 0;         ///< local and remote together
    std::uint64_t remote_members = 0;  ///< of them, how many live on other servers
    std::uint64_t remote_servers = 0;  ///< on how many servers
    std::uint64_t topic_count = 0;
    std::vector<TopicRow> topics;  ///< pinned first, then by last activity; unused in the about tab
    CursorLinks links;
    std::vector<std::string> rules;  ///< one sentence each, in order
    std::vector<Author> moderators;
    Time created;
    bool indexable = true;  ///< false adds noindex (unlisted groups; remote ones are never indexed)
};

/// The group page as complete HTML, UTF-8.
std::string render_group(Templates const& templates, Chrome const& chrome, GroupPage const& page);

}  // namespace folkmoot::webui
