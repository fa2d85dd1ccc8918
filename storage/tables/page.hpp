// Paging by id, as the Mastodon client API defines it: all bounds exclusive, an id that does not
// exist works as a bound, results newest first, `min_id` gives the page just above the bound.
// Source: app/models/concerns/paginable.rb of the reference server and
// https://docs.joinmastodon.org/api/guidelines/#pagination
#pragma once

#include "storage/engine/cursor.hpp"
#include "storage/engine/key.hpp"
#include "storage/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::storage {

/// Most items that one page holds, whatever was asked for.
inline constexpr std::size_t max_page_size = 500;

/// Most rows that one page looks at when its filter drops many (decision 22).
inline constexpr std::size_t max_page_scan = 800;

/// Which page of a list is wanted.
struct PageRequest {
    std::uint64_t max_id = 0;    ///< only ids below; 0: no bound
    std::uint64_t since_id = 0;  ///< only ids above, read from the newest down; 0: no bound
    std::uint64_t min_id =
        0;  ///< only ids above, the page next to the bound; 0: no bound; since_id is then ignored
    std::size_t limit = 20;  ///< most items, capped at max_page_size

    /// True when rows are read upwards from `min_id`.
    [[nodiscard]] bool ascending() const noexcept { return min_id != 0; }

    /// Whether an id lies within the bounds.
    [[nodiscard]] bool admits(std::uint64_t id) const noexcept {
        return (max_id == 0 || id < max_id) && id > (ascending() ? min_id : since_id);
    }

    /// `limit`, capped.
    [[nodiscard]] std::size_t size() const noexcept { return std::min(limit, max_page_size); }

    friend bool operator==(PageRequest const&, PageRequest const&) = default;
};

/// One page of a list.
template <class T>
struct Page {
    std::vector<T> items;  ///< newest first
    bool more = false;     ///< rows are left beyond the page, in the direction of reading
    std::uint64_t resume =
        0;  ///< id of the last row looked at: the next max_id (min_id when ascending); 0: none
};

/// Collects a page while the rows of an index are walked, whose keys are a prefix followed by a
/// 64-bit id:
///
///     PageReader<PostRecord> page(encode_key(author), request);
///     return page.finish(index.scan(txn, page.range(), page.direction(), [&](auto const&, PostId
///     id) {
///         return page.visit(id.value(), [&] { return table.get(txn, id); });
///     }));
template <class T>
class PageReader {
public:
    /// @param prefix  leading key components, from encode_key
    PageReader(std::string const& prefix, PageRequest const& request) : request_(request) {
        range_ = KeyRange::starting_with(prefix);
        if (request.max_id != 0) {
            range_ = range_.before(prefix + encode_key(request.max_id));
        }
        if (auto const above = request.ascending() ? request.min_id : request.since_id;
            above != 0) {
            range_ = range_.after(prefix + encode_key(above));
        }
    }

    [[nodiscard]] KeyRange const& range() const noexcept { return range_; }

    [[nodiscard]] Direction direction() const noexcept {
        return request_.ascending() ? Direction::forward : Direction::reverse;
    }

    /// Takes a row. @param load  gives Result<T>, or Result<std::optional<T>> where nullopt leaves
    /// the row out
    /// @return whether to go on
    template <class Load>
    Result<bool> visit(std::uint64_t id, Load&& load) {
        if (page_.items.size() == request_.size() || looked_at_ == max_page_scan) {
            page_.more = true;
            return false;
        }
        auto item = load();
        if (!item) {
            return std::unexpected(item.error());
        }
        ++looked_at_;
        page_.resume = id;
        if constexpr (std::is_same_v<decltype(item), Result<T>>) {
            page_.items.push_back(std::move(*item));
        } else if (*item) {
            page_.items.push_back(std::move(**item));
        }
        return true;
    }

    /// The page, after the walk ended with `walked`.
    Result<Page<T>> finish(Result<void> const& walked) {
        if (!walked) {
            return std::unexpected(walked.error());
        }
        if (request_.ascending()) {
            std::ranges::reverse(page_.items);
        }
        return std::move(page_);
    }

private:
    PageRequest request_;
    KeyRange range_;
    Page<T> page_;
    std::size_t looked_at_ = 0;
};

/// A page of whole records of a table, read through one of its indices whose primary key is an id.
template <class Table, class Index>
Result<Page<typename Table::Object>> page_of_records(
    Txn const& txn,
    Table const& table,
    Index const& index,
    std::string const& prefix,
    PageRequest const& request
) {
    PageReader<typename Table::Object> page(prefix, request);
    return page
        .finish(index.scan(txn, page.range(), page.direction(), [&](auto const&, auto const& key) {
            return page.visit(key.value(), [&] { return table.get(txn, key); });
        }));
}

}  // namespace folkmoot::storage
