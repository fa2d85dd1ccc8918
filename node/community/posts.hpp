// Posts of local members: topics, replies and untitled posts, written, edited and deleted.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::node {

/// How a text is written.
enum class TextFormat : std::uint8_t {
    plain,     ///< clients of the Mastodon API
    markdown,  ///< the node's own pages
};

/// A new post.
struct CreatePost {
    storage::ActorId author;
    std::string text;
    TextFormat format{TextFormat::plain};

    /// Where a topic goes; none: to the first group that the text mentions, when it begins a thread
    /// and is public or unlisted. Ignored for replies, which belong where their parent does.
    storage::ActorId group;

    std::string title;            ///< of a topic; empty: content_warning, else the first line
    std::string content_warning;  ///< in a group and without a title: the title
    storage::PostId in_reply_to;
    std::optional<storage::Visibility> visibility;  ///< not set: the member's preference
    bool sensitive{false};
    std::string language;  ///< BCP 47; empty: the member's preference
    std::vector<storage::MediaId> media;
    std::optional<storage::TopicKind> topic_kind;  ///< not set: of the group
    storage::AppId application;
    std::string idempotency_key;  ///< empty: none
};

/// Writes a post and tells everybody who is to know. A repeat with the same idempotency key gives
/// the first post again.
/// @return its id; Error{unprocessable} for an empty or too long text, a file that cannot be
///         attached, or a visibility that its place does not allow; {not_found} for a parent or
///         group that the author may not see; {forbidden} where the author may not write
boost::asio::awaitable<Result<storage::PostId>> create_post(Services& services, CreatePost command);

/// New contents of a post; all of them, as the form or client has them.
struct EditPost {
    storage::ActorId author;
    storage::PostId post;
    std::string text;
    TextFormat format{TextFormat::plain};
    std::string title;  ///< of a topic; empty: content_warning, else as it was
    std::string content_warning;
    bool sensitive{false};
    std::string language;  ///< empty: as it was
    std::vector<storage::MediaId> media;
};

/// Replaces the text of a post; the old one becomes a revision. Nothing is done when nothing
/// changes.
/// @return the post as it is now; Error{not_found}, {forbidden}, {unprocessable} as create_post
boost::asio::awaitable<Result<storage::PostWithBody>> edit_post(
    Services& services, EditPost command
);

/// Deletes a member's own post: text, revisions, marks and notifications go for ever (threat P11),
/// its place in the thread stays.
/// @param delete_media  erase its files at once; else they are free to be attached again until
///                      unused uploads expire ("delete and redraft")
/// @return the post as it was, with its text as typed; Error{not_found}, {forbidden}
boost::asio::awaitable<Result<storage::PostWithBody>> delete_post(
    Services& services, storage::ActorId author, storage::PostId post, bool delete_media = false
);

}  // namespace folkmoot::node
