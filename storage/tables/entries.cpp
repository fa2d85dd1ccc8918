#include "storage/tables/entries.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

/// What a row of a log carries, in the order of the fields of EntryRow after the id.
using RowValue = std::tuple<EntryKind, ActorId, PostId, ActorId, Visibility>;

std::string encode_row(LogEntryRecord const& entry) {
    return encode_key(RowValue{
        entry.kind,
        ActorId(entry.actor),
        PostId(entry.object),
        ActorId(entry.group),
        entry.visibility
    });
}

Result<EntryRow> decode_row(EntryId id, std::string_view bytes) {
    auto const value = decode_key<RowValue>(bytes);
    if (!value) {
        return std::unexpected(Error{ErrorCode::corrupt, "a log's row does not parse"});
    }
    auto const& [kind, actor, object, group, visibility] = *value;
    return EntryRow{id, kind, actor, object, group, visibility};
}

Result<void> check(LogEntryRecord const& entry) {
    if (entry.id == 0 || entry.actor == 0 || entry.object == 0) {
        return refuse("an entry needs an id, an actor and an object");
    }
    if ((entry.kind == EntryKind::post) != (entry.id == entry.object)) {
        return refuse("a post's entry has the post's id, a boost one of its own");
    }
    if (std::ranges::any_of(entry.logs, [](LogRefRecord const& log) {
            return log.kind == LogKind::author;
        })) {
        return refuse("author logs are kept by the table");
    }
    return {};
}

}  // namespace

EntryTable::EntryTable(
    Catalog& catalog, PostTable const& posts, PostCounterTable& counters, NewestEntries& newest
)
    : posts_(posts),
      counters_(counters),
      newest_(newest),
      entries_(catalog, table_spec("entries", TableTag::entries, Insertion::appended)),
      by_iri_(
          entries_,
          "by_iri",
          [](auto const&, LogEntry const& entry, auto& keys) {
              if (!text(entry.iri()).empty()) {
                  keys.push_back(hash_128(text(entry.iri())));
              }
          }
      ),
      boost_of_(
          entries_,
          "boost_of",
          [](auto const&, LogEntry const& entry, auto& keys) {
              if (entry.kind() == EntryKind::boost) {
                  keys.emplace_back(ActorId(entry.actor()), PostId(entry.object()));
              }
          }
      ),
      boosts_by_actor_(
          entries_,
          "boosts_by",
          [](auto const&, LogEntry const& entry, auto& keys) {
              if (entry.kind() == EntryKind::boost) {
                  keys.emplace_back(entry.actor());
              }
          }
      ),
      boosts_of_object_(
          entries_,
          "boosts_of",
          [](auto const&, LogEntry const& entry, auto& keys) {
              if (entry.kind() == EntryKind::boost) {
                  keys.emplace_back(entry.object());
              }
          }
      ),
      rows_(catalog, table_spec("logs", TableTag::logs)),
      author_logs_(catalog, table_spec("author_logs", TableTag::author_logs)) {}

Result<std::vector<EntryTable::RowKey>> EntryTable::rows_of(
    Txn const& txn, LogEntryRecord const& entry
) const {
    std::vector<RowKey> rows;
    EntryId const id(entry.id);
    for (auto const& log : entry.logs) {
        rows.push_back({log.kind, ActorId(log.owner), id});
    }
    ActorId const actor(entry.actor);
    auto const opened_from = author_logs_.get(txn, actor);
    if (!opened_from) {
        return std::unexpected(opened_from.error());
    }
    if (*opened_from != 0 && entry.id >= static_cast<std::uint64_t>(*opened_from)) {
        rows.push_back({LogKind::author, actor, id});
    }
    return rows;
}

Result<void> EntryTable::put_row(WriteTxn& txn, RowKey const& key, LogEntryRecord const& entry) {
    // Before the commit: a bound that is too high costs a look, one too low would hide the entry.
    newest_.raise({key.kind, key.owner}, key.id);
    return rows_.put(txn, key, encode_row(entry));
}

Result<void> EntryTable::append(WriteTxn& txn, LogEntryRecord const& entry) {
    if (auto checked = check(entry); !checked) {
        return checked;
    }
    auto stored = entries_.insert(txn, EntryId(entry.id), entry);
    if (!stored) {
        return stored;
    }
    auto const rows = rows_of(txn, entry);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (auto const& row : *rows) {
        if (stored = put_row(txn, row, entry); !stored) {
            return stored;
        }
    }
    if (entry.kind == EntryKind::boost) {
        return counters_.add(txn, PostId(entry.object), {.boosts = 1});
    }
    return {};
}

Result<void> EntryTable::erase(WriteTxn& txn, EntryId id) {
    auto const entry = entries_.get(txn, id);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    auto const rows = rows_of(txn, *entry);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (auto const& row : *rows) {
        if (auto erased = rows_.erase(txn, row); !erased) {
            return std::unexpected(erased.error());
        }
    }
    auto erased = entries_.erase(txn, id);
    if (erased && entry->kind == EntryKind::boost) {
        erased = counters_.add(txn, PostId(entry->object), {.boosts = -1});
    }
    return erased;
}

Result<std::vector<EntryId>> EntryTable::erase_of_object(WriteTxn& txn, PostId object) {
    constexpr std::size_t page = 1000;
    std::vector<EntryId> erased;
    auto const own = erase(txn, EntryId(object.value()));
    if (own) {
        erased.emplace_back(object.value());
    } else if (!is_absent(own)) {
        return std::unexpected(own.error());
    }
    while (true) {
        auto const boosts =
            boosts_of_object_.keys(txn, KeyRange::with_prefix(object), Direction::forward, page);
        if (!boosts) {
            return boosts;
        }
        for (auto const id : *boosts) {
            if (auto done = erase(txn, id); !done) {
                return std::unexpected(done.error());
            }
            erased.push_back(id);
        }
        if (boosts->size() < page) {
            return erased;
        }
    }
}

Result<std::vector<EntryId>> EntryTable::history_of(
    Txn const& txn, ActorId actor, std::uint64_t& from
) const {
    auto ids =
        boosts_by_actor_.keys(txn, KeyRange::with_prefix(actor), Direction::reverse, opening_depth);
    auto const posts = posts_.by_author(txn, actor, {.limit = opening_depth});
    if (!ids || !posts) {
        return std::unexpected(ids ? posts.error() : ids.error());
    }
    // What lies before the oldest row of a list that was cut off is not known: the log begins
    // there.
    from = ids->size() < opening_depth ? 1 : ids->back().value();
    if (posts->more) {
        from = std::max(from, posts->resume);
    }
    for (auto const& post : posts->items) {
        ids->emplace_back(post.id);
    }
    return ids;
}

Result<void> EntryTable::open_author_log(WriteTxn& txn, ActorId actor) {
    auto const open = has_author_log(txn, actor);
    if (!open || *open) {
        return open ? Result<void>{} : std::unexpected(open.error());
    }
    std::uint64_t from = 0;
    auto const ids = history_of(txn, actor, from);
    if (!ids) {
        return std::unexpected(ids.error());
    }
    auto stored = author_logs_.set(txn, actor, static_cast<std::int64_t>(from));
    for (auto const id : *ids) {
        if (!stored) {
            return stored;
        }
        auto const entry = entries_.get(txn, id);
        if (is_absent(entry) || id.value() < from) {
            continue;  // a post that is no entry, or a list that goes further back than the other
        }
        if (!entry) {
            return std::unexpected(entry.error());
        }
        stored = put_row(txn, {LogKind::author, actor, id}, *entry);
    }
    return stored;
}

Result<void> EntryTable::close_author_log(WriteTxn& txn, ActorId actor) {
    std::vector<RowKey> rows;
    auto const scanned = rows_.scan(
        txn,
        KeyRange::with_prefix(LogKind::author, actor),
        Direction::forward,
        [&](RowKey const& key, std::string_view) {
            rows.push_back(key);
            return true;
        }
    );
    if (!scanned) {
        return scanned;
    }
    for (auto const& row : rows) {
        if (auto erased = rows_.erase(txn, row); !erased) {
            return std::unexpected(erased.error());
        }
    }
    auto const closed = author_logs_.erase(txn, actor);
    return closed ? Result<void>{} : std::unexpected(closed.error());
}

Result<bool> EntryTable::has_author_log(Txn const& txn, ActorId actor) const {
    auto const from = author_logs_.get(txn, actor);
    return from ? Result<bool>(*from != 0) : std::unexpected(from.error());
}

Result<LogEntryRecord> EntryTable::load(Txn const& txn, EntryId id) const {
    return entries_.get(txn, id);
}

Result<LogEntryRecord> EntryTable::by_iri(Txn const& txn, std::string_view iri) const {
    auto entry = by_iri_.get(txn, hash_128(iri));
    if (entry && entry->iri != iri) {
        return absent("entry");
    }
    return entry;
}

Result<EntryId> EntryTable::boost_of(Txn const& txn, ActorId actor, PostId object) const {
    return boost_of_.find(txn, {actor, object});
}

Result<Page<LogEntryRecord>> EntryTable::boosts_of(
    Txn const& txn, PostId object, PageRequest const& request
) const {
    return page_of_records(txn, entries_, boosts_of_object_, encode_key(object), request);
}

Result<Page<EntryRow>> EntryTable::range(Txn const& txn, Log const& log, PageRequest const& request)
    const {
    PageReader<EntryRow> page(encode_key(log.kind, log.owner), request);
    return page.finish(rows_.scan(
        txn,
        page.range(),
        page.direction(),
        [&](RowKey const& key, std::string_view bytes) {
            return page.visit(key.id.value(), [&] { return decode_row(key.id, bytes); });
        }
    ));
}

Result<EntryId> EntryTable::newest(Txn const& txn, Log const& log) const {
    auto const page = range(txn, log, {.limit = 1});
    if (!page) {
        return std::unexpected(page.error());
    }
    return page->items.empty() ? EntryId() : page->items.front().id;
}

Result<void> EntryTable::rebuild(WriteTxn& txn) {
    if (auto cleared = rows_.clear(txn); !cleared) {
        return cleared;
    }
    return entries_
        .scan(txn, {}, Direction::forward, [&](EntryId, auto const& view) -> Result<bool> {
            auto const entry = view.unpack();
            auto const rows = rows_of(txn, entry);
            if (!rows) {
                return std::unexpected(rows.error());
            }
            for (auto const& row : *rows) {
                if (auto stored = put_row(txn, row, entry); !stored) {
                    return std::unexpected(stored.error());
                }
            }
            return true;
        });
}

Result<void> EntryTable::verify(Txn const& txn, VerifyReport& report) const {
    std::uint64_t expected = 0;
    auto const scanned =
        entries_.scan(txn, {}, Direction::forward, [&](EntryId, auto const& view) -> Result<bool> {
            auto const entry = view.unpack();
            auto const rows = rows_of(txn, entry);
            if (!rows) {
                return std::unexpected(rows.error());
            }
            for (auto const& row : *rows) {
                ++expected;
                auto const stored = rows_.get(txn, row);
                if (!stored || *stored != encode_row(entry)) {
                    report.add_problem(rows_.name(), encode_key(row), "not what the entry says");
                }
            }
            return true;
        });
    if (!scanned) {
        return scanned;
    }
    auto const present = rows_.entries(txn);
    if (!present) {
        return std::unexpected(present.error());
    }
    if (*present != expected) {
        report.add_problem(rows_.name(), {}, "rows that no entry asks for");
    }
    return {};
}

Result<void> EntryTable::for_each(
    Txn const& txn, std::function<void(RecordView<LogEntry> const&)> const& visit
) const {
    return entries_.scan(txn, {}, Direction::forward, [&](EntryId, auto const& entry) {
        visit(entry);
        return true;
    });
}

}  // namespace folkmoot::storage
