#include "node/oauth/sessions.hpp"

#include "node/fold_errors.hpp"
#include "node/http/cookies.hpp"
#include "node/oauth/form_guard.hpp"
#include "node/oauth/secrets.hpp"
#include "storage/engine/async_write.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::size_t longest_agent = 256;

// The hash of the session that this browser shows, if any.
std::optional<storage::Sha256> shown_session(OAuthTools const& tools, Request const& request) {
    auto const cookie = read_cookie(request, session_cookie, tools.pages.https);
    return cookie ? std::optional(storage::sha256(*cookie)) : std::nullopt;
}

// Ends the session with this hash; none is no error.
storage::Result<void> erase_shown(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    std::optional<storage::Sha256> const& shown,
    std::int64_t now
) {
    if (!shown) {
        return {};
    }
    auto const session = tables.sessions.by_hash(txn, *shown, now);
    if (!session) {
        return session.error().code == storage::ErrorCode::not_found
                   ? storage::Result<void>{}
                   : std::unexpected(session.error());
    }
    return tables.sessions.erase(txn, storage::SessionId(session->id));
}

}  // namespace

asio::awaitable<Result<std::string>> open_session(
    OAuthTools& tools, storage::ActorId member, Request const& request
) {
    auto& store = tools.services.store;
    auto const now = tools.services.now().time_since_epoch().count();
    auto cookie = random_token(tools.services.random);
    storage::SessionRecord session;
    session.id = store.ids().next();
    session.hash = secret_hash(cookie);
    session.member = member.value();
    session.csrf_hash = secret_hash(form_token(cookie));
    session.created = now;
    session.last_used = now;
    session.expires = now + std::chrono::milliseconds(session_idle_time).count();
    session.user_agent = request.headers.get("User-Agent").substr(0, longest_agent);
    session.address = request.peer.to_string();
    auto const written = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store),
         session = std::move(session),
         shown = shown_session(tools, request),
         now](storage::WriteTxn& txn) -> storage::Result<void> {
            if (auto erased = erase_shown(tables, txn, shown, now); !erased) {
                return erased;
            }
            return tables.sessions.insert(txn, session);
        }
    );
    if (!written) {
        co_return failed(written.error());
    }
    co_return cookie;
}

asio::awaitable<Result<void>> close_session(OAuthTools& tools, Request const& request) {
    auto& store = tools.services.store;
    auto const written = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store),
         shown = shown_session(tools, request),
         now = tools.services.now().time_since_epoch().count()](storage::WriteTxn& txn) {
            return erase_shown(tables, txn, shown, now);
        }
    );
    if (!written) {
        co_return failed(written.error());
    }
    co_return Result<void>{};
}

Result<std::vector<storage::SessionRecord>> list_sessions(
    OAuthTools& tools, storage::ActorId member
) {
    auto& store = tools.services.store;
    auto const txn = store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto sessions = store.sessions.of_member(*txn, member);
    if (!sessions) {
        return failed(sessions.error());
    }
    return std::move(*sessions);
}

asio::awaitable<Result<void>> end_session(
    OAuthTools& tools, storage::ActorId member, storage::SessionId session
) {
    auto& store = tools.services.store;
    auto const sessions = list_sessions(tools, member);
    if (!sessions) {
        co_return std::unexpected(sessions.error());
    }
    bool const own = std::ranges::any_of(*sessions, [&](auto const& record) {
        return record.id == session.value();
    });
    if (!own) {
        co_return not_found();
    }
    auto const written = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store), session](storage::WriteTxn& txn) {
            return tables.sessions.erase(txn, session);
        }
    );
    if (!written) {
        co_return failed(written.error());
    }
    co_return Result<void>{};
}

}  // namespace folkmoot::node
