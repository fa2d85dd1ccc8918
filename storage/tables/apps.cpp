#include "storage/tables/apps.hpp"

namespace folkmoot::storage {

AppTable::AppTable(Catalog& catalog)
    : apps_(catalog, table_spec("apps", TableTag::apps, Insertion::appended)),
      by_client_id_(apps_, "by_client_id", [](auto const&, App const& app, auto& keys) {
          keys.emplace_back(text(app.client_id()));
      }) {}

Result<void> AppTable::insert(WriteTxn& txn, AppRecord const& app) {
    if (app.id == 0 || app.client_id.empty()) {
        return refuse("an application needs an id and a client id");
    }
    return apps_.insert(txn, AppId(app.id), app);
}

Result<void> AppTable::erase(WriteTxn& txn, AppId id) {
    return apps_.erase(txn, id);
}

Result<AppRecord> AppTable::load(Txn const& txn, AppId id) const {
    return apps_.get(txn, id);
}

Result<AppRecord> AppTable::by_client_id(Txn const& txn, std::string_view client_id) const {
    constexpr std::size_t longest = 200;
    if (client_id.empty() || client_id.size() > longest) {
        return absent("application");
    }
    return by_client_id_.get(txn, std::string(client_id));
}

Result<std::vector<AppRecord>> AppTable::oldest(
    Txn const& txn, std::int64_t created_before, std::size_t limit
) const {
    std::vector<AppRecord> found;
    auto const scanned = apps_.scan(txn, {}, Direction::forward, [&](AppId, auto const& app) {
        if (found.size() >= limit || app->created() >= created_before) {
            return false;
        }
        found.push_back(app.unpack());
        return true;
    });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return found;
}

}  // namespace folkmoot::storage
