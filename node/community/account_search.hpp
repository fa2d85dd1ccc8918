// Finding actors that are known here by handle. Fetching unknown ones is the directory's work.
#pragma once

#include "node/access/viewer.hpp"
#include "node/community/services.hpp"

#include <string_view>
#include <vector>

namespace folkmoot::node {

/// The actor of a handle, however it is written: "ana", "@ana", "!bees", "ana@host",
/// "acct:ana@host"; our own domain may be given. Suspended and hidden ones are not found.
/// @return Error{not_found}
Result<storage::ActorRecord> find_by_handle(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Site const& site,
    Viewer const& viewer,
    std::string_view handle
);

/// What is searched.
struct AccountQuery {
    std::string_view text;  ///< beginning of a handle, with or without sigil
    std::size_t limit{40};
    bool following{false};  ///< only actors that the viewer follows
};

/// Actors whose handle begins with a text; an exact handle comes first.
Result<std::vector<storage::ActorRecord>> search_accounts(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Site const& site,
    Viewer const& viewer,
    AccountQuery const& query
);

}  // namespace folkmoot::node
