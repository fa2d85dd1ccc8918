// What the headers of this folder share: the engine's kinds of tables, ids, pages, the tags that
// mark every stored value for ever, and small helpers for reading records.
#pragma once

#include "storage/digest.hpp"
#include "storage/engine/catalog.hpp"
#include "storage/engine/index.hpp"
#include "storage/engine/plain_table.hpp"
#include "storage/engine/table.hpp"
#include "storage/error.hpp"
#include "storage/tables/ids.hpp"
#include "storage/tables/page.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::storage {

/// Tag of every kind of stored value. Numbers are never given twice, also not those of tables that
/// are gone.
enum class TableTag : std::uint16_t {
    identity = 1,
    actors,
    actor_counters,
    actor_keys,
    credentials,
    preferences,
    group_settings,
    memberships,
    follows,
    posts,
    post_bodies,
    post_counters,
    revisions,
    entries,
    logs,
    author_logs,
    reactions,
    bookmarks,
    blocks,
    mutes,
    notifications,
    markers,
    media,
    media_usage,
    hashtags,
    tagged_posts,
    followed_tags,
    apps,
    tokens,
    one_time_codes,
    sessions,
    idempotency,
    hosts,
    host_deliveries,
    host_usage,
    host_policies,
    pending_activities,
    received_activities,
    outgoing,
    host_channels,
    channel_hosts,
    explicit_deliveries,
    changes,
    consumer_cursors,
    seen_activities,
    seen_days,
    tombstones,
    remote_failures,
    jobs,
    reports,
    audit,
    sequences,
    tombstone_counts,
};

/// Name, tag and insertion order of a table; every schema is at version 1.
constexpr TableSpec table_spec(
    std::string_view name, TableTag tag, Insertion insertion = Insertion::random
) {
    return {
        .name = name,
        .type = {.tag = static_cast<std::uint16_t>(tag), .version = 1},
        .insertion = insertion
    };
}

/// The text of a record's field; empty when it is not set.
inline std::string_view text(flatbuffers::String const* field) {
    return field == nullptr ? std::string_view() : std::string_view(field->c_str(), field->size());
}

/// First 16 bytes of a digest, the key of hashed secrets; zeros when there are fewer.
template <class Bytes>
Hash128 leading_128(Bytes const& bytes) {
    Hash128 hash{};
    for (std::uint32_t i = 0; i < hash.bytes.size() && i < bytes.size(); ++i) {
        hash.bytes[i] = bytes[i];
    }
    return hash;
}

/// Likewise, of a record's field; zeros when it is not set.
inline Hash128 leading_128(flatbuffers::Vector<std::uint8_t> const* field) {
    return field == nullptr ? Hash128{} : leading_128(*field);
}

/// A refused change: nothing was written.
inline std::unexpected<Error> refuse(std::string why) {
    return std::unexpected(Error{ErrorCode::invalid, std::move(why)});
}

/// A record that is not there.
inline std::unexpected<Error> absent(std::string what) {
    return std::unexpected(Error{ErrorCode::not_found, std::move(what)});
}

/// True for a result that failed for want of a record.
template <class T>
bool is_absent(Result<T> const& result) {
    return !result && result.error().code == ErrorCode::not_found;
}

/// A counter with a difference applied; never below zero.
constexpr std::uint64_t apply_difference(std::uint64_t counter, std::int64_t difference) {
    auto const sum = static_cast<std::int64_t>(counter) + difference;
    return sum < 0 ? 0 : static_cast<std::uint64_t>(sum);
}

/// The records of keys that an index gave.
template <class Table>
Result<std::vector<typename Table::Object>> records_of(
    Txn const& txn, Table const& table, Result<std::vector<typename Table::Key>> const& keys
) {
    if (!keys) {
        return std::unexpected(keys.error());
    }
    std::vector<typename Table::Object> records;
    records.reserve(keys->size());
    for (auto const& key : *keys) {
        auto record = table.get(txn, key);
        if (!record) {
            return std::unexpected(record.error());
        }
        records.push_back(std::move(*record));
    }
    return records;
}

/// The first part of an index by time, e.g. when the next job is due; nullopt for an empty index.
template <class Index>
Result<std::optional<std::int64_t>> earliest(Txn const& txn, Index const& index) {
    std::optional<std::int64_t> found;
    auto const scanned =
        index.scan(txn, {}, Direction::forward, [&](std::int64_t time, auto const&) {
            found = time;
            return false;
        });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return found;
}

/// The entries of an index by time that lie at or before `now`.
inline KeyRange up_to(std::int64_t now) {
    return KeyRange().before(encode_key(now + 1));
}

/// Removes records by key; how many. Absent ones are no error.
template <class Table, class Keys>
Result<std::size_t> erase_all(WriteTxn& txn, Table const& table, Result<Keys> const& keys) {
    if (!keys) {
        return std::unexpected(keys.error());
    }
    for (auto const& key : *keys) {
        if (auto erased = table.erase(txn, key); !erased && !is_absent(erased)) {
            return std::unexpected(erased.error());
        }
    }
    return keys->size();
}

}  // namespace folkmoot::storage
