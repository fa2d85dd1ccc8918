// What hangs on a post beside its record: entries of the logs, hashtags, files, revisions,
// notifications, the change log. Shared by posts written here and received ones; for use inside
// write closures. Inside this folder only.
#pragma once

#include "node/community/post_media.hpp"
#include "node/community/services.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace folkmoot::node {

/// A post that is ready to be stored.
struct NewPost {
    storage::PostRecord post;
    storage::PostBodyRecord body;
    storage::EntryId topic_entry;  ///< of a topic in the log of its group; none otherwise
};

/// Stores a post with all that hangs on it. Files are attached, members told, unless it is
/// backfilled.
/// @param now  milliseconds since 1970
Result<void> insert_post(
    storage::Store& store, storage::WriteTxn& txn, NewPost const& fresh, std::int64_t now
);

/// Puts a topic into the log of its group, as a boost by the group. Does nothing when it stands
/// there.
Result<void> put_topic_entry(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::PostRecord const& post,
    storage::EntryId entry,
    std::string const& announce_iri,
    std::int64_t now
);

/// Replaces the contents of a post; the old ones become a revision.
/// @param editor  who did it
Result<void> replace_contents(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::PostWithBody const& before,
    NewPost const& after,
    storage::ActorId editor,
    std::int64_t now
);

/// Removes everything that hangs on a post and its text for ever (threat P11).
/// @param delete_media  remove the records of its files too; else they are detached
/// @return hashes of files that no record names any more
Result<std::vector<storage::Sha256>> erase_post(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::PostRecord const& post,
    bool delete_media,
    std::int64_t now
);

/// Makes hashtags known, so that a post can name them by id; before the post's own transaction,
/// because documents read them from a snapshot.
/// @return ids, in the order of names; names that are no tags are left out
boost::asio::awaitable<Result<std::vector<std::uint64_t>>> ensure_tags(
    Services& services, std::vector<std::string> names, storage::WriteClass write_class
);

}  // namespace folkmoot::node
