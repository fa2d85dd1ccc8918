// A member's profile with their public posts ("/@ana", "/@bo@kbd.example").
#pragma once

#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"
#include "webui/views/parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::webui {

/// A name and value pair of a profile.
struct ProfileField {
    std::string name;
    Html value;
    bool verified = false;  ///< the linked page links back to this profile
};

/// A post in the list of a profile.
struct ProfilePost {
    std::string path;
    std::string title;                    ///< plain text; empty for untitled posts and replies
    std::string excerpt;                  ///< plain text, one or two lines
    std::optional<GroupReference> group;  ///< where it was posted
    std::uint64_t replies = 0;
    Time published;
    bool reply = false;
};

/// A profile with one page of its posts.
struct MemberPage {
    Author member;
    std::string address;       ///< full handle, e.g. "@ana@harbor.example"
    std::string actor_url;     ///< ActivityPub id, for rel=alternate
    std::string original_url;  ///< page of a remote member on their own node, the canonical URL;
                               ///< empty for local ones
    std::string header_url;    ///< banner image, empty for none
    Html bio;
    std::string summary;  ///< the bio as plain text, at most 155 characters, for the description
    std::vector<ProfileField> fields;
    std::uint64_t post_count = 0;
    std::optional<std::uint64_t> followers;  ///< empty when the member hides them
    std::optional<std::uint64_t> following;
    std::optional<Time> joined;  ///< empty when unknown
    std::vector<ProfilePost> posts;
    CursorLinks links;
    bool indexable =
        false;  ///< the member allows search engines; remote profiles are never indexed
};

/// The profile page as complete HTML, UTF-8.
std::string render_member(Templates const& templates, Chrome const& chrome, MemberPage const& page);

}  // namespace folkmoot::webui
