// The whole store: environment, writer, ids and every table. This is what other rooms hold.
// Read: `auto txn = store.read(); store.posts.load(*txn, id)`. Write: `async_write(store.writer(),
// ...)` or, outside of coroutines, `write_blocking`. Nothing derived is precious: `verify` proves
// it, `rebuild` makes it anew.
#pragma once

#include "storage/engine/backup.hpp"
#include "storage/engine/catalog.hpp"
#include "storage/engine/environment.hpp"
#include "storage/engine/id_generator.hpp"
#include "storage/engine/writer.hpp"
#include "storage/error.hpp"
#include "storage/media/media_store.hpp"
#include "storage/tables/actor_counters.hpp"
#include "storage/tables/actor_keys.hpp"
#include "storage/tables/actors.hpp"
#include "storage/tables/apps.hpp"
#include "storage/tables/audit.hpp"
#include "storage/tables/blocks.hpp"
#include "storage/tables/bookmarks.hpp"
#include "storage/tables/change_log.hpp"
#include "storage/tables/credentials.hpp"
#include "storage/tables/entries.hpp"
#include "storage/tables/follows.hpp"
#include "storage/tables/group_settings.hpp"
#include "storage/tables/host_policies.hpp"
#include "storage/tables/hosts.hpp"
#include "storage/tables/idempotency.hpp"
#include "storage/tables/identity.hpp"
#include "storage/tables/jobs.hpp"
#include "storage/tables/markers.hpp"
#include "storage/tables/media_files.hpp"
#include "storage/tables/memberships.hpp"
#include "storage/tables/mutes.hpp"
#include "storage/tables/newest_entries.hpp"
#include "storage/tables/notifications.hpp"
#include "storage/tables/one_time_codes.hpp"
#include "storage/tables/outgoing.hpp"
#include "storage/tables/pending_activities.hpp"
#include "storage/tables/post_counters.hpp"
#include "storage/tables/posts.hpp"
#include "storage/tables/preferences.hpp"
#include "storage/tables/reactions.hpp"
#include "storage/tables/received_activities.hpp"
#include "storage/tables/remote_failures.hpp"
#include "storage/tables/reports.hpp"
#include "storage/tables/revisions.hpp"
#include "storage/tables/seen_activities.hpp"
#include "storage/tables/sessions.hpp"
#include "storage/tables/tags.hpp"
#include "storage/tables/tokens.hpp"
#include "storage/tables/tombstones.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace folkmoot::storage {

/// Version of the records that this program writes; a step in storage/engine/migration.hpp leads to
/// each.
inline constexpr std::uint32_t store_schema_version = 1;

/// Every table of a store, and what they share. Free of an environment: the catalog names the
/// databases with which one is opened.
struct Tables {
    Tables() = default;
    Tables(Tables const&) = delete;
    Tables& operator=(Tables const&) = delete;

    Catalog catalog;
    NewestEntries newest_entries;

    IdentityTable identity{catalog};
    ActorTable actors{catalog};
    ActorCounterTable actor_counters{catalog};
    ActorKeyTable actor_keys{catalog};
    CredentialTable credentials{catalog};
    PreferenceTable preferences{catalog};
    GroupSettingsTable group_settings{catalog};
    MembershipTable memberships{catalog, actor_counters};
    FollowTable follows{catalog, actor_counters};
    PostCounterTable post_counters{catalog};
    PostTable posts{catalog, actor_counters, post_counters};
    RevisionTable revisions{catalog};
    EntryTable entries{catalog, posts, post_counters, newest_entries};
    ReactionTable reactions{catalog, post_counters};
    BookmarkTable bookmarks{catalog};
    BlockTable blocks{catalog};
    MuteTable mutes{catalog};
    NotificationTable notifications{catalog};
    MarkerTable markers{catalog};
    MediaTable media_files{catalog};
    TagTable tags{catalog};
    AppTable apps{catalog};
    TokenTable tokens{catalog};
    OneTimeCodeTable one_time_codes{catalog};
    SessionTable sessions{catalog};
    IdempotencyTable idempotency{catalog};
    HostTable hosts{catalog};
    HostPolicyTable host_policies{catalog};
    PendingActivityTable pending_activities{catalog};
    ReceivedActivityTable received_activities{catalog};
    OutgoingTable outgoing{catalog};
    ChangeLog change_log{catalog};
    SeenActivities seen_activities{catalog};
    TombstoneTable tombstones{catalog};
    RemoteFailureTable remote_failures{catalog};
    JobTable jobs{catalog};
    ReportTable reports{catalog};
    AuditTable audit{catalog};
};

/// Writes all indices, counters and logs anew from the records: `folkmoot rebuild`. One
/// transaction.
Result<void> rebuild_derived(WriteTxn& txn, Tables& tables);

/// Checks every record, index, counter and log: `folkmoot verify`.
Result<VerifyReport> verify_all(Txn const& txn, Tables const& tables);

/// How a store is opened.
struct StoreOptions {
    std::filesystem::path directory;  ///< holds `store/` and `media/`
    OpenMode mode = OpenMode::open_or_create;
    WallClock clock;
    std::uint64_t map_size = std::uint64_t{1} << 40;
    std::uint64_t media_quota = std::uint64_t{100} << 30;  ///< bytes of all media files together

    /// Told after each commit, on the writer thread: wakes the readers of the change log. May be
    /// empty.
    std::function<void(CommitInfo const&)> after_commit;
};

/// An open store. Its parts may be used from several threads; it stops its writer when it goes.
class Store : public Tables {
public:
    /// Opens or makes a store and brings its records to this program's version.
    /// Errors: those of Environment::open, MediaStore::open and migrate.
    static Result<std::unique_ptr<Store>> open(StoreOptions options);

    /// Begins a snapshot; Environment::read.
    Result<ReadTxn> read() const { return environment_.read(); }

    /// The one writer. Not for a store that was opened read-only.
    Writer& writer() noexcept { return *writer_; }

    /// Ids; the mark of those given out is kept by the writer.
    IdGenerator& ids() noexcept { return ids_; }

    Environment const& environment() const noexcept { return environment_; }

    MediaStore& media() noexcept { return *media_; }

    /// Reads everything and compares what is derived with what it is derived from.
    Result<VerifyReport> verify() const;

    /// Writes everything derived anew, through the writer; blocks until it is durable.
    Result<void> rebuild();

    /// Writes a backup of the records (write_backup). Media files are immutable and copied by the
    /// room above.
    Result<BackupManifest> backup(std::filesystem::path const& target, Timestamp now) const;

    /// Makes `directory` a store from a backup (restore_backup).
    static Result<BackupManifest> restore(
        std::filesystem::path const& backup, std::filesystem::path const& directory
    );

private:
    Store(StoreOptions const& options, Environment environment);

    Result<void> start(StoreOptions const& options);

    Environment environment_;
    IdGenerator ids_;
    std::unique_ptr<MediaStore> media_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace folkmoot::storage
