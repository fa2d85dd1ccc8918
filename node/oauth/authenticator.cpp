#include "node/oauth/authenticator.hpp"

#include "node/fold_errors.hpp"
#include "node/http/cookies.hpp"
#include "node/oauth/secrets.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

using storage::AccountState;

// Every scope: what a session may do is limited by the member's rights alone.
constexpr ScopeSet every_scope = ScopeSet::from_mask(~std::uint64_t{0});

std::int64_t milliseconds(Time time) {
    return time.time_since_epoch().count();
}

constexpr std::int64_t milliseconds(std::chrono::hours hours) {
    return std::chrono::milliseconds(hours).count();
}

std::unexpected<Error> invalid_token() {
    return refused(ErrorCode::unauthenticated, "The access token is invalid");
}

// The token of an Authorization header; nothing for other schemes than Bearer.
std::optional<std::string_view> bearer_token(Request const& request) {
    auto const field = request.headers.find("Authorization");
    constexpr std::string_view scheme = "Bearer";
    if (!field || field->size() < scheme.size() ||
        !equal_ignoring_case(field->substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    auto token = field->substr(scheme.size());
    if (!token.empty() && token.front() != ' ') {
        return std::nullopt;
    }
    token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
    return token;
}

boost::asio::awaitable<Result<Caller>> finished(Result<Caller> caller) {
    co_return caller;
}

}  // namespace

Authentication::Authentication(storage::Store& store, Clock now, bool https)
    : store_(store), now_(std::move(now)), https_(https) {}

Result<Caller> Authentication::find(Request const& request) {
    if (auto const token = bearer_token(request)) {
        return by_token(*token);
    }
    if (!request.segments.empty() && request.segments.front() == "api") {
        return Caller{};
    }
    auto const cookie = read_cookie(request, session_cookie, https_);
    return cookie ? by_session(*cookie) : Caller{};
}

Authenticator Authentication::function() {
    return [this](App&, Request const& request) { return finished(find(request)); };
}

Result<Caller> Authentication::by_token(std::string_view token) {
    auto const hash = storage::sha256(token);
    auto const txn = store_.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const now = milliseconds(now_());
    auto const record = store_.tokens.by_hash(*txn, hash, now);
    if (!record) {
        return record.error().code == storage::ErrorCode::not_found ? invalid_token()
                                                                    : failed(record.error());
    }
    Caller caller;
    caller.application = record->app;
    caller.token = record->id;
    caller.scopes = scopes_of(record->scopes);
    if (record->member != 0) {
        auto const admitted = admit(*txn, storage::ActorId(record->member), caller);
        if (!admitted) {
            return std::unexpected(admitted.error());
        }
        if (!*admitted) {
            return refused(ErrorCode::forbidden, "Your login is currently disabled");
        }
    }
    note_use(Kind::token, record->id, record->last_used, record->created);
    return caller;
}

Result<Caller> Authentication::by_session(std::string_view cookie) {
    auto const hash = storage::sha256(cookie);
    auto const txn = store_.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const record = store_.sessions.by_hash(*txn, hash, milliseconds(now_()));
    if (!record) {
        return record.error().code == storage::ErrorCode::not_found ? Result<Caller>(Caller{})
                                                                    : failed(record.error());
    }
    Caller caller;
    caller.token = record->id;
    caller.scopes = every_scope;
    caller.by_cookie = true;
    auto const admitted = admit(*txn, storage::ActorId(record->member), caller);
    if (!admitted) {
        return std::unexpected(admitted.error());
    }
    if (!*admitted) {
        return Caller{};
    }
    note_use(Kind::session, record->id, record->last_used, record->created);
    return caller;
}

// Whether the member may act now; fills who they are.
Result<bool> Authentication::admit(storage::Txn const& txn, storage::ActorId member, Caller& caller)
    const {
    auto const credentials = store_.credentials.load(txn, member);
    auto const actor = store_.actors.view(txn, member);
    if (!credentials || !actor) {
        auto const& error = credentials ? actor.error() : credentials.error();
        return error.code == storage::ErrorCode::not_found ? Result<bool>(false) : failed(error);
    }
    if (credentials->state != AccountState::active || (*actor)->suspended() ||
        (*actor)->deleted_at() != 0) {
        return false;
    }
    caller.member = member.value();
    caller.administrator = credentials->role >= storage::NodeRole::admin;
    return true;
}

// Nobody waits for this write, and a lost one is made up for an hour later.
void Authentication::note_use(
    Kind kind, std::uint64_t id, std::int64_t last_used, std::int64_t created
) {
    auto const now = milliseconds(now_());
    auto const every = milliseconds(note_every);
    if (now - last_used < every || !first_note(id, now / every)) {
        return;
    }
    auto const expires = std::min(
        now + milliseconds(session_idle_time), created + milliseconds(session_longest_time)
    );
    storage::Tables& tables = store_;
    store_.writer().submit(
        storage::WriteClass::maintenance,
        [&tables, kind, id, now, expires](storage::WriteTxn& txn) {
            return kind == Kind::token
                       ? tables.tokens.touch(txn, storage::TokenId(id), now)
                       : tables.sessions.touch(txn, storage::SessionId(id), now, expires);
        },
        [](storage::Result<void> const&) {}
    );
}

bool Authentication::first_note(std::uint64_t id, std::int64_t hour) {
    std::lock_guard const lock(mutex_);
    if (hour != noted_hour_ || noted_.size() >= max_noted) {
        noted_.clear();
        noted_hour_ = hour;
    }
    return noted_.insert(id).second;
}

}  // namespace folkmoot::node
