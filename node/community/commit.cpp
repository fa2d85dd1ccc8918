#include "node/community/commit.hpp"

namespace folkmoot::node {

storage::Result<void> note_change(
    storage::Tables& tables, storage::WriteTxn& txn, ChangeNote const& note, std::int64_t now
) {
    storage::ChangeRecord change;
    change.kind = note.kind;
    change.subject = note.subject;
    change.actor = note.actor;
    change.group = note.group;
    change.other = note.other;
    change.visibility = note.visibility;
    change.at = now;
    auto const number = tables.change_log.append(txn, change);
    return number ? storage::Result<void>{} : std::unexpected(number.error());
}

storage::Result<void> note_post(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::ChangeKind kind,
    storage::PostRecord const& post,
    std::int64_t now
) {
    return note_change(
        tables,
        txn,
        {.kind = kind,
         .subject = post.id,
         .actor = post.author,
         .group = post.group,
         .visibility = post.visibility},
        now
    );
}

}  // namespace folkmoot::node
