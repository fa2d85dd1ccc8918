// A post of a member before it is stored: where it belongs, who sees it, what it says. Made from a
// snapshot. Inside this folder only.
#pragma once

#include "node/community/compose.hpp"
#include "node/community/post_rows.hpp"
#include "node/community/posts.hpp"

namespace folkmoot::node {

/// Checks what can be checked without the store.
Result<void> check_texts(
    CommunityLimits const& limits,
    std::string const& text,
    std::string const& content_warning,
    std::string const& title,
    std::size_t files
);

/// What a post needs before the snapshot that it is made from: its texts are checked, people whom
/// it names looked up, its hashtags made known.
/// @param command  CreatePost or EditPost; outlives the operation
/// @return the ids of the hashtags, for draft_post(). Error as check_texts() and ensure_tags()
template <class Command>
boost::asio::awaitable<Result<std::vector<std::uint64_t>>> prepare_texts(
    Services& services, Command const& command
) {
    auto const checked = check_texts(
        services.limits, command.text, command.content_warning, command.title, command.media.size()
    );
    if (!checked) {
        co_return std::unexpected(checked.error());
    }
    co_await resolve_unknown_handles(services, command.text);
    co_return co_await ensure_tags(
        services, hashtags_in(services, command.text, command.format), storage::WriteClass::local
    );
}

/// The files of a post as its attachments.
/// @param post  on which they may hang already; 0: none
/// @return Error{unprocessable} for a file that is not ready or hangs elsewhere, {not_found} for
///         one that is not the author's
Result<std::vector<storage::AttachmentRecord>> attachments_of(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId author,
    std::vector<storage::MediaId> const& media,
    std::uint64_t post
);

/// Where a post belongs.
struct Place {
    std::optional<storage::PostRecord> parent;
    std::optional<storage::ActorRecord> group;

    bool is_topic() const noexcept { return group && !parent; }
};

/// Finds the place of a new post and checks that its author may write there.
/// @param composed  the text, for a group that it mentions
Result<Place> place_of(
    storage::Txn const& txn,
    Services const& services,
    CreatePost const& command,
    ComposedText const& composed
);

/// Puts texts, mentions and title into a post.
/// @param title            as asked for; may be empty
/// @param content_warning  title of a topic without one, else a warning before the text
void set_contents(
    NewPost& draft,
    Place const& place,
    Services const& services,
    std::string const& text,
    TextFormat format,
    std::string const& title,
    std::string const& content_warning,
    ComposedText const& composed
);

/// The whole of a new post, with ids.
Result<NewPost> draft_post(
    storage::Txn const& txn,
    Services& services,
    CreatePost const& command,
    std::vector<std::uint64_t> const& tags
);

}  // namespace folkmoot::node
