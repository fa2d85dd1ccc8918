#include "storage/tables/media_files.hpp"

#include <algorithm>
#include <map>

namespace folkmoot::storage {

namespace {

/// Key of the total in the counters of bytes.
constexpr ActorId everybody;

struct NamedFile {
    std::vector<std::uint8_t> const* hash;
    std::uint64_t size;
};

/// The one or two files that a record names.
std::vector<NamedFile> files_of(MediaFileRecord const& media) {
    std::vector<NamedFile> files;
    if (!media.hash.empty()) {
        files.push_back({&media.hash, media.size});
    }
    if (!media.preview_hash.empty() && media.preview_hash != media.hash) {
        files.push_back({&media.preview_hash, media.preview_size});
    }
    return files;
}

Result<void> check(MediaFileRecord const& media) {
    auto const is_hash = [](std::vector<std::uint8_t> const& bytes) {
        return bytes.empty() || bytes.size() == Sha256().size();
    };
    if (media.id == 0) {
        return refuse("a media record needs an id");
    }
    if (!is_hash(media.hash) || !is_hash(media.preview_hash)) {
        return refuse("a media hash has 32 bytes");
    }
    return {};
}

Sha256 whole_hash(std::vector<std::uint8_t> const& bytes) {
    Sha256 hash{};
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

}  // namespace

MediaTable::MediaTable(Catalog& catalog)
    : media_(catalog, table_spec("media", TableTag::media, Insertion::appended)),
      by_post_(
          media_,
          "by_post",
          [](auto const&, MediaFile const& row, auto& keys) {
              if (row.post() != 0) {
                  keys.emplace_back(row.post());
              }
          }
      ),
      by_owner_(
          media_,
          "by_owner",
          [](auto const&, MediaFile const& row, auto& keys) { keys.emplace_back(row.owner()); }
      ),
      by_hash_(
          media_,
          "by_hash",
          [](auto const&, MediaFile const& row, auto& keys) {
              for (auto const* hash : {row.hash(), row.preview_hash()}) {
                  if (hash != nullptr && hash->size() != 0) {
                      keys.push_back(leading_128(hash));
                  }
              }
          }
      ),
      unused_(
          media_,
          "unused",
          [](auto const&, MediaFile const& row, auto& keys) {
              if (row.post() == 0 && !row.used_by_profile()) {
                  keys.push_back(row.created());
              }
          }
      ),
      usage_(catalog, table_spec("media_usage", TableTag::media_usage)) {}

Result<bool> MediaTable::is_named(Txn const& txn, Hash128 const& hash) const {
    auto const ids = by_hash_.keys(txn, KeyRange::with_prefix(hash), Direction::forward, 1);
    return ids ? Result<bool>(!ids->empty()) : std::unexpected(ids.error());
}

/// Counts a record's files: for the owner always, in the total when no (other) record names them.
/// Call it while the record itself is not stored.
Result<void> MediaTable::charge(WriteTxn& txn, MediaFileRecord const& media, int sign) {
    for (auto const& file : files_of(media)) {
        auto const bytes = sign * static_cast<std::int64_t>(file.size);
        auto const named = is_named(txn, leading_128(*file.hash));
        if (!named) {
            return std::unexpected(named.error());
        }
        auto counted = usage_.add(txn, ActorId(media.owner), bytes);
        if (counted && !*named) {
            counted = usage_.add(txn, everybody, bytes);
        }
        if (!counted) {
            return std::unexpected(counted.error());
        }
    }
    return {};
}

Result<void> MediaTable::insert(WriteTxn& txn, MediaFileRecord const& media) {
    if (auto checked = check(media); !checked) {
        return checked;
    }
    if (auto const taken = media_.exists(txn, MediaId(media.id)); !taken || *taken) {
        return std::unexpected(taken ? Error{ErrorCode::already_exists, "media"} : taken.error());
    }
    auto charged = charge(txn, media, 1);
    return charged ? media_.insert(txn, MediaId(media.id), media) : charged;
}

Result<void> MediaTable::update(WriteTxn& txn, MediaFileRecord const& media) {
    if (auto checked = check(media); !checked) {
        return checked;
    }
    auto const old = media_.get(txn, MediaId(media.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    bool const same_files = old->hash == media.hash && old->preview_hash == media.preview_hash &&
                            old->size == media.size && old->preview_size == media.preview_size &&
                            old->owner == media.owner;
    if (same_files) {
        return media_.update(txn, MediaId(media.id), media);
    }
    auto stored = media_.erase(txn, MediaId(media.id));
    if (stored) {
        stored = charge(txn, *old, -1);
    }
    if (stored) {
        stored = charge(txn, media, 1);
    }
    return stored ? media_.insert(txn, MediaId(media.id), media) : stored;
}

Result<std::vector<Sha256>> MediaTable::erase(WriteTxn& txn, MediaId id) {
    auto const media = media_.get(txn, id);
    if (!media) {
        return std::unexpected(media.error());
    }
    auto erased = media_.erase(txn, id);
    if (erased) {
        erased = charge(txn, *media, -1);
    }
    if (!erased) {
        return std::unexpected(erased.error());
    }
    std::vector<Sha256> orphans;
    for (auto const& file : files_of(*media)) {
        auto const named = is_named(txn, leading_128(*file.hash));
        if (!named) {
            return std::unexpected(named.error());
        }
        if (!*named) {
            orphans.push_back(whole_hash(*file.hash));
        }
    }
    return orphans;
}

Result<MediaFileRecord> MediaTable::load(Txn const& txn, MediaId id) const {
    return media_.get(txn, id);
}

Result<std::vector<MediaFileRecord>> MediaTable::list(
    Txn const& txn, MediaId after, std::size_t limit
) const {
    auto const rows =
        media_.list(txn, KeyRange().after(encode_key(after)), Direction::forward, limit);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<MediaFileRecord> records;
    for (auto const& row : *rows) {
        records.push_back(row.record.unpack());
    }
    return records;
}

Result<std::vector<MediaFileRecord>> MediaTable::of_post(Txn const& txn, PostId post) const {
    return records_of(
        txn,
        media_,
        by_post_.keys(txn, KeyRange::with_prefix(post), Direction::forward, max_page_size)
    );
}

Result<Page<MediaFileRecord>> MediaTable::of_owner(
    Txn const& txn, ActorId owner, PageRequest const& request
) const {
    return page_of_records(txn, media_, by_owner_, encode_key(owner), request);
}

Result<std::vector<MediaId>> MediaTable::unused(
    Txn const& txn, std::int64_t created_before, std::size_t limit
) const {
    return unused_.keys(txn, up_to(created_before - 1), Direction::forward, limit);
}

Result<MediaFileRecord> MediaTable::by_hash(Txn const& txn, Sha256 const& hash) const {
    auto const range = KeyRange::with_prefix(leading_128(hash));
    auto const rows = records_of(txn, media_, by_hash_.keys(txn, range, Direction::forward, 1));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    auto const same = [&](std::vector<std::uint8_t> const& bytes) {
        return std::ranges::equal(bytes, hash);
    };
    if (rows->empty() || !(same(rows->front().hash) || same(rows->front().preview_hash))) {
        return absent("media");
    }
    return rows->front();
}

Result<std::uint64_t> MediaTable::total_bytes(Txn const& txn) const {
    return bytes_of(txn, everybody);
}

Result<std::uint64_t> MediaTable::bytes_of(Txn const& txn, ActorId owner) const {
    auto const bytes = usage_.get(txn, owner);
    return bytes ? Result<std::uint64_t>(static_cast<std::uint64_t>(*bytes))
                 : std::unexpected(bytes.error());
}

namespace {

using Usage = std::map<ActorId, std::int64_t>;

/// The bytes that the records say, by owner and in total.
template <class Media>
Result<Usage> count_usage(Txn const& txn, Media const& table) {
    Usage usage;
    std::map<std::vector<std::uint8_t>, bool> seen;
    auto const scanned = table.scan(txn, {}, Direction::forward, [&](MediaId, auto const& view) {
        auto const media = view.unpack();
        for (auto const& file : files_of(media)) {
            auto const size = static_cast<std::int64_t>(file.size);
            usage[ActorId(media.owner)] += size;
            if (seen.emplace(*file.hash, true).second) {
                usage[everybody] += size;
            }
        }
        return true;
    });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return usage;
}

}  // namespace

Result<void> MediaTable::rebuild_usage(WriteTxn& txn) {
    auto const usage = count_usage(txn, media_);
    if (!usage) {
        return std::unexpected(usage.error());
    }
    auto stored = usage_.clear(txn);
    for (auto const& [owner, bytes] : *usage) {
        if (!stored) {
            return stored;
        }
        stored = usage_.set(txn, owner, bytes);
    }
    return stored;
}

Result<void> MediaTable::verify_usage(Txn const& txn, VerifyReport& report) const {
    auto usage = count_usage(txn, media_);
    if (!usage) {
        return std::unexpected(usage.error());
    }
    auto const scanned =
        usage_.scan(txn, {}, Direction::forward, [&](ActorId owner, std::int64_t bytes) {
            if ((*usage)[owner] != bytes) {
                report.add_problem(usage_.name(), encode_key(owner), "not what the records say");
            }
            usage->erase(owner);
            return true;
        });
    for (auto const& [owner, bytes] : *usage) {
        if (bytes != 0) {
            report.add_problem(usage_.name(), encode_key(owner), "missing");
        }
    }
    return scanned;
}

}  // namespace folkmoot::storage
