// A topic with its replies, one page of it: numbered posts in thread order
// ("/g/help/1842-rotate-signing-key"), and a post outside of groups with its replies
// ("/@ana/1842").
#pragma once

#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"
#include "webui/views/parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::webui {

/// What is left of a post.
enum class PostState {
    present,
    deleted,  ///< by its author
    removed,  ///< by a moderator
};

/// The post that another one answers. Not given for answers to the opening post.
struct ReplyTarget {
    std::uint32_t number = 0;  ///< its number in the topic
    std::string author;        ///< display name
};

/// One post of a topic, the opening post being number 1.
struct Post {
    std::uint32_t number =
        1;             ///< position in the topic, never changes; the anchor is "p" and the number
    std::string path;  ///< address of the post, e.g. "/p/99120"; its number links here
    Author author;     ///< unused unless present
    std::optional<ReplyTarget> reply_to;
    std::uint32_t level = 0;  ///< depth in the thread: 0 the opening post, 1 its answers, and so on
    PostState state = PostState::present;
    std::string warning;  ///< content warning; folds the content when not empty
    Html content;         ///< unused unless present
    std::string text;  ///< the content as plain text, may be cut; read by JSON-LD only, which skips
                       ///< empty ones
    std::string language;  ///< BCP 47 tag of the content, empty when unknown
    std::vector<Attachment> attachments;
    std::uint64_t likes = 0;
    std::uint64_t shares = 0;
    Time published;
    std::optional<Time> edited;
    std::string original_url;  ///< page of a remote post on its own server, empty for local ones
};

/// One page of a topic.
struct TopicPage {
    std::optional<GroupReference> group;  ///< empty for a post outside of groups
    std::string title;                    ///< plain text; an excerpt when the post has no title
    std::string path;                     ///< canonical path of page 1
    std::string object_url;               ///< ActivityPub id of the opening post, for rel=alternate
    std::string original_url;  ///< page of a remote topic on its own server, the canonical URL;
                               ///< empty for local ones
    std::string excerpt;       ///< plain text for the description, at most 155 characters
    std::string image_url;     ///< absolute URL of a preview image; empty for none
    std::vector<Post> posts;  ///< this page's, in thread order; page 1 begins with the opening post
    Author opener;            ///< author of the opening post
    Time published;           ///< of the opening post
    std::uint64_t replies = 0;
    std::uint64_t participants = 0;
    std::uint64_t likes = 0;              ///< of the opening post
    std::uint64_t replies_elsewhere = 0;  ///< known to exist on other servers but not here yet
    std::uint32_t page = 1;
    std::uint32_t pages = 1;
    bool pinned = false;
    bool locked = false;
    bool indexable =
        true;  ///< false adds noindex and drops JSON-LD: not public, or the author does not wish it
};

/// The topic page as complete HTML, UTF-8. The address of page n > 1 is `path` and "?p=n". A local,
/// public, indexable topic carries one JSON-LD DiscussionForumPosting with the first 50 replies of
/// the page.
std::string render_topic(Templates const& templates, Chrome const& chrome, TopicPage const& page);

}  // namespace folkmoot::webui
