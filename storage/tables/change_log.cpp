#include "storage/tables/change_log.hpp"

#include <algorithm>

namespace folkmoot::storage {

ChangeLog::ChangeLog(Catalog& catalog)
    : changes_(catalog, table_spec("changes", TableTag::changes, Insertion::appended)),
      cursors_(catalog, table_spec("consumer_cursors", TableTag::consumer_cursors)) {}

Result<ChangeNumber> ChangeLog::append(WriteTxn& txn, ChangeRecord const& change) {
    auto const newest = last(txn);
    if (!newest) {
        return newest;
    }
    ChangeNumber const number(newest->value() + 1);
    auto const stored = changes_.insert(txn, number, change);
    return stored ? Result<ChangeNumber>(number) : std::unexpected(stored.error());
}

Result<ChangeNumber> ChangeLog::last(Txn const& txn) const {
    auto const rows = changes_.list(txn, {}, Direction::reverse, 1);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return rows->empty() ? ChangeNumber() : rows->front().key;
}

Result<std::vector<NumberedChange>> ChangeLog::read(
    Txn const& txn, ChangeNumber after, std::size_t limit
) const {
    auto const range = KeyRange().after(encode_key(after));
    auto const rows = changes_.list(txn, range, Direction::forward, limit);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<NumberedChange> changes;
    changes.reserve(rows->size());
    for (auto const& row : *rows) {
        changes.push_back({.number = row.key, .change = row.record.unpack()});
    }
    return changes;
}

Result<ChangeNumber> ChangeLog::cursor(Txn const& txn, std::string_view consumer) const {
    auto const number = cursors_.get(txn, std::string(consumer));
    return number ? Result<ChangeNumber>(ChangeNumber(static_cast<std::uint64_t>(*number)))
                  : std::unexpected(number.error());
}

Result<void> ChangeLog::advance(WriteTxn& txn, std::string_view consumer, ChangeNumber done) {
    auto const old = cursor(txn, consumer);
    auto const newest = last(txn);
    if (!old || !newest) {
        return std::unexpected(old ? newest.error() : old.error());
    }
    if (done < *old || done > *newest) {
        return refuse("a cursor moves forward, to the newest change at most");
    }
    return cursors_.set(txn, std::string(consumer), static_cast<std::int64_t>(done.value()));
}

Result<void> ChangeLog::forget(WriteTxn& txn, std::string_view consumer) {
    auto const erased = cursors_.erase(txn, std::string(consumer));
    return erased ? Result<void>{} : std::unexpected(erased.error());
}

Result<std::size_t> ChangeLog::prune(WriteTxn& txn, std::int64_t before, std::size_t limit) {
    auto const newest = last(txn);
    if (!newest) {
        return std::unexpected(newest.error());
    }
    auto end = newest->value();
    auto scanned =
        cursors_.scan(txn, {}, Direction::forward, [&](std::string const&, std::int64_t done) {
            end = std::min(end, static_cast<std::uint64_t>(done) + 1);
            return true;
        });
    std::vector<ChangeNumber> passed;
    if (scanned) {
        auto const range = KeyRange().before(encode_key(end));
        scanned =
            changes_
                .scan(txn, range, Direction::forward, [&](ChangeNumber number, auto const& change) {
                    if (passed.size() >= limit || change->at() >= before) {
                        return false;
                    }
                    passed.push_back(number);
                    return true;
                });
    }
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return erase_all(txn, changes_, Result<std::vector<ChangeNumber>>(passed));
}

}  // namespace folkmoot::storage
