// How local members sign in. One row per member, found by mail address too.
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The folded form of a mail address: ASCII letters in lower case, spaces around it taken off.
std::string fold_email(std::string_view email);

/// The table.
class CredentialTable {
public:
    explicit CredentialTable(Catalog& catalog);

    /// Adds credentials; `email_folded` is computed here. Errors: already_exists for the actor or
    /// the address; invalid without actor.
    Result<void> insert(WriteTxn& txn, CredentialsRecord const& credentials);

    /// Replaces credentials. Errors: not_found; already_exists when another has the address.
    Result<void> update(WriteTxn& txn, CredentialsRecord const& credentials);

    /// Credentials of a member; not_found.
    Result<CredentialsRecord> load(Txn const& txn, ActorId member) const;

    /// Credentials with this mail address, however it is written; not_found.
    Result<CredentialsRecord> by_email(Txn const& txn, std::string_view email) const;

    /// Accounts in one state, newest first: those that wait for approval.
    Result<Page<CredentialsRecord>> in_state(
        Txn const& txn, AccountState state, PageRequest const& request
    ) const;

    /// Members with a role of the node above plain member.
    Result<Page<CredentialsRecord>> with_role(
        Txn const& txn, NodeRole role, PageRequest const& request
    ) const;

private:
    Table<ActorId, Credentials> credentials_;
    UniqueIndex<std::string, Table<ActorId, Credentials>> by_email_;
    MultiIndex<AccountState, Table<ActorId, Credentials>> by_state_;
    MultiIndex<NodeRole, Table<ActorId, Credentials>> by_role_;
};

}  // namespace folkmoot::storage
