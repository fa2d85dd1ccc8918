#include "storage/engine/plain_table.hpp"

namespace folkmoot::storage {

PlainDatabase::PlainDatabase(Catalog& catalog, TableSpec const& spec)
    : name_(spec.name),
      type_(spec.type),
      insertion_(spec.insertion),
      database_(catalog.add_database(spec.name)) {}

Result<std::optional<std::string_view>> PlainDatabase::payload_view(
    Txn const& txn, std::string_view key
) const {
    auto const value = txn.view(database_, key);
    if (!value || !*value) {
        return value;
    }
    auto const payload = decode(key, **value);
    if (!payload) {
        return std::unexpected(payload.error());
    }
    return *payload;
}

Result<void> PlainDatabase::put(WriteTxn& txn, std::string_view key, std::string_view payload)
    const {
    auto const value = encode_record(type_, key, payload);
    return insertion_ == Insertion::appended ? txn.append(database_, key, value)
                                             : txn.put(database_, key, value);
}

Result<std::string_view> PlainDatabase::decode(std::string_view key, std::string_view value) const {
    return decode_record(type_, key, value);
}

Result<void> PlainDatabase::verify(
    Txn const& txn,
    VerifyReport& report,
    bool (*key_parses)(std::string_view),
    bool (*payload_parses)(std::string_view)
) const {
    return for_each(
        txn,
        database_,
        {},
        Direction::forward,
        [&](std::string_view key, std::string_view value) {
            ++report.entries[name_];
            auto const payload = decode(key, value);
            if (!payload) {
                report.add_problem(name_, key, payload.error().detail);
            } else if (!key_parses(key)) {
                report.add_problem(name_, key, "the key does not parse");
            } else if (!payload_parses(*payload)) {
                report.add_problem(name_, key, "the value does not parse");
            }
            return true;
        }
    );
}

}  // namespace folkmoot::storage
