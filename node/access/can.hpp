// The only judge of what may be seen and done (reference: community, sections 1.3 and 2). Every
// read and every write of every door asks it, with the records as they are in its own transaction.
// Knows no HTTP; the error code that it gives becomes the answer.
#pragma once

#include "node/access/viewer.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <variant>

namespace folkmoot::node {

/// What a viewer wants.
enum class Action : std::uint8_t {
    read,      ///< see it
    know,      ///< see that it is or was there: a deleted post that was public answers "gone"
    reply,     ///< below a post; to write in a thread of a group
    react,     ///< like, dislike, emoji
    boost,     ///< a post, to one's own followers
    edit,      ///< the text of a post; the profile of an actor; the settings of a group
    erase,     ///< delete one's own
    moderate,  ///< remove and restore posts of a group, answer its join requests
    post,      ///< start a topic in a group
    follow,    ///< an actor, or join a group
};

/// The judgement.
enum class Verdict : std::uint8_t {
    allow,
    hide,    ///< answer not_found: nothing may tell whether it exists (threat P04)
    refuse,  ///< answer forbidden: its existence is public
};

/// Lists that hang on an actor.
enum class CollectionKind : std::uint8_t {
    outbox,      ///< public posts
    featured,    ///< pinned posts
    followers,   ///< who follows it
    following,   ///< whom it follows
    members,     ///< of a group
    moderators,  ///< of a group
};

/// Such a list as something to be seen. Judged for its items: totals may be told to everyone who
/// may read the actor.
struct ActorCollection {
    storage::ActorRecord const& actor;
    CollectionKind kind;
};

/// What is judged: a post, an actor or group, a file, or the items of a list. Refers to the record.
using Judged = std::variant<
    std::reference_wrapper<storage::PostRecord const>,
    std::reference_wrapper<storage::ActorRecord const>,
    std::reference_wrapper<storage::MediaFileRecord const>,
    ActorCollection>;

/// The judgement.
///
/// On a post: public and unlisted posts are for everyone but those whom the author blocks;
/// followers' posts for accepted followers, direct ones for the addressed, members' ones for
/// members of the group; the stricter of post and group holds. A server may read what it was sent:
/// when one of its actors may. Posts that are pending or removed are for their author and the
/// group's moderators, deleted ones for nobody.
///
/// On an actor or group: suspended and deleted actors, and hidden groups for outsiders, are hidden.
///
/// On a file: that on the post it hangs on; files of profiles are for everyone, those not attached
/// yet for their owner.
///
/// On the items of a list: only Action::read.
Result<Verdict> judge(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    Action action,
    Judged object
);

/// The failure that a verdict stands for; nothing for `allow`.
Result<void> as_result(Verdict verdict);

/// Whether a viewer may do something.
/// @return Error{not_found} where existence is not to be told, {forbidden} where it is public,
///         {internal} when the store fails
Result<void> can(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    Action action,
    Judged object
);

/// Whether a viewer may read something.
Result<bool> may_see(
    storage::Txn const& txn, storage::Tables const& tables, Viewer const& viewer, Judged object
);

/// Judges what a list holds, for one viewer and in one snapshot, which must outlive it. Gives the
/// verdicts of may_see(), and reads each actor once.
class ListJudge {
public:
    ListJudge(storage::Txn const& txn, storage::Tables const& tables, Viewer const& viewer);
    ~ListJudge();

    /// Whether the viewer may read it; Error{internal} when the store fails, then and from then on.
    Result<bool> may_see(Judged object);

private:
    struct Facts;
    std::unique_ptr<Facts> facts_;
};

/// Loads a post for a viewer: the way in which doors turn an id of a request into a record (threat
/// A04).
/// @return Error{not_found} for unknown and hidden posts alike, {forbidden} as for can()
Result<storage::PostRecord> load_post_for(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::PostId post,
    Action action = Action::read
);

/// Likewise, an actor.
Result<storage::ActorRecord> load_actor_for(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::ActorId actor,
    Action action = Action::read
);

/// Whether an actor, local or remote, moderates a group: named in a local group's settings or by
/// role, or a moderator of the node for local groups.
Result<bool> is_group_moderator(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId group,
    storage::ActorId actor
);

/// Whether a member has at least this role of the node and an active account.
Result<bool> has_node_role(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId member,
    storage::NodeRole at_least
);

}  // namespace folkmoot::node
