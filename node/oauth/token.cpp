// POST /oauth/token and POST /oauth/revoke (RFC 6749 sections 4.1.3, 4.4, 5; RFC 7009).
#include "node/fold_errors.hpp"
#include "node/oauth/client_authentication.hpp"
#include "node/oauth/handlers.hpp"
#include "node/oauth/secrets.hpp"
#include "storage/engine/async_write.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::size_t shortest_verifier = 43;
constexpr std::size_t longest_verifier = 128;

// What the exchange of a code came to.
enum class Exchange { granted, refused, replayed };

// What a client shows for a code; everything that needs computing is computed before the write.
struct Proof {
    storage::Sha256 code;
    std::uint64_t app;
    std::string redirect_uri;
    std::string verifier;   // as sent; empty: none
    std::string challenge;  // of the verifier
};

bool fits(storage::OneTimeCodeRecord const& code, Proof const& proof) {
    bool const proved = code.challenge.empty() ? proof.verifier.empty()
                                               : equal_secrets(code.challenge, proof.challenge);
    return code.app == proof.app && code.redirect_uri == proof.redirect_uri && proved;
}

// A code that was redeemed stays until it expires, with the token's id: who shows it again has
// stolen it or was robbed of it, so the token goes (RFC 6749 section 4.1.2).
storage::Result<void> revoke_replayed(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::Sha256 const& hash,
    storage::OneTimeCodeRecord const& code,
    std::int64_t now
) {
    std::uint64_t token = 0;
    std::from_chars(code.data.data(), code.data.data() + code.data.size(), token);
    if (auto redeemed =
            tables.one_time_codes.redeem(txn, hash, storage::CodePurpose::authorization, now);
        !redeemed) {
        return std::unexpected(redeemed.error());
    }
    auto const erased = tables.tokens.erase(txn, storage::TokenId(token));
    return erased || erased.error().code == storage::ErrorCode::not_found
               ? storage::Result<void>{}
               : std::unexpected(erased.error());
}

storage::Result<Exchange> exchange(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    Proof const& proof,
    storage::TokenRecord& token,
    std::int64_t now
) {
    constexpr auto purpose = storage::CodePurpose::authorization;
    auto code = tables.one_time_codes.peek(txn, proof.code, purpose, now);
    if (!code) {
        return code.error().code == storage::ErrorCode::not_found
                   ? storage::Result<Exchange>(Exchange::refused)
                   : std::unexpected(code.error());
    }
    if (!code->data.empty()) {
        auto const revoked = revoke_replayed(tables, txn, proof.code, *code, now);
        return revoked ? storage::Result<Exchange>(Exchange::replayed)
                       : std::unexpected(revoked.error());
    }
    if (!fits(*code, proof)) {
        return Exchange::refused;
    }
    token.member = code->member;
    token.scopes = code->scopes;
    if (auto redeemed = tables.one_time_codes.redeem(txn, proof.code, purpose, now); !redeemed) {
        return std::unexpected(redeemed.error());
    }
    code->data = std::to_string(token.id);
    if (auto kept = tables.one_time_codes.insert(txn, *code); !kept) {
        return std::unexpected(kept.error());
    }
    auto const inserted = tables.tokens.insert(txn, token);
    return inserted ? storage::Result<Exchange>(Exchange::granted)
                    : std::unexpected(inserted.error());
}

Response token_answer(std::string const& secret, storage::TokenRecord const& token) {
    std::string scope;
    for (auto const& word : token.scopes) {
        scope.append(scope.empty() ? "" : " ").append(word);
    }
    auto response = json_response({
        {"access_token", secret},
        {"token_type", "Bearer"},
        {"scope", scope},
        {"created_at", token.created / 1000},
    });
    response.set("Cache-Control", "no-store");
    response.set("Pragma", "no-cache");
    return response;
}

storage::TokenRecord new_token(
    OAuthTools& tools, storage::AppRecord const& app, std::string_view secret
) {
    storage::TokenRecord token;
    token.id = tools.services.store.ids().next();
    token.hash = secret_hash(secret);
    token.app = app.id;
    token.created = tools.services.now().time_since_epoch().count();
    token.last_used = token.created;
    return token;
}

asio::awaitable<Response> grant_by_code(
    OAuthTools& tools, storage::AppRecord const& app, Params& params
) {
    auto const code = params.text("code", 1024).value_or("");
    Proof proof{
        .code = storage::sha256(code),
        .app = app.id,
        .redirect_uri = params.text("redirect_uri", 4096).value_or(""),
        .verifier = params.text("code_verifier", 1024).value_or(""),
    };
    if (code.empty() || params.failure()) {
        co_return oauth_failure(400, "invalid_request", "Missing required parameter: code.");
    }
    auto const length = proof.verifier.size();
    if (length >= shortest_verifier && length <= longest_verifier) {
        proof.challenge = sha256_base64url(proof.verifier);
    }
    auto& store = tools.services.store;
    auto const secret = random_token(tools.services.random);
    auto granted = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store),
         proof = std::move(proof),
         fresh = new_token(tools, app, secret)](storage::WriteTxn& txn
        ) -> storage::Result<std::optional<storage::TokenRecord>> {
            auto token = fresh;
            auto const outcome = exchange(tables, txn, proof, token, token.created);
            if (!outcome) {
                return std::unexpected(outcome.error());
            }
            return *outcome == Exchange::granted ? std::optional(std::move(token)) : std::nullopt;
        }
    );
    if (!granted) {
        co_return fold(granted.error());
    }
    if (!*granted) {
        co_return oauth_failure(
            400,
            "invalid_grant",
            "The provided authorization grant is invalid, expired, revoked, does not match the "
            "redirection URI used in the authorization request, or was issued to another client."
        );
    }
    co_return token_answer(secret, **granted);
}

asio::awaitable<Response> grant_to_client(
    OAuthTools& tools, storage::AppRecord const& app, Params& params
) {
    if (!app.confidential) {
        co_return oauth_failure(
            400, "unauthorized_client", "Public apps have no credentials of their own."
        );
    }
    auto const asked = ScopeSet::parse(params.text("scope", 4096).value_or(""));
    auto const scopes =
        asked && asked->empty() ? ScopeSet(Scope::read) : asked.value_or(ScopeSet{});
    if (!asked || !scopes_of(app.scopes).allows_all(scopes)) {
        co_return oauth_failure(
            400, "invalid_scope", "The requested scope is invalid, unknown, or malformed."
        );
    }
    auto& store = tools.services.store;
    auto const secret = random_token(tools.services.random);
    auto token = new_token(tools, app, secret);
    token.scopes = stored_scopes(scopes);
    auto const written = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store), token](storage::WriteTxn& txn) {
            return tables.tokens.insert(txn, token);
        }
    );
    if (!written) {
        co_return fold(written.error());
    }
    co_return token_answer(secret, token);
}

// What revoking came to.
enum class Revocation { done, foreign };

storage::Result<Revocation> revoke(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::Sha256 const& hash,
    std::uint64_t app,
    std::int64_t now
) {
    auto const token = tables.tokens.by_hash(txn, hash, now);
    if (!token) {
        return token.error().code == storage::ErrorCode::not_found
                   ? storage::Result<Revocation>(Revocation::done)
                   : std::unexpected(token.error());
    }
    if (token->app != app) {
        return Revocation::foreign;
    }
    auto const erased = tables.tokens.erase(txn, storage::TokenId(token->id));
    return erased ? storage::Result<Revocation>(Revocation::done) : std::unexpected(erased.error());
}

}  // namespace

asio::awaitable<Response> issue_token(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return oauth_failure(400, "invalid_request", params.error().safe);
    }
    auto const grant = params->text("grant_type", 64).value_or("");
    if (grant.empty()) {
        co_return oauth_failure(400, "invalid_request", "Missing required parameter: grant_type.");
    }
    bool const by_code = grant == "authorization_code";
    if (!by_code && grant != "client_credentials") {
        co_return oauth_failure(
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server."
        );
    }
    auto const app = authenticate_client(tools, context.request, *params);
    if (!app) {
        co_return client_failure(app.error());
    }
    co_return by_code ? co_await grant_by_code(tools, *app, *params)
                      : co_await grant_to_client(tools, *app, *params);
}

asio::awaitable<Response> revoke_token(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return oauth_failure(400, "invalid_request", params.error().safe);
    }
    auto const app = authenticate_client(tools, context.request, *params);
    if (!app) {
        co_return client_failure(app.error());
    }
    auto const token = params->text("token", 1024).value_or("");
    if (token.empty()) {
        co_return oauth_failure(400, "invalid_request", "Missing required parameter: token.");
    }
    auto& store = tools.services.store;
    auto const outcome = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store),
         hash = storage::sha256(token),
         id = app->id,
         now = tools.services.now().time_since_epoch().count()](storage::WriteTxn& txn) {
            return revoke(tables, txn, hash, id, now);
        }
    );
    if (!outcome) {
        co_return fold(outcome.error());
    }
    if (*outcome == Revocation::foreign) {
        co_return oauth_failure(
            403, "unauthorized_client", "You are not authorized to revoke this token"
        );
    }
    auto response = empty_response();
    response.set("Cache-Control", "no-store");
    co_return response;
}

}  // namespace folkmoot::node
