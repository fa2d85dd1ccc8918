// OAuth scopes of the client API as one 64-bit mask (reference: Mastodon API, OAuth scopes).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// One scope that a token can carry or an endpoint can ask for.
enum class Scope : std::uint8_t {
    profile,
    read,
    write,
    push,
    follow,
    admin_read,
    admin_write,
    read_accounts,
    read_blocks,
    read_bookmarks,
    read_collections,
    read_favourites,
    read_filters,
    read_follows,
    read_lists,
    read_mutes,
    read_notifications,
    read_search,
    read_statuses,
    read_folkmoot,
    write_accounts,
    write_blocks,
    write_bookmarks,
    write_collections,
    write_conversations,
    write_favourites,
    write_filters,
    write_follows,
    write_lists,
    write_media,
    write_mutes,
    write_notifications,
    write_reports,
    write_statuses,
    write_folkmoot,
    admin_read_accounts,
    admin_read_reports,
    admin_read_domain_allows,
    admin_read_domain_blocks,
    admin_read_ip_blocks,
    admin_read_email_domain_blocks,
    admin_read_canonical_email_blocks,
    admin_write_accounts,
    admin_write_reports,
    admin_write_domain_allows,
    admin_write_domain_blocks,
    admin_write_ip_blocks,
    admin_write_email_domain_blocks,
    admin_write_canonical_email_blocks,
    count  ///< number of scopes, not a scope
};

/// The scope's text, e.g. "admin:read:accounts". Lives for ever.
std::string_view to_string(Scope scope) noexcept;

/// A set of scopes, stored with a token as its mask.
class ScopeSet {
public:
    constexpr ScopeSet() noexcept = default;

    constexpr ScopeSet(Scope scope) noexcept : mask_(bit(scope)) {}

    constexpr ScopeSet(std::initializer_list<Scope> scopes) noexcept {
        for (auto const scope : scopes) {
            mask_ |= bit(scope);
        }
    }

    /// The set of a stored mask; bits that no scope has are dropped.
    static constexpr ScopeSet from_mask(std::uint64_t mask) noexcept {
        ScopeSet set;
        set.mask_ = mask & (bit(Scope::count) - 1);
        return set;
    }

    /// @param text  scopes separated by blanks or "+"
    /// @return nothing when a word is not a scope
    static std::optional<ScopeSet> parse(std::string_view text);

    constexpr std::uint64_t mask() const noexcept { return mask_; }

    constexpr bool empty() const noexcept { return mask_ == 0; }

    /// True when the scope itself is in the set.
    constexpr bool contains(Scope scope) const noexcept { return (mask_ & bit(scope)) != 0; }

    /// True when the set allows what `scope` allows: by itself, by its parent ("read" for
    /// "read:lists"), or by "follow" for reading and writing blocks, follows and mutes.
    bool allows(Scope scope) const noexcept;

    /// True when the set allows at least one scope of `wanted`.
    bool allows_any(ScopeSet wanted) const noexcept;

    /// True when the set allows every scope of `wanted`: may a token of `wanted` be given under
    /// this set?
    bool allows_all(ScopeSet wanted) const noexcept;

    constexpr ScopeSet& add(Scope scope) noexcept {
        mask_ |= bit(scope);
        return *this;
    }

    friend constexpr bool operator==(ScopeSet, ScopeSet) noexcept = default;

private:
    static constexpr std::uint64_t bit(Scope scope) noexcept {
        return std::uint64_t{1} << static_cast<unsigned>(scope);
    }

    std::uint64_t mask_{0};
};

/// The scopes of a set separated by blanks, in the order of the enumeration, e.g. "read write".
std::string to_string(ScopeSet scopes);

}  // namespace folkmoot::node
