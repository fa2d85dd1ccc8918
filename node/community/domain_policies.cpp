#include "node/community/domain_policies.hpp"

#include "activitypub/vocabulary/iri.hpp"
#include "node/access/can.hpp"
#include "node/community/commit.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;

/// A domain as policies are kept.
Result<std::string> canonical(Services const& services, std::string const& domain) {
    auto host = activitypub::canonical_host(domain);
    if (!host) {
        return refused(
            ErrorCode::unprocessable,
            "\"" + domain + "\" is no host name; write it as folk.example."
        );
    }
    if (*host == services.site.domain()) {
        return refused(ErrorCode::unprocessable, "A node has no policy about itself.");
    }
    return std::move(*host);
}

Result<void> check_power(storage::Txn const& txn, storage::Tables const& tables, ActorId by) {
    if (!by) {
        return {};
    }
    auto const moderates = has_node_role(txn, tables, by, storage::NodeRole::moderator);
    if (!moderates) {
        return std::unexpected(moderates.error());
    }
    return *moderates ? Result<void>{} : as_result(Verdict::refuse);
}

storage::AuditRecord act_of(
    Services& services, ActorId by, std::string action, std::string const& domain
) {
    storage::AuditRecord act;
    act.id = services.store.ids().next();
    act.actor = by.value();
    act.action = std::move(action);
    act.details = domain;
    act.created = milliseconds_now(services);
    return act;
}

}  // namespace

awaitable<Result<std::string>> set_domain_policy(Services& services, SetDomainPolicy command) {
    auto domain = canonical(services, command.domain);
    if (!domain) {
        co_return domain;
    }
    auto const act = act_of(services, command.by, "set_domain_policy", *domain);
    storage::HostPolicyRecord policy;
    policy.id = act.id;
    policy.severity = command.severity;
    policy.reject_media = command.reject_media;
    policy.reject_reports = command.reject_reports;
    policy.private_comment = command.private_comment;
    policy.public_comment = command.public_comment;
    policy.created = act.created;
    policy.created_by = command.by.value();
    auto closure = [&services, policy, act, by = command.by, name = *domain](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto& store = services.store;
        return in_order(
            [&] { return check_power(txn, store, by); },
            [&] { return store.host_policies.put(txn, name, policy); },
            [&] { return store.audit.append(txn, act); }
        );
    };
    auto const done = co_await commit(services, storage::WriteClass::local, std::move(closure));
    co_return done ? std::move(domain) : std::unexpected(done.error());
}

awaitable<Result<std::string>> remove_domain_policy(
    Services& services, ActorId by, std::string text
) {
    auto domain = canonical(services, text);
    if (!domain) {
        co_return domain;
    }
    auto const act = act_of(services, by, "remove_domain_policy", *domain);
    auto closure = [&services, act, by, name = *domain](storage::WriteTxn& txn) -> Result<void> {
        auto& store = services.store;
        if (auto const allowed = check_power(txn, store, by); !allowed) {
            return allowed;
        }
        if (auto const known = store.host_policies.load(txn, name); !known) {
            return failed(known.error());
        }
        return in_order(
            [&] { return store.host_policies.erase(txn, name); },
            [&] { return store.audit.append(txn, act); }
        );
    };
    auto const done = co_await commit(services, storage::WriteClass::local, std::move(closure));
    co_return done ? std::move(domain) : std::unexpected(done.error());
}

}  // namespace folkmoot::node
