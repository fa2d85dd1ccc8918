// Handles: what people write to name an actor - `ana@folk.example`, `@ana@…`, `!bees@…`,
// `acct:ana@…` - and the rules for names. Row F27 of the threat table; RFC 7565 (acct).
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/iri.hpp"

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// A name and the host (with port in development) that vouches for it.
class Handle {
public:
    Handle() = default;

    /// Reads `name@host` with an optional `@`, `!` or `acct:` before it (`!` is how threadiverse
    /// users write groups).
    /// @return the handle: name as written, host canonical. Errors: malformed; detail "handle.name"
    /// or "iri.host…"
    static Result<Handle> parse(std::string_view text, IriPolicy policy = {});

    /// Puts one together from parts already known to be apart, checked as by parse().
    static Result<Handle> make(
        std::string_view name, std::string_view authority, IriPolicy policy = {}
    );

    std::string const& name() const noexcept { return name_; }

    /// Host, with ":port" where it has one.
    std::string const& host() const noexcept { return host_; }

    /// "name@host".
    std::string text() const { return name_ + '@' + host_; }

    /// "acct:name@host", the WebFinger subject.
    std::string acct() const { return "acct:" + text(); }

    /// Lower-case "name@host": what equality and store keys use.
    std::string key() const;

    bool empty() const noexcept { return name_.empty(); }

    /// Names compare without regard to ASCII case.
    friend bool operator==(Handle const& a, Handle const& b) { return a.key() == b.key(); }

private:
    std::string name_;
    std::string host_;
};

/// [A-Za-z0-9_.-]{1,64}: what a remote actor may be called.
bool is_remote_name(std::string_view name) noexcept;

/// [a-z0-9_]{1,30}: what a member or group of this node may be called, given in lower case.
bool is_local_name(std::string_view name) noexcept;

/// Names that nobody may register because people take them for the node itself: "admin", "support",
/// "abuse", …
bool is_reserved_name(std::string_view name);

/// Folds look-alikes of ASCII, so that `adm1n`, `adrnin` and `ADMIN` give one text: equal skeletons
/// may be mistaken for each other. For comparing a new name with those of the staff.
std::string name_skeleton(std::string_view name);

}  // namespace folkmoot::activitypub
