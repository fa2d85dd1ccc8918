// What an endpoint is: data. The tables of all families drive routing, rights, rate limits,
// documentation and the test that every row has a test.
#pragma once

#include "node/http/request.hpp"
#include "node/http/response.hpp"
#include "node/http/scope.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace folkmoot::node {

class App;

/// Who stands behind a request, as found by the authenticator from a bearer token or a session
/// cookie. What they may see or do is answered by node/access alone.
struct Caller {
    std::optional<std::uint64_t> member;       ///< actor id of the signed-in local member
    std::optional<std::uint64_t> application;  ///< client application the token was given to
    std::optional<std::uint64_t> token;        ///< record id of the token or the session
    ScopeSet scopes;                           ///< of the token; every scope for a session
    bool administrator{false};                 ///< the member has the administrator's role
    bool by_cookie{false};  ///< a session: state-changing requests need the form token

    /// True when nobody is signed in, not even an application.
    bool anonymous() const noexcept { return !member && !application; }
};

/// Which kind of caller an endpoint asks for, before any rule about objects.
enum class Access : std::uint8_t {
    anyone,       ///< no credentials needed; valid ones are honoured, bad ones refused with 401
    credentials,  ///< any token, of an application or a member (401 without)
    member,  ///< a signed-in member: bearer token or session (401 without, 422 for an application's
             ///< token)
    administrator,  ///< a signed-in member with the administrator's role (403 without)
    signature,  ///< an HTTP signature, verified by federation::Inbox: credentials are not looked at
    operator_only,  ///< the loopback interface or the metrics token: /metrics
};

/// What a caller needs.
struct Need {
    Access access{Access::anyone};

    /// The token must allow one of these; nothing asked when empty. Sessions have every scope.
    ScopeSet any_of{};
};

/// Anyone may call; a caller with a token must not be refused for its scopes.
inline constexpr Need for_anyone{};

/// A member whose token allows one of `scopes`.
constexpr Need member_with(ScopeSet scopes) noexcept {
    return {Access::member, scopes};
}

/// Buckets that requests count against; limits in rate_limit.hpp.
enum class Rate : std::uint8_t {
    none,              ///< not limited: health, static files
    normal,            ///< client API
    page,              ///< HTML pages
    media,             ///< uploads
    deletion,          ///< deletes and unboosts
    sign_in,           ///< passwords and second factors
    sign_up,           ///< new accounts
    app_registration,  ///< POST /api/v1/apps
    federation,        ///< inboxes and ActivityPub documents
    count              ///< number of classes, not a class
};

/// What an endpoint can answer with, as a mask.
enum class Format : std::uint8_t { json = 1, html = 2, activity = 4, other = 8 };

/// A set of formats.
struct Formats {
    std::uint8_t mask{static_cast<std::uint8_t>(Format::json)};

    constexpr Formats() noexcept = default;

    constexpr Formats(Format format) noexcept : mask(static_cast<std::uint8_t>(format)) {}

    constexpr bool has(Format format) const noexcept {
        return (mask & static_cast<std::uint8_t>(format)) != 0;
    }

    friend constexpr Formats operator|(Formats a, Formats b) noexcept {
        a.mask = static_cast<std::uint8_t>(a.mask | b.mask);
        return a;
    }
};

constexpr Formats operator|(Format a, Format b) noexcept {
    return Formats{a} | Formats{b};
}

/// Values of a route's parameters. Views into the request's segments; they live as long as the
/// request.
class RouteParams {
public:
    static constexpr std::size_t max_params = 4;

    /// Value of this parameter ("id" for ":id"); "" when the route has none of that name.
    std::string_view operator[](std::string_view name) const noexcept {
        for (std::size_t i = 0; i < size_; ++i) {
            if (entries_[i].name == name) {
                return entries_[i].value;
            }
        }
        return {};
    }

    /// Adds a value; more than max_params are not kept (the router refuses such patterns at start).
    void add(std::string_view name, std::string_view value) noexcept {
        if (size_ < max_params) {
            entries_[size_++] = {name, value};
        }
    }

    std::size_t size() const noexcept { return size_; }

private:
    struct Entry {
        std::string_view name;
        std::string_view value;
    };

    std::array<Entry, max_params> entries_{};
    std::size_t size_{0};
};

/// All that a handler gets about one request. Lives until the handler has returned.
struct RequestContext {
    Request const& request;
    RouteParams params;
    Caller caller;
    std::string_view request_id;  ///< same as request.id
};

/// Runs one request. Takes references to things that outlive it; answers failures as
/// Response{Error}.
using Handler = boost::asio::awaitable<Response> (*)(App&, RequestContext&);

/// One row of an endpoint table.
struct Endpoint {
    Verb verb{Verb::get};

    /// Pattern of segments: "literal", ":name", "prefix:name" ("/@:name"), and "*name" at the end
    /// for one or more further segments (its value is the first; all stand in Request::segments).
    /// Literals win over prefixes, prefixes over parameters. A trailing slash in requests is
    /// ignored.
    std::string_view path;

    Handler run{nullptr};
    Need needs{};
    Rate rate{Rate::normal};

    /// One line for the documentation page.
    std::string_view summary;

    Formats formats{Format::json};

    /// Largest body in bytes; 0 for the default of the verb (256 KiB for POST, PUT, PATCH, DELETE
    /// and GET).
    std::size_t body_limit{0};
};

}  // namespace folkmoot::node
