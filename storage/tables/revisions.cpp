#include "storage/tables/revisions.hpp"

namespace folkmoot::storage {

RevisionTable::RevisionTable(Catalog& catalog)
    : revisions_(catalog, table_spec("revisions", TableTag::revisions)) {}

Result<void> RevisionTable::append(WriteTxn& txn, PostId post, RevisionRecord const& revision) {
    std::vector<std::uint32_t> numbers;
    auto const scanned = revisions_.scan(
        txn,
        KeyRange::with_prefix(post),
        Direction::forward,
        [&](auto const& key, auto const&) {
            numbers.push_back(key.second);
            return true;
        }
    );
    if (!scanned) {
        return scanned;
    }
    if (numbers.size() >= max_per_post) {
        if (auto erased = revisions_.erase(txn, {post, numbers.front()}); !erased) {
            return erased;
        }
    }
    return revisions_.insert(txn, {post, numbers.empty() ? 1 : numbers.back() + 1}, revision);
}

Result<std::vector<RevisionRecord>> RevisionTable::of_post(Txn const& txn, PostId post) const {
    auto const rows =
        revisions_.list(txn, KeyRange::with_prefix(post), Direction::forward, max_per_post);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<RevisionRecord> revisions;
    for (auto const& row : *rows) {
        revisions.push_back(row.record.unpack());
    }
    return revisions;
}

Result<void> RevisionTable::erase_of_post(WriteTxn& txn, PostId post) {
    auto const rows =
        revisions_.list(txn, KeyRange::with_prefix(post), Direction::forward, max_per_post);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (auto const& row : *rows) {
        if (auto erased = revisions_.erase(txn, row.key); !erased) {
            return erased;
        }
    }
    return {};
}

}  // namespace folkmoot::storage
