// Values that several pages show: who wrote, where it belongs, what is attached, how to page on.
// Plain values in the shape of the page, already filtered by what the viewer may see.
#pragma once

#include "activitypub/html/html.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::webui {

using activitypub::Html;

/// A point in time as stored: UTC, milliseconds.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// What an author is to the group at hand. Shown as a label beside the name.
enum class AuthorRole { none, moderator, staff };

/// The author line: local or from elsewhere.
struct Author {
    std::string name;        ///< display name; the user name when none is set
    std::string handle;      ///< "@ana" for local members, "@bo@kbd.example" for remote ones
    std::string domain;      ///< host of a remote author, empty for a local one
    std::string path;        ///< profile page on this node
    std::string avatar_url;  ///< empty for the default picture
    AuthorRole role = AuthorRole::none;
    bool automated = false;  ///< a bot (ActivityStreams Service or Application)
};

/// A group as other pages mention it.
struct GroupReference {
    std::string name;    ///< slug, ASCII; its hash chooses the hue of spine and tile
    std::string title;   ///< human name
    std::string path;    ///< "/g/help"
    std::string domain;  ///< host of a remote group, empty for a local one
};

/// One row of a topic list.
struct TopicRow {
    std::string path;   ///< canonical path of the topic page
    std::string title;  ///< plain text; an excerpt when the topic has no title
    Author author;
    std::optional<GroupReference> group;  ///< shown on pages that mix groups
    std::uint64_t replies = 0;
    Time last_activity;
    bool pinned = false;
    bool locked = false;
};

/// Links to the neighbouring pages of a cursor list; an empty one is not shown.
struct CursorLinks {
    std::string newer;  ///< rooted path and query, rel=prev
    std::string older;  ///< rooted path and query, rel=next
};

/// How an attachment is shown.
enum class AttachmentKind { image, video, audio, file };

/// A media attachment of a post. Remote media are given by their proxied URL on this node.
struct Attachment {
    AttachmentKind kind = AttachmentKind::file;
    std::string url;          ///< what is played or downloaded
    std::string preview_url;  ///< smaller image shown in the page; empty for `url` itself
    std::string description;  ///< alternative text; empty when the author gave none
    std::string media_type;   ///< e.g. "image/png"
    std::uint32_t width = 0;  ///< pixels of the shown image, 0 when unknown
    std::uint32_t height = 0;
};

}  // namespace folkmoot::webui
