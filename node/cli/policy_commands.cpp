// folkmoot policy …: how this node stands to other domains.
#include "node/cli/families.hpp"
#include "node/cli/text_table.hpp"
#include "node/community/domain_policies.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;

constexpr std::array<std::string_view, 3> severities{"none", "silence", "suspend"};

Result<storage::Severity> severity_of(std::string const& text) {
    auto const it = std::ranges::find(severities, text);
    if (it != severities.end()) {
        return static_cast<storage::Severity>(it - severities.begin());
    }
    return refused(
        ErrorCode::invalid_input,
        "\"" + text + "\" is no severity; choose none, silence or suspend."
    );
}

awaitable<Result<CommandOutput>> add(CommandContext context, Arguments arguments) {
    auto const severity = severity_of(arguments.find("severity").value_or("suspend"));
    if (!severity) {
        co_return std::unexpected(severity.error());
    }
    SetDomainPolicy policy;
    policy.domain = arguments.text("domain");
    policy.severity = *severity;
    policy.reject_media = arguments.flag("reject_media");
    policy.reject_reports = arguments.flag("reject_reports");
    policy.private_comment = arguments.text("comment");
    auto const domain = co_await set_domain_policy(context.services, std::move(policy));
    if (!domain) {
        co_return std::unexpected(domain.error());
    }
    co_return CommandOutput{
        *domain + " and every name below it: " +
        std::string{severities[static_cast<std::size_t>(*severity)]} + ".\n"
    };
}

awaitable<Result<CommandOutput>> list(CommandContext context, Arguments) {
    auto& store = context.services.store;
    std::vector<std::vector<std::string>> rows{{"DOMAIN", "SEVERITY", "MEDIA", "REPORTS", "SINCE"}};
    std::string after;
    for (bool more = true; more;) {
        auto const txn = store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto const page = store.host_policies.list(*txn, after, storage::max_page_size);
        if (!page) {
            co_return failed(page.error());
        }
        for (auto const& [domain, policy] : *page) {
            rows.push_back(
                {domain,
                 std::string{severities[static_cast<std::size_t>(policy.severity)]},
                 policy.reject_media ? "refused" : "taken",
                 policy.reject_reports ? "refused" : "taken",
                 format_rfc3339(Time{std::chrono::milliseconds{policy.created}}).substr(0, 10)}
            );
            after = domain;
        }
        more = page->size() == storage::max_page_size;
    }
    co_return CommandOutput{text_table(std::move(rows))};
}

awaitable<Result<CommandOutput>> remove(CommandContext context, Arguments arguments) {
    auto const domain = co_await remove_domain_policy(
        context.services, storage::ActorId{}, arguments.text("domain")
    );
    if (!domain) {
        co_return std::unexpected(domain.error());
    }
    co_return CommandOutput{"There is no policy about " + *domain + " any more.\n"};
}

OptionSpec domain_option() {
    return {
        .name = "domain",
        .help = "Host name; holds for every name below it",
        .positional = true,
        .required = true
    };
}

}  // namespace

std::vector<CommandSpec> policy_commands() {
    return {
        {"policy add",
         "Decide about a domain: take nothing from it, or show less of it",
         {domain_option(),
          {.name = "severity", .help = "suspend (what is meant by default), silence or none"},
          {.name = "reject_media",
           .help = "Do not show its pictures and files",
           .kind = OptionKind::flag},
          {.name = "reject_reports", .help = "Take no reports from it", .kind = OptionKind::flag},
          {.name = "comment", .help = "Why; for the moderators"}},
         StoreCommand{add}},
        {"policy list", "List the decisions about domains", {}, StoreCommand{list, false}},
        {"policy remove", "Take a decision back", {domain_option()}, StoreCommand{remove}},
    };
}

}  // namespace folkmoot::node
