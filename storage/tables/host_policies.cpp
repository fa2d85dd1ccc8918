#include "storage/tables/host_policies.hpp"

#include <algorithm>

namespace folkmoot::storage {

namespace {

constexpr std::size_t longest_domain = 253;

bool is_domain(std::string_view domain) {
    return !domain.empty() && domain.size() <= longest_domain &&
           std::ranges::none_of(domain, [](char c) { return (c >= 'A' && c <= 'Z') || c == '\0'; });
}

}  // namespace

HostPolicyTable::HostPolicyTable(Catalog& catalog)
    : policies_(catalog, table_spec("host_policies", TableTag::host_policies)) {}

Result<void> HostPolicyTable::put(
    WriteTxn& txn, std::string_view domain, HostPolicyRecord const& policy
) {
    if (!is_domain(domain)) {
        return refuse("not a domain in lower case");
    }
    return policies_.put(txn, std::string(domain), policy);
}

Result<bool> HostPolicyTable::erase(WriteTxn& txn, std::string_view domain) {
    if (!is_domain(domain)) {
        return false;
    }
    auto const erased = policies_.erase(txn, std::string(domain));
    if (is_absent(erased)) {
        return false;
    }
    return erased ? Result<bool>(true) : std::unexpected(erased.error());
}

Result<HostPolicyRecord> HostPolicyTable::load(Txn const& txn, std::string_view domain) const {
    return is_domain(domain) ? policies_.get(txn, std::string(domain)) : absent("policy");
}

Result<std::optional<DomainPolicy>> HostPolicyTable::match(Txn const& txn, std::string_view host)
    const {
    std::string folded(host.substr(0, host.rfind(':')));
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string_view rest = folded;
    while (!rest.empty()) {
        auto policy = load(txn, rest);
        if (policy) {
            return DomainPolicy{.domain = std::string(rest), .policy = std::move(*policy)};
        }
        if (!is_absent(policy)) {
            return std::unexpected(policy.error());
        }
        auto const dot = rest.find('.');
        rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    }
    return std::nullopt;
}

Result<std::vector<DomainPolicy>> HostPolicyTable::list(
    Txn const& txn, std::string_view after, std::size_t limit
) const {
    auto const range = after.empty() ? KeyRange() : KeyRange().after(encode_key(after));
    auto rows = policies_.list(txn, range, Direction::forward, limit);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<DomainPolicy> found;
    for (auto& row : *rows) {
        found.push_back({.domain = std::move(row.key), .policy = row.record.unpack()});
    }
    return found;
}

}  // namespace folkmoot::storage
