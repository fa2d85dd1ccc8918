#include "storage/engine/cursor.hpp"

#include "storage/engine/environment_state.hpp"

#include <utility>

namespace folkmoot::storage {

Cursor::Cursor(Txn const& txn, DbHandle database, KeyRange range, Direction direction)
    : range_(std::move(range)),
      direction_(direction),
      open_code_(mdb_cursor_open(txn.txn_, txn.environment_->dbi(database), &cursor_)) {}

Cursor::~Cursor() {
    if (cursor_ != nullptr) {
        mdb_cursor_close(cursor_);
    }
}

int Cursor::fetch(int operation) {
    MDB_val key{key_.size(), const_cast<char*>(key_.data())};
    MDB_val value{};
    auto const code = mdb_cursor_get(cursor_, &key, &value, static_cast<MDB_cursor_op>(operation));
    if (code == MDB_SUCCESS) {
        key_ = {static_cast<char const*>(key.mv_data), key.mv_size};
        value_ = {static_cast<char const*>(value.mv_data), value.mv_size};
    }
    return code;
}

int Cursor::step_first() {
    started_ = true;
    if (direction_ == Direction::forward) {
        if (range_.begin_key().empty()) {
            return fetch(MDB_FIRST);
        }
        key_ = range_.begin_key();
        return fetch(MDB_SET_RANGE);
    }
    if (!range_.end_key() || range_.end_key()->empty()) {
        return range_.end_key() ? MDB_NOTFOUND : fetch(MDB_LAST);
    }
    key_ = *range_.end_key();
    auto const code = fetch(MDB_SET_RANGE);
    if (code == MDB_NOTFOUND) {
        return fetch(MDB_LAST);
    }
    return code == MDB_SUCCESS ? fetch(MDB_PREV) : code;
}

Result<bool> Cursor::next() {
    if (open_code_ != MDB_SUCCESS) {
        return std::unexpected(detail::lmdb_error(open_code_, "open a cursor"));
    }
    if (ended_) {
        return false;
    }
    auto const code = !started_                          ? step_first()
                      : direction_ == Direction::forward ? fetch(MDB_NEXT)
                                                         : fetch(MDB_PREV);
    if (code != MDB_SUCCESS && code != MDB_NOTFOUND) {
        return std::unexpected(detail::lmdb_error(code, "walk a range"));
    }
    ended_ = code == MDB_NOTFOUND || !range_.contains(key_);
    return !ended_;
}

}  // namespace folkmoot::storage
