#include "storage/engine/transaction.hpp"

#include "storage/engine/environment_state.hpp"

#include <string>
#include <utility>

namespace folkmoot::storage {

namespace {

MDB_val to_val(std::string_view bytes) noexcept {
    return {bytes.size(), const_cast<char*>(bytes.data())};
}

std::string_view to_view(MDB_val const& value) noexcept {
    return {static_cast<char const*>(value.mv_data), value.mv_size};
}

bool is_key(std::string_view key) noexcept {
    return !key.empty() && key.size() <= max_key_size;
}

Error bad_key(std::string_view key) {
    return {ErrorCode::invalid, "a key of " + std::to_string(key.size()) + " bytes"};
}

}  // namespace

Result<std::optional<std::string_view>> Txn::view(DbHandle database, std::string_view key) const {
    if (!is_key(key)) {
        return std::unexpected(bad_key(key));
    }
    auto key_val = to_val(key);
    MDB_val value{};
    auto const code = mdb_get(txn_, environment_->dbi(database), &key_val, &value);
    if (code == MDB_NOTFOUND) {
        return std::nullopt;
    }
    if (code != MDB_SUCCESS) {
        return std::unexpected(detail::lmdb_error(code, "get"));
    }
    return to_view(value);
}

Result<bool> Txn::exists(DbHandle database, std::string_view key) const {
    auto const value = view(database, key);
    return value ? Result<bool>(value->has_value()) : std::unexpected(value.error());
}

Result<std::uint64_t> Txn::entries(DbHandle database) const {
    MDB_stat stat{};
    if (auto const code = mdb_stat(txn_, environment_->dbi(database), &stat); code != MDB_SUCCESS) {
        return std::unexpected(detail::lmdb_error(code, "stat"));
    }
    return stat.ms_entries;
}

ReadTxn::ReadTxn(detail::EnvironmentState* environment, detail::ReaderSlot* slot) noexcept
    : Txn(environment, slot->txn), slot_(slot) {}

ReadTxn::ReadTxn(ReadTxn&& other) noexcept
    : Txn(other.environment_, other.txn_), slot_(std::exchange(other.slot_, nullptr)) {
    other.txn_ = nullptr;
}

ReadTxn& ReadTxn::operator=(ReadTxn&& other) noexcept {
    if (this != &other) {
        end();
        environment_ = other.environment_;
        txn_ = std::exchange(other.txn_, nullptr);
        slot_ = std::exchange(other.slot_, nullptr);
    }
    return *this;
}

ReadTxn::~ReadTxn() {
    end();
}

void ReadTxn::end() noexcept {
    if (slot_ != nullptr) {
        environment_->release_reader(std::exchange(slot_, nullptr));
        txn_ = nullptr;
    }
}

WriteTxn::~WriteTxn() {
    if (txn_ != nullptr) {
        mdb_txn_abort(txn_);
    }
}

Result<void> WriteTxn::fail(int code, std::string_view what) {
    if (fault_ == 0) {
        fault_ = code;
    }
    return std::unexpected(detail::lmdb_error(code, what));
}

Result<void> WriteTxn::store(
    DbHandle database, std::string_view key, std::string_view value, unsigned flags
) {
    if (!is_key(key)) {
        return std::unexpected(bad_key(key));
    }
    auto key_val = to_val(key);
    auto value_val = to_val(value);
    auto const dbi = environment_->dbi(database);
    auto code = mdb_put(txn_, dbi, &key_val, &value_val, flags);
    if (code == MDB_KEYEXIST && flags == MDB_APPEND) {
        code = mdb_put(txn_, dbi, &key_val, &value_val, 0);
    }
    if (code != MDB_SUCCESS) {
        return fail(code, "put");
    }
    ++changes_;
    written_bytes_ += key.size() + value.size();
    return {};
}

Result<void> WriteTxn::put(DbHandle database, std::string_view key, std::string_view value) {
    return store(database, key, value, 0);
}

Result<void> WriteTxn::append(DbHandle database, std::string_view key, std::string_view value) {
    return store(database, key, value, MDB_APPEND);
}

Result<bool> WriteTxn::erase(DbHandle database, std::string_view key) {
    if (!is_key(key)) {
        return std::unexpected(bad_key(key));
    }
    auto key_val = to_val(key);
    auto const code = mdb_del(txn_, environment_->dbi(database), &key_val, nullptr);
    if (code == MDB_NOTFOUND) {
        return false;
    }
    if (code != MDB_SUCCESS) {
        return std::unexpected(fail(code, "erase").error());
    }
    ++changes_;
    written_bytes_ += key.size();
    return true;
}

Result<void> WriteTxn::clear(DbHandle database) {
    if (auto const code = mdb_drop(txn_, environment_->dbi(database), 0); code != MDB_SUCCESS) {
        return fail(code, "clear");
    }
    ++changes_;
    return {};
}

int detail::TransactionAccess::commit(WriteTxn& txn) noexcept {
    return mdb_txn_commit(std::exchange(txn.txn_, nullptr));
}

}  // namespace folkmoot::storage
