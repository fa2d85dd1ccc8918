#include "storage/tables/merge.hpp"

#include <algorithm>
#include <queue>

namespace folkmoot::storage {

namespace {

/// Rows read from a log at once: most sources give one or two.
constexpr std::size_t chunk = 4;

/// One log while it is merged. Rows are in the order of reading; until the first are read, `next`
/// is only a bound.
struct Source {
    Log log;
    std::uint64_t next = 0;
    bool exact = false;
    std::vector<EntryRow> rows;  ///< the next one last
    bool exhausted = false;
};

class Merge {
public:
    Merge(Txn const& txn, EntryTable const& entries, PageRequest const& request)
        : txn_(txn), entries_(entries), request_(request), heap_(Later{request.ascending()}) {}

    Result<void> add(Log const& log, NewestEntries& newest) {
        auto bound = newest.bound(log);
        if (!bound) {
            auto const found = entries_.newest(txn_, log);
            if (!found) {
                return std::unexpected(found.error());
            }
            newest.raise(log, *found);
            bound = *found;
        }
        auto const below = request_.ascending() ? request_.min_id : request_.since_id;
        if (bound->value() <= below) {
            return {};
        }
        Source source{
            .log = log, .next = bound->value(), .exact = false, .rows = {}, .exhausted = false
        };
        if (request_.ascending()) {
            source.next = below + 1;
        }
        sources_.push_back(std::move(source));
        heap_.push({sources_.back().next, sources_.size() - 1});
        return {};
    }

    /// The next row in the order of reading; nullopt at the end.
    Result<std::optional<EntryRow>> next() {
        while (!heap_.empty()) {
            auto const index = heap_.top().source;
            heap_.pop();
            auto& source = sources_[index];
            if (!source.exact) {
                if (auto filled = fill(source, index); !filled) {
                    return std::unexpected(filled.error());
                }
                continue;
            }
            auto const row = source.rows.back();
            source.rows.pop_back();
            source.next = row.id.value();
            if (auto filled = fill(source, index); !filled) {
                return std::unexpected(filled.error());
            }
            if (row.id != last_) {
                last_ = row.id;
                return row;
            }
        }
        return std::nullopt;
    }

private:
    struct Place {
        std::uint64_t id;
        std::size_t source;
    };

    struct Later {
        bool ascending;

        bool operator()(Place const& a, Place const& b) const {
            return ascending ? a.id > b.id : a.id < b.id;
        }
    };

    /// Makes sure that the source's next row is there and puts it on the heap, unless the log is at
    /// its end.
    Result<void> fill(Source& source, std::size_t index) {
        if (source.rows.empty() && !source.exhausted) {
            auto page = entries_.range(txn_, source.log, request_after(source));
            if (!page) {
                return std::unexpected(page.error());
            }
            source.exhausted = !page->more;
            source.rows = std::move(page->items);
            if (!request_.ascending()) {
                std::ranges::reverse(source.rows);
            }
        }
        source.exact = true;
        if (!source.rows.empty()) {
            heap_.push({source.rows.back().id.value(), index});
        }
        return {};
    }

    PageRequest request_after(Source const& source) const {
        auto request = request_;
        request.limit = chunk;
        if (source.exact) {
            (request_.ascending() ? request.min_id : request.max_id) = source.next;
        }
        return request;
    }

    Txn const& txn_;
    EntryTable const& entries_;
    PageRequest request_;
    std::vector<Source> sources_;
    std::priority_queue<Place, std::vector<Place>, Later> heap_;
    EntryId last_;
};

}  // namespace

Result<Page<EntryRow>> merge_logs(
    Txn const& txn,
    EntryTable const& entries,
    NewestEntries& newest,
    std::span<Log const> logs,
    PageRequest const& request,
    std::function<Result<bool>(EntryRow const&)> const& keep
) {
    Merge merge(txn, entries, request);
    for (auto const& log : logs) {
        if (auto added = merge.add(log, newest); !added) {
            return std::unexpected(added.error());
        }
    }
    PageReader<EntryRow> page({}, request);
    while (true) {
        auto const row = merge.next();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return page.finish({});
        }
        auto const go_on = page.visit((*row)->id.value(), [&]() -> Result<std::optional<EntryRow>> {
            auto const kept = keep(**row);
            if (!kept) {
                return std::unexpected(kept.error());
            }
            return *kept ? *row : std::nullopt;
        });
        if (!go_on || !*go_on) {
            return page.finish(go_on ? Result<void>{} : std::unexpected(go_on.error()));
        }
    }
}

}  // namespace folkmoot::storage
