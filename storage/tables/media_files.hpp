// Records of stored files. Two records may name the same bytes: a file goes when its last record
// has gone.
#pragma once

#include "storage/schema/media.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class MediaTable {
public:
    explicit MediaTable(Catalog& catalog);

    /// Adds a record. Errors: already_exists; invalid without id, or with a hash of another length
    /// than 0 or 32.
    Result<void> insert(WriteTxn& txn, MediaFileRecord const& media);

    /// Replaces a record. Errors: not_found, invalid.
    Result<void> update(WriteTxn& txn, MediaFileRecord const& media);

    /// Removes a record. Error: not_found.
    /// @return hashes of files that no record names any more: erase them from the media store after
    /// the commit
    Result<std::vector<Sha256>> erase(WriteTxn& txn, MediaId id);

    /// A record; not_found.
    Result<MediaFileRecord> load(Txn const& txn, MediaId id) const;

    /// Records after `after`, oldest first: to look through all page by page.
    Result<std::vector<MediaFileRecord>> list(Txn const& txn, MediaId after, std::size_t limit)
        const;

    /// Records that hang on a post, oldest first.
    Result<std::vector<MediaFileRecord>> of_post(Txn const& txn, PostId post) const;

    /// Records of an owner, newest first.
    Result<Page<MediaFileRecord>> of_owner(
        Txn const& txn, ActorId owner, PageRequest const& request
    ) const;

    /// Uploads older than `created_before` that nothing uses, oldest first.
    Result<std::vector<MediaId>> unused(
        Txn const& txn, std::int64_t created_before, std::size_t limit
    ) const;

    /// A record that names these bytes, as original or preview; not_found when none does any more.
    Result<MediaFileRecord> by_hash(Txn const& txn, Sha256 const& hash) const;

    /// Bytes of all files that records name, each file once.
    Result<std::uint64_t> total_bytes(Txn const& txn) const;

    /// Bytes of the files of one owner, counted per record.
    Result<std::uint64_t> bytes_of(Txn const& txn, ActorId owner) const;

    /// Counts the bytes anew from the records: for `rebuild`.
    Result<void> rebuild_usage(WriteTxn& txn);

    /// Compares the counted bytes with the records: for `verify`.
    Result<void> verify_usage(Txn const& txn, VerifyReport& report) const;

private:
    Result<void> charge(WriteTxn& txn, MediaFileRecord const& media, int sign);
    Result<bool> is_named(Txn const& txn, Hash128 const& hash) const;

    Table<MediaId, MediaFile> media_;
    MultiIndex<PostId, Table<MediaId, MediaFile>> by_post_;
    MultiIndex<ActorId, Table<MediaId, MediaFile>> by_owner_;
    MultiIndex<Hash128, Table<MediaId, MediaFile>> by_hash_;
    MultiIndex<std::int64_t, Table<MediaId, MediaFile>> unused_;
    CounterTable<ActorId> usage_;  ///< by owner; the total under none
};

}  // namespace folkmoot::storage
