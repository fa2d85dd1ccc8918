// What the moderators decided about domains; a policy holds for every name below its domain.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A policy with its domain.
struct DomainPolicy {
    std::string domain;
    HostPolicyRecord policy;
};

/// The table.
class HostPolicyTable {
public:
    explicit HostPolicyTable(Catalog& catalog);

    /// Sets the policy of a domain and everything below it. Error: invalid for an empty domain, one
    /// that is not in lower case or is longer than 253 bytes.
    Result<void> put(WriteTxn& txn, std::string_view domain, HostPolicyRecord const& policy);

    /// Removes the policy of a domain; false when there was none.
    Result<bool> erase(WriteTxn& txn, std::string_view domain);

    /// The policy of exactly this domain; not_found.
    Result<HostPolicyRecord> load(Txn const& txn, std::string_view domain) const;

    /// The policy that holds for a host: that of the longest suffix of whole labels; nullopt when
    /// there is none.
    Result<std::optional<DomainPolicy>> match(Txn const& txn, std::string_view host) const;

    /// Policies in the order of domains, after `after`.
    Result<std::vector<DomainPolicy>> list(
        Txn const& txn, std::string_view after, std::size_t limit
    ) const;

private:
    Table<std::string, HostPolicy> policies_;
};

}  // namespace folkmoot::storage
