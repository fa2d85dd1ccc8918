#include "node/community/member_roles.hpp"

#include "node/community/commit.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::node {
namespace {

constexpr std::array<std::string_view, 5> roles{"member", "analyst", "moderator", "admin", "owner"};
constexpr std::array<std::string_view, 5> states{
    "unconfirmed", "awaiting_approval", "active", "disabled", "deleted"
};

Result<void> check_last_owner(
    Services& services, storage::Txn const& txn, storage::CredentialsRecord const& member
) {
    if (member.role != storage::NodeRole::owner) {
        return {};
    }
    auto const owners =
        services.store.credentials.with_role(txn, storage::NodeRole::owner, {.limit = 2});
    if (!owners) {
        return failed(owners.error());
    }
    return owners->items.size() > 1
               ? Result<void>{}
               : refused(
                     ErrorCode::conflict,
                     "This is the node's only owner; make somebody else an owner first."
                 );
}

}  // namespace

std::string_view role_name(storage::NodeRole role) noexcept {
    auto const index = static_cast<std::size_t>(role);
    return index < roles.size() ? roles[index] : "unknown";
}

std::optional<storage::NodeRole> parse_role(std::string_view text) noexcept {
    auto const it = std::ranges::find(roles, text);
    return it == roles.end() ? std::nullopt
                             : std::optional(static_cast<storage::NodeRole>(it - roles.begin()));
}

std::string_view state_name(storage::AccountState state) noexcept {
    auto const index = static_cast<std::size_t>(state);
    return index < states.size() ? states[index] : "unknown";
}

boost::asio::awaitable<Result<void>> set_member_role(
    Services& services, storage::ActorId member, storage::NodeRole role
) {
    auto const now = milliseconds_now(services);
    auto const audit_id = services.store.ids().next();
    auto closure = [&services, member, role, now, audit_id](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto& store = services.store;
        auto credentials = store.credentials.load(txn, member);
        if (!credentials) {
            return failed(credentials.error());
        }
        if (credentials->role == role) {
            return {};
        }
        if (auto const allowed = check_last_owner(services, txn, *credentials); !allowed) {
            return allowed;
        }
        storage::AuditRecord act;
        act.id = audit_id;
        act.action = "member.role";
        act.target = member.value();
        act.details =
            std::string{role_name(credentials->role)} + " -> " + std::string{role_name(role)};
        act.created = now;
        credentials->role = role;
        return in_order(
            [&] { return store.credentials.update(txn, *credentials); },
            [&] { return store.audit.append(txn, act); }
        );
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
