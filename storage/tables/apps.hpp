// Client applications (OAuth 2.0 clients).
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class AppTable {
public:
    explicit AppTable(Catalog& catalog);

    /// Adds an application. Errors: already_exists for the id or client id; invalid without id or
    /// client id.
    Result<void> insert(WriteTxn& txn, AppRecord const& app);

    /// Removes an application. Error: not_found.
    Result<void> erase(WriteTxn& txn, AppId id);

    /// An application; not_found.
    Result<AppRecord> load(Txn const& txn, AppId id) const;

    /// The application with this client id; not_found.
    Result<AppRecord> by_client_id(Txn const& txn, std::string_view client_id) const;

    /// Applications registered before `created_before`, oldest first: candidates for expiry when no
    /// token is left.
    Result<std::vector<AppRecord>> oldest(
        Txn const& txn, std::int64_t created_before, std::size_t limit
    ) const;

private:
    Table<AppId, App> apps_;
    UniqueIndex<std::string, Table<AppId, App>> by_client_id_;
};

}  // namespace folkmoot::storage
