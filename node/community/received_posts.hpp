// Posts of other servers: stored, edited and deleted as their authors say, relayed by our groups.
// Listeners hand over ready records: verified, sanitised, every actor and parent resolved before.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <string>
#include <vector>

namespace folkmoot::node {

/// A post of another server.
struct ReceivedPost {
    /// `id`, `root`, `ordinal`, `depth`, `tags`, `local`, `received`, `backfilled`, `raw_activity`
    /// and `bytes` are set here. `in_reply_to` is the stored parent, whose group the post takes.
    /// `group` is the group that it was sent to, with an audience that the listener has checked.
    storage::PostRecord post;
    storage::PostBodyRecord body;
    std::vector<std::string> hashtags;  ///< names without "#"
    bool backfilled{false};             ///< fetched and not delivered: never notified (decision 21)

    /// The remote group announced it: a topic takes its place in the group's log under this id of
    /// the Announce. Empty: the author's word only.
    std::string announce_iri;
};

/// Stores a post, once: an IRI that is known gives the post there is. A topic for a local group
/// gets a title when it has none; a local group announces what it accepts.
/// @return its id; Error{gone} when it was deleted before it came (threat F29), {forbidden} when
///         the group does not take it, {unprocessable} for a post that is neither public nor
///         unlisted to a public group, {unavailable} when the host's quota is used up
boost::asio::awaitable<Result<storage::PostId>> store_received_post(
    Services& services, ReceivedPost received, Origin origin
);

/// New contents of a stored remote post.
struct ReceivedEdit {
    storage::ActorId by;       ///< who signed, or for whom the group vouches
    storage::PostRecord post;  ///< `id` of the stored one; contents and `edited` are taken from it
    storage::PostBodyRecord body;
    std::vector<std::string> hashtags;
};

/// Replaces the contents of a remote post; the old ones become a revision. An edit that is older
/// than the stored contents changes nothing (threat F29); author, type, place, group and visibility
/// never change.
/// @return whether something changed; Error{not_found}, {forbidden} when `by` is not the author
boost::asio::awaitable<Result<bool>> apply_received_edit(
    Services& services, ReceivedEdit received, Origin origin
);

/// The end of a remote post.
struct ReceivedDelete {
    storage::ActorId by;       ///< who signed, or for whom the group vouches
    std::string object_iri;    ///< of the post
    bool by_moderator{false};  ///< removed by a moderator of its remote group, not by its author
    std::string reason;
};

/// Deletes a remote post. A post that is not known is remembered as gone, for actors of its own
/// host.
/// @return whether there was something to delete; Error{forbidden} when `by` may not
boost::asio::awaitable<Result<bool>> apply_received_delete(
    Services& services, ReceivedDelete received, Origin origin
);

}  // namespace folkmoot::node
