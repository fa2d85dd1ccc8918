// Who calls: a bearer token or a session cookie becomes a Caller. Every request looks its
// credential up in a snapshot, by the SHA-256 of the secret: a few microseconds, and nothing that
// is revoked can linger in a cache (threats A02, A13).
#pragma once

#include "node/app/clock.hpp"
#include "node/error.hpp"
#include "node/http/dispatcher.hpp"
#include "node/http/request.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_set>

namespace folkmoot::node {

/// How long a session lasts that nobody uses, and one that is used.
inline constexpr std::chrono::hours session_idle_time{24 * 30};
inline constexpr std::chrono::hours session_longest_time{24 * 90};

/// Name of the session's cookie, without the prefix of https.
inline constexpr std::string_view session_cookie = "session";

/// Finds callers. One for the node; may be used from any thread.
class Authentication {
public:
    /// @param store  outlives this
    /// @param https  whether the node's origin is https: cookies then carry `__Host-`
    Authentication(storage::Store& store, Clock now, bool https);

    /// The caller behind a request. `Authorization: Bearer` wins over the cookie; other schemes are
    /// no credentials of ours. Sessions open pages and media only, never `/api/`: programs have
    /// tokens. A session that is over is no session, without complaint.
    /// @return unauthenticated for a bearer token that is unknown, revoked or expired; forbidden
    /// when
    ///         its member is suspended or may not sign in; unavailable when the store fails
    Result<Caller> find(Request const& request);

    /// The same as the dispatcher wants it. This must outlive the function.
    Authenticator function();

    /// Most uses remembered as noted; older ones may be noted again.
    static constexpr std::size_t max_noted = 10'000;

    /// A use is noted in the store at most this often for each token and session.
    static constexpr std::chrono::hours note_every{1};

private:
    enum class Kind : std::uint8_t { token, session };

    Result<Caller> by_token(std::string_view token);
    Result<Caller> by_session(std::string_view cookie);
    Result<bool> admit(storage::Txn const& txn, storage::ActorId member, Caller& caller) const;
    void note_use(Kind kind, std::uint64_t id, std::int64_t last_used, std::int64_t created);
    bool first_note(std::uint64_t id, std::int64_t hour);

    storage::Store& store_;
    Clock now_;
    bool https_;
    std::mutex mutex_;
    std::unordered_set<std::uint64_t> noted_;  // ids of tokens and sessions, since `noted_hour_`
    std::int64_t noted_hour_{0};
};

}  // namespace folkmoot::node
