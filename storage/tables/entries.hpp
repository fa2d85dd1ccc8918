// Logs of entries, which timelines merge (decision 22). A post's own entry has the post's id, a
// boost has an id of its own. Each log is a list by entry id whose rows carry what merging needs,
// so that it reads nothing else. Author logs exist for followed actors only.
#pragma once

#include "storage/schema/posts.hpp"
#include "storage/tables/newest_entries.hpp"
#include "storage/tables/post_counters.hpp"
#include "storage/tables/posts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A row of a log.
struct EntryRow {
    EntryId id;
    EntryKind kind = EntryKind::post;
    ActorId actor;  ///< author, or who boosts
    PostId object;
    ActorId group;
    Visibility visibility = Visibility::public_;

    friend bool operator==(EntryRow const&, EntryRow const&) = default;
};

/// The table.
class EntryTable {
public:
    /// Most posts, and most boosts, of an actor that its log is filled with when it is opened.
    static constexpr std::size_t opening_depth = 400;

    EntryTable(
        Catalog& catalog, PostTable const& posts, PostCounterTable& counters, NewestEntries& newest
    );

    /// Adds an entry and its row in each of `entry.logs` (group, local, federated), and in the
    /// author's log if one is open. Errors: already_exists when the id or IRI is taken or the actor
    /// boosts the object already; invalid without id, actor or object, when a post's entry has
    /// another id than the post, or when `logs` names an author log.
    Result<void> append(WriteTxn& txn, LogEntryRecord const& entry);

    /// Removes an entry from its logs. Error: not_found.
    Result<void> erase(WriteTxn& txn, EntryId id);

    /// Removes the entry of a post and every boost of it; ids of what was removed.
    Result<std::vector<EntryId>> erase_of_object(WriteTxn& txn, PostId object);

    /// Begins to keep an actor's log and fills it with the newest of its posts and boosts. No
    /// effect on an open log.
    Result<void> open_author_log(WriteTxn& txn, ActorId actor);

    /// Stops to keep an actor's log and empties it.
    Result<void> close_author_log(WriteTxn& txn, ActorId actor);

    /// Whether an actor's log is kept.
    Result<bool> has_author_log(Txn const& txn, ActorId actor) const;

    /// An entry; not_found.
    Result<LogEntryRecord> load(Txn const& txn, EntryId id) const;

    /// The remote Announce with exactly this id; not_found.
    Result<LogEntryRecord> by_iri(Txn const& txn, std::string_view iri) const;

    /// An actor's boost of a post; not_found.
    Result<EntryId> boost_of(Txn const& txn, ActorId actor, PostId object) const;

    /// Boosts of a post, newest first.
    Result<Page<LogEntryRecord>> boosts_of(
        Txn const& txn, PostId object, PageRequest const& request
    ) const;

    /// A page of a log.
    Result<Page<EntryRow>> range(Txn const& txn, Log const& log, PageRequest const& request) const;

    /// Id of the newest entry of a log; none when it is empty.
    Result<EntryId> newest(Txn const& txn, Log const& log) const;

    /// Logs written anew from the entries: for `rebuild`.
    Result<void> rebuild(WriteTxn& txn);

    /// Compares the logs with what the entries say: for `verify`.
    Result<void> verify(Txn const& txn, VerifyReport& report) const;

    /// Calls `visit` for every entry: for `rebuild` of counters.
    Result<void> for_each(
        Txn const& txn, std::function<void(RecordView<LogEntry> const&)> const& visit
    ) const;

private:
    /// Key of a row.
    struct RowKey {
        LogKind kind;
        ActorId owner;
        EntryId id;
        static constexpr auto key_fields = std::tuple{&RowKey::kind, &RowKey::owner, &RowKey::id};
    };

    Result<std::vector<RowKey>> rows_of(Txn const& txn, LogEntryRecord const& entry) const;
    Result<std::vector<EntryId>> history_of(Txn const& txn, ActorId actor, std::uint64_t& from)
        const;
    Result<void> put_row(WriteTxn& txn, RowKey const& key, LogEntryRecord const& entry);

    PostTable const& posts_;
    PostCounterTable& counters_;
    NewestEntries& newest_;
    Table<EntryId, LogEntry> entries_;
    UniqueIndex<Hash128, Table<EntryId, LogEntry>> by_iri_;
    UniqueIndex<std::pair<ActorId, PostId>, Table<EntryId, LogEntry>> boost_of_;
    MultiIndex<ActorId, Table<EntryId, LogEntry>> boosts_by_actor_;
    MultiIndex<PostId, Table<EntryId, LogEntry>> boosts_of_object_;
    BlobTable<RowKey> rows_;
    CounterTable<ActorId> author_logs_;
};

}  // namespace folkmoot::storage
