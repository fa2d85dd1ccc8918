#include "storage/tables/identity.hpp"

namespace folkmoot::storage {

namespace {

constexpr std::uint8_t only_key = 1;

}  // namespace

IdentityTable::IdentityTable(Catalog& catalog)
    : identity_(catalog, table_spec("identity", TableTag::identity)) {}

Result<IdentityRecord> IdentityTable::load(Txn const& txn) const {
    return identity_.get(txn, only_key);
}

Result<void> IdentityTable::put(WriteTxn& txn, IdentityRecord const& identity) {
    if (identity.domain.empty()) {
        return refuse("a node needs a domain");
    }
    auto const old = load(txn);
    if (old && old->federated && (identity.domain != old->domain || !identity.federated)) {
        return refuse("the domain is fixed once the node has federated");
    }
    if (old && old->created != identity.created) {
        return refuse("the time of creation never changes");
    }
    if (!old && !is_absent(old)) {
        return std::unexpected(old.error());
    }
    return identity_.put(txn, only_key, identity);
}

}  // namespace folkmoot::storage
