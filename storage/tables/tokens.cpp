#include "storage/tables/tokens.hpp"

#include <algorithm>

namespace folkmoot::storage {

TokenTable::TokenTable(Catalog& catalog)
    : tokens_(catalog, table_spec("tokens", TableTag::tokens, Insertion::appended)),
      by_hash_(
          tokens_,
          "by_hash",
          [](auto const&, Token const& token, auto& keys) {
              keys.push_back(leading_128(token.hash()));
          }
      ),
      by_member_(
          tokens_,
          "by_member",
          [](auto const&, Token const& token, auto& keys) {
              if (token.member() != 0) {
                  keys.emplace_back(token.member());
              }
          }
      ),
      by_app_(tokens_, "by_app", [](auto const&, Token const& token, auto& keys) {
          keys.emplace_back(token.app());
      }) {}

Result<void> TokenTable::insert(WriteTxn& txn, TokenRecord const& token) {
    if (token.id == 0 || token.app == 0 || token.hash.size() != Sha256().size()) {
        return refuse("a token needs an id, an application and a hash of 32 bytes");
    }
    return tokens_.insert(txn, TokenId(token.id), token);
}

Result<void> TokenTable::touch(WriteTxn& txn, TokenId id, std::int64_t now) {
    auto token = tokens_.get(txn, id);
    if (!token) {
        return std::unexpected(token.error());
    }
    token->last_used = now;
    return tokens_.update(txn, id, *token);
}

Result<void> TokenTable::erase(WriteTxn& txn, TokenId id) {
    return tokens_.erase(txn, id);
}

Result<std::size_t> TokenTable::erase_of_member(WriteTxn& txn, ActorId member, std::size_t limit) {
    return erase_all(
        txn, tokens_, by_member_.keys(txn, KeyRange::with_prefix(member), Direction::forward, limit)
    );
}

Result<std::size_t> TokenTable::erase_of_app(WriteTxn& txn, AppId app, std::size_t limit) {
    return erase_all(
        txn, tokens_, by_app_.keys(txn, KeyRange::with_prefix(app), Direction::forward, limit)
    );
}

Result<TokenRecord> TokenTable::by_hash(Txn const& txn, Sha256 const& hash, std::int64_t now)
    const {
    auto token = by_hash_.get(txn, leading_128(hash));
    if (!token) {
        return token;
    }
    bool const expired = token->expires != 0 && token->expires <= now;
    if (expired || !std::ranges::equal(token->hash, hash)) {
        return absent("token");
    }
    return token;
}

Result<Page<TokenRecord>> TokenTable::of_member(
    Txn const& txn, ActorId member, PageRequest const& request
) const {
    return page_of_records(txn, tokens_, by_member_, encode_key(member), request);
}

Result<bool> TokenTable::has_tokens(Txn const& txn, AppId app) const {
    auto const ids = by_app_.keys(txn, KeyRange::with_prefix(app), Direction::forward, 1);
    return ids ? Result<bool>(!ids->empty()) : std::unexpected(ids.error());
}

}  // namespace folkmoot::storage
