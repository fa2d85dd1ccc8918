#include "storage/tables/credentials.hpp"

#include <algorithm>

namespace folkmoot::storage {

std::string fold_email(std::string_view email) {
    constexpr std::string_view blank = " \t\r\n";
    auto const first = email.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return {};
    }
    std::string folded(email.substr(first, email.find_last_not_of(blank) - first + 1));
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return folded;
}

CredentialTable::CredentialTable(Catalog& catalog)
    : credentials_(catalog, table_spec("credentials", TableTag::credentials, Insertion::appended)),
      by_email_(
          credentials_,
          "by_email",
          [](auto const&, Credentials const& row, auto& keys) {
              if (!text(row.email_folded()).empty()) {
                  keys.emplace_back(text(row.email_folded()));
              }
          }
      ),
      by_state_(
          credentials_,
          "by_state",
          [](auto const&, Credentials const& row, auto& keys) { keys.push_back(row.state()); }
      ),
      by_role_(credentials_, "by_role", [](auto const&, Credentials const& row, auto& keys) {
          if (row.role() != NodeRole::member) {
              keys.push_back(row.role());
          }
      }) {}

Result<void> CredentialTable::insert(WriteTxn& txn, CredentialsRecord const& credentials) {
    if (credentials.actor == 0) {
        return refuse("credentials belong to a member");
    }
    auto folded = credentials;
    folded.email_folded = fold_email(credentials.email);
    return credentials_.insert(txn, ActorId(credentials.actor), folded);
}

Result<void> CredentialTable::update(WriteTxn& txn, CredentialsRecord const& credentials) {
    auto folded = credentials;
    folded.email_folded = fold_email(credentials.email);
    return credentials_.update(txn, ActorId(credentials.actor), folded);
}

Result<CredentialsRecord> CredentialTable::load(Txn const& txn, ActorId member) const {
    return credentials_.get(txn, member);
}

Result<CredentialsRecord> CredentialTable::by_email(Txn const& txn, std::string_view email) const {
    return by_email_.get(txn, fold_email(email));
}

Result<Page<CredentialsRecord>> CredentialTable::in_state(
    Txn const& txn, AccountState state, PageRequest const& request
) const {
    return page_of_records(txn, credentials_, by_state_, encode_key(state), request);
}

Result<Page<CredentialsRecord>> CredentialTable::with_role(
    Txn const& txn, NodeRole role, PageRequest const& request
) const {
    return page_of_records(txn, credentials_, by_role_, encode_key(role), request);
}

}  // namespace folkmoot::storage
