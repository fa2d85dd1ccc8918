// The reverse of the listeners: what a change to the community says to other servers, in every form
// that some class of them needs (reference: federation, section 3.6), and who must get it. Called
// before the write transaction with a snapshot and the records about to be stored; does no I/O but
// reading that snapshot. Integrity proofs are made here; HTTP signatures when a row is sent. Each
// family of events has its own source: publish_posts.cpp, publish_follows.cpp and so on.
#pragma once

#include "node/app/clock.hpp"
#include "node/error.hpp"
#include "node/publish/key_vault.hpp"
#include "node/publish/outgoing_rows.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::node {

class Draft;

/// An activity of a remote actor that a local group passes on, byte for byte.
struct RelayedActivity {
    storage::ReceivedId id;  ///< of its received-activity record; names the Announce
    std::string raw;         ///< JSON as received
    storage::OutgoingKind kind{storage::OutgoingKind::other};
    storage::PostId object;  ///< the post that it is about; orders deliveries
    std::string object_iri;  ///< of a new topic: announced by id to microblog hosts; else empty
    storage::EntryId topic_entry;  ///< entry of a new topic in the group's log; names that Announce
};

/// Builds outgoing rows. Thread-safe; every method takes a snapshot and records by reference and
/// keeps nothing. Errors: not_found for a record that the rows need, internal for a key that cannot
/// sign.
class Publisher {
public:
    Publisher(storage::Store& store, Site const& site, KeyVault& vault, Clock now);

    /// A local author's new post. In a local group the group announces it; in a remote group it
    /// goes to the group; outside groups to the author's followers and whom it mentions.
    /// @param topic_entry  entry of a topic in the log of its local group; none otherwise
    Result<OutgoingRows> post_created(
        storage::Txn const& txn,
        storage::PostRecord const& post,
        storage::PostBodyRecord const& body,
        storage::EntryId topic_entry
    ) const;

    /// A local author's edit.
    /// @param body  with the version that the edit will have
    Result<OutgoingRows> post_edited(
        storage::Txn const& txn,
        storage::PostRecord const& post,
        storage::PostBodyRecord const& body
    ) const;

    /// A local author's deletion.
    /// @param post  as it was before
    Result<OutgoingRows> post_deleted(storage::Txn const& txn, storage::PostRecord const& post)
        const;

    /// A moderator's removal from a local group. Hosts that know plain boosts only get the boost
    /// taken back.
    /// @param moderator  who acts
    /// @param reason     never empty on the wire: "No reason given"
    Result<OutgoingRows> post_removed(
        storage::Txn const& txn,
        storage::PostRecord const& post,
        storage::ActorId moderator,
        std::string_view reason
    ) const;

    /// A local actor's like or dislike, or its being taken back.
    Result<OutgoingRows> reaction_added(
        storage::Txn const& txn,
        storage::ReactionRecord const& reaction,
        storage::PostRecord const& post
    ) const;
    Result<OutgoingRows> reaction_removed(
        storage::Txn const& txn,
        storage::ReactionRecord const& reaction,
        storage::PostRecord const& post
    ) const;

    /// A local member's boost, or its being taken back.
    Result<OutgoingRows> boosted(
        storage::Txn const& txn,
        storage::LogEntryRecord const& entry,
        storage::PostRecord const& post
    ) const;
    Result<OutgoingRows> boost_removed(
        storage::Txn const& txn,
        storage::LogEntryRecord const& entry,
        storage::PostRecord const& post
    ) const;

    /// A local actor's follow of a remote actor, and its end.
    Result<OutgoingRows> follow_requested(
        storage::Txn const& txn, storage::FollowRecord const& follow
    ) const;
    Result<OutgoingRows> follow_undone(storage::Txn const& txn, storage::FollowRecord const& follow)
        const;

    /// The answer of a local actor to a remote follower; rejecting an accepted one removes it.
    Result<OutgoingRows> follow_accepted(
        storage::Txn const& txn, storage::FollowRecord const& follow
    ) const;
    Result<OutgoingRows> follow_rejected(
        storage::Txn const& txn, storage::FollowRecord const& follow
    ) const;

    /// A local actor's document has changed; told to its followers.
    Result<OutgoingRows> actor_updated(storage::Txn const& txn, storage::ActorRecord const& actor)
        const;

    /// A local actor is gone; told to its followers.
    Result<OutgoingRows> actor_deleted(storage::Txn const& txn, storage::ActorRecord const& actor)
        const;

    /// A local group passes on what a remote actor sent to it.
    Result<OutgoingRows> relayed(
        storage::Txn const& txn, storage::ActorRecord const& group, RelayedActivity const& activity
    ) const;

    /// A local group's policy refuses a remote actor's activity: told to that actor only.
    Result<OutgoingRows> activity_refused(
        storage::Txn const& txn,
        storage::ActorRecord const& group,
        storage::ActorRecord const& sender,
        std::string_view activity_iri,
        std::string_view reason
    ) const;

private:
    /// An event of now, on this snapshot.
    Draft begin(storage::Txn const& txn) const;

    storage::Store& store_;
    Site const& site_;
    KeyVault& vault_;
    Clock now_;
};

}  // namespace folkmoot::node
