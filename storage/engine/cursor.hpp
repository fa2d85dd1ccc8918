// Walks a range of keys of one database, forward or in reverse.
#pragma once

#include "storage/engine/key.hpp"
#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <string_view>

struct MDB_cursor;

namespace folkmoot::storage {

/// A position in a range of keys. Lives on the stack, inside its transaction: it must be destroyed
/// before the transaction ends. Do not write to the same database while walking it; collect keys
/// first.
class Cursor {
public:
    /// Stands before the first entry of `range` (in `direction`). Opening errors are told by the
    /// first `next`.
    Cursor(
        Txn const& txn, DbHandle database, KeyRange range, Direction direction = Direction::forward
    );
    ~Cursor();
    Cursor(Cursor const&) = delete;
    Cursor& operator=(Cursor const&) = delete;

    /// Steps to the next entry; false at the end of the range. `corrupt` when LMDB cannot walk its
    /// tree.
    Result<bool> next();

    /// The entry stood upon: views into the map, valid until the next step, the next write or the
    /// transaction's end.
    [[nodiscard]] std::string_view key_view() const noexcept { return key_; }

    [[nodiscard]] std::string_view value_view() const noexcept { return value_; }

private:
    int step_first();
    int fetch(int operation);

    KeyRange range_;
    Direction direction_;
    MDB_cursor* cursor_ = nullptr;
    int open_code_ = 0;
    bool started_ = false;
    bool ended_ = false;
    std::string_view key_;
    std::string_view value_;
};

/// Calls `visit(key_view, value_view)` for each entry of the range until it returns false or an
/// error.
/// @param visit  returns bool or `Result<bool>`: true to go on
template <class Visit>
Result<void> for_each(
    Txn const& txn, DbHandle database, KeyRange const& range, Direction direction, Visit&& visit
) {
    Cursor cursor(txn, database, range, direction);
    while (true) {
        auto const more = cursor.next();
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return {};
        }
        Result<bool> const go_on = visit(cursor.key_view(), cursor.value_view());
        if (!go_on) {
            return std::unexpected(go_on.error());
        }
        if (!*go_on) {
            return {};
        }
    }
}

}  // namespace folkmoot::storage
