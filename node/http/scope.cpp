#include "node/http/scope.hpp"

#include <array>

namespace folkmoot::node {
namespace {

struct Row {
    Scope scope;
    std::string_view name;
    Scope parent;  // the scope that includes it; itself at the top
};

constexpr auto rows = std::to_array<Row>({
    {Scope::profile, "profile", Scope::profile},
    {Scope::read, "read", Scope::read},
    {Scope::write, "write", Scope::write},
    {Scope::push, "push", Scope::push},
    {Scope::follow, "follow", Scope::follow},
    {Scope::admin_read, "admin:read", Scope::admin_read},
    {Scope::admin_write, "admin:write", Scope::admin_write},
    {Scope::read_accounts, "read:accounts", Scope::read},
    {Scope::read_blocks, "read:blocks", Scope::read},
    {Scope::read_bookmarks, "read:bookmarks", Scope::read},
    {Scope::read_collections, "read:collections", Scope::read},
    {Scope::read_favourites, "read:favourites", Scope::read},
    {Scope::read_filters, "read:filters", Scope::read},
    {Scope::read_follows, "read:follows", Scope::read},
    {Scope::read_lists, "read:lists", Scope::read},
    {Scope::read_mutes, "read:mutes", Scope::read},
    {Scope::read_notifications, "read:notifications", Scope::read},
    {Scope::read_search, "read:search", Scope::read},
    {Scope::read_statuses, "read:statuses", Scope::read},
    {Scope::read_folkmoot, "read:folkmoot", Scope::read},
    {Scope::write_accounts, "write:accounts", Scope::write},
    {Scope::write_blocks, "write:blocks", Scope::write},
    {Scope::write_bookmarks, "write:bookmarks", Scope::write},
    {Scope::write_collections, "write:collections", Scope::write},
    {Scope::write_conversations, "write:conversations", Scope::write},
    {Scope::write_favourites, "write:favourites", Scope::write},
    {Scope::write_filters, "write:filters", Scope::write},
    {Scope::write_follows, "write:follows", Scope::write},
    {Scope::write_lists, "write:lists", Scope::write},
    {Scope::write_media, "write:media", Scope::write},
    {Scope::write_mutes, "write:mutes", Scope::write},
    {Scope::write_notifications, "write:notifications", Scope::write},
    {Scope::write_reports, "write:reports", Scope::write},
    {Scope::write_statuses, "write:statuses", Scope::write},
    {Scope::write_folkmoot, "write:folkmoot", Scope::write},
    {Scope::admin_read_accounts, "admin:read:accounts", Scope::admin_read},
    {Scope::admin_read_reports, "admin:read:reports", Scope::admin_read},
    {Scope::admin_read_domain_allows, "admin:read:domain_allows", Scope::admin_read},
    {Scope::admin_read_domain_blocks, "admin:read:domain_blocks", Scope::admin_read},
    {Scope::admin_read_ip_blocks, "admin:read:ip_blocks", Scope::admin_read},
    {Scope::admin_read_email_domain_blocks, "admin:read:email_domain_blocks", Scope::admin_read},
    {Scope::admin_read_canonical_email_blocks,
     "admin:read:canonical_email_blocks",
     Scope::admin_read},
    {Scope::admin_write_accounts, "admin:write:accounts", Scope::admin_write},
    {Scope::admin_write_reports, "admin:write:reports", Scope::admin_write},
    {Scope::admin_write_domain_allows, "admin:write:domain_allows", Scope::admin_write},
    {Scope::admin_write_domain_blocks, "admin:write:domain_blocks", Scope::admin_write},
    {Scope::admin_write_ip_blocks, "admin:write:ip_blocks", Scope::admin_write},
    {Scope::admin_write_email_domain_blocks, "admin:write:email_domain_blocks", Scope::admin_write},
    {Scope::admin_write_canonical_email_blocks,
     "admin:write:canonical_email_blocks",
     Scope::admin_write},
});

constexpr bool rows_follow_enumeration() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].scope != static_cast<Scope>(i)) {
            return false;
        }
    }
    return rows.size() == static_cast<std::size_t>(Scope::count);
}

static_assert(rows_follow_enumeration());

constexpr ScopeSet follow_includes{
    Scope::read_blocks,
    Scope::read_follows,
    Scope::read_mutes,
    Scope::write_blocks,
    Scope::write_follows,
    Scope::write_mutes,
};

}  // namespace

std::string_view to_string(Scope scope) noexcept {
    return rows[static_cast<std::size_t>(scope)].name;
}

std::optional<ScopeSet> ScopeSet::parse(std::string_view text) {
    ScopeSet set;
    while (!text.empty()) {
        auto const end = text.find_first_of(" +");
        auto const word = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (word.empty()) {
            continue;
        }
        bool known = false;
        for (auto const& row : rows) {
            if (row.name == word) {
                set.add(row.scope);
                known = true;
            }
        }
        if (!known) {
            return std::nullopt;
        }
    }
    return set;
}

bool ScopeSet::allows(Scope scope) const noexcept {
    return contains(scope) || contains(rows[static_cast<std::size_t>(scope)].parent) ||
           (contains(Scope::follow) && follow_includes.contains(scope));
}

bool ScopeSet::allows_any(ScopeSet wanted) const noexcept {
    for (auto const& row : rows) {
        if (wanted.contains(row.scope) && allows(row.scope)) {
            return true;
        }
    }
    return false;
}

bool ScopeSet::allows_all(ScopeSet wanted) const noexcept {
    for (auto const& row : rows) {
        if (wanted.contains(row.scope) && !allows(row.scope)) {
            return false;
        }
    }
    return true;
}

std::string to_string(ScopeSet scopes) {
    std::string text;
    for (auto const& row : rows) {
        if (scopes.contains(row.scope)) {
            text.append(text.empty() ? "" : " ").append(row.name);
        }
    }
    return text;
}

}  // namespace folkmoot::node
