// Addresses: a URL (first line), a reference or a handle (second line). What the rooms read of one
// text must agree, and no spelling of an address gets past the policy (threats S01 to S04, F26,
// F27, X05).
#include "federation/client/url.hpp"

#include "activitypub/html/safe_url.hpp"
#include "activitypub/vocabulary/handle.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/client/address_policy.hpp"
#include "federation/client/redirect.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <arpa/inet.h>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::federation;
namespace ap = folkmoot::activitypub;

/// The address that the C library reads in a host: any of the forms that a resolver might take.
bool is_any_ipv4(std::string const& host) {
    in_addr ignored{};
    return ::inet_aton(host.c_str(), &ignored) != 0;
}

void check_host(std::string const& host) {
    require(
        !is_permitted_host(host, {}) || (!literal_address(host) && !is_any_ipv4(host)),
        "no spelling of an address is a name"
    );
    AddressPolicy const development{.development = true};
    if (is_permitted_host(host, development)) {
        auto const literal = literal_address(host);
        require(
            literal.has_value() || !is_any_ipv4(host), "no other spelling of an address passes"
        );
        require(!literal || is_reachable(*literal, development), "a literal passes as its address");
    }
}

void check_url(Url const& url) {
    require(Url::parse(url.text()) == url, "a URL that is written reads the same");
    require(url.port() != 0 && url.target().starts_with('/'), "a URL is complete");
    require(
        std::ranges::all_of(url.text(), [](char c) { return c > ' ' && c < 0x7f; }),
        "a URL is printable"
    );
    require(
        std::ranges::none_of(url.host(), [](char c) { return c >= 'A' && c <= 'Z'; }),
        "a host is in lower case"
    );
    check_host(url.host());
}

void check_reference(Url const& base, std::string_view reference) {
    if (auto const next = base.resolve(reference)) {
        check_url(*next);
    }
    if (auto const hop = next_hop({base}, reference, 3)) {
        require(hop->is_https() || !base.is_https(), "no redirect leads away from https");
        require(!(*hop == base), "no redirect leads to where it came from");
    }
}

void check_iri(std::string_view text) {
    for (auto const policy : {ap::IriPolicy::production(), ap::IriPolicy::development()}) {
        auto const iri = ap::Iri::parse(text, policy);
        if (!iri) {
            require(iri.error().detail.starts_with("iri."), "an error names its rule");
            continue;
        }
        require(
            ap::Iri::parse(iri->text(), policy) == *iri, "an id that is written reads the same"
        );
        auto const url = Url::parse(iri->text());
        require(url.has_value(), "an id can be fetched");
        auto const origin = iri->origin();
        require(
            url->scheme() == origin.scheme && url->host() == origin.host &&
                url->port() == origin.port,
            "an id is fetched from its own origin"
        );
    }
}

void check_link(std::string_view text) {
    for (auto const use : {ap::UrlUse::link, ap::UrlUse::image}) {
        auto const safe = ap::safe_url(text, use);
        if (!safe) {
            continue;
        }
        require(ap::safe_url(*safe, use) == safe, "a link that is written reads the same");
        if (auto const url = Url::parse(*safe)) {
            std::string host(ap::url_host(*safe));
            if (host.ends_with('.')) {
                host.pop_back();
            }
            require(host == url->host(), "a link leads to the host that is shown");
        }
    }
}

void check_address(std::string_view text) {
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(std::string(text), error);
    if (!error && is_reachable(address, {})) {
        require(
            !address.is_loopback() && !address.is_multicast() && !address.is_unspecified(),
            "only addresses of the Internet are reachable"
        );
        require(
            !address.is_v6() || !address.to_v6().is_v4_mapped(), "no address in another's clothes"
        );
    }
    AddressPolicy policy;
    if (!allow_network(policy, text)) {
        require(policy.allowed_v4.empty() && policy.allowed_v6.empty(), "a refusal adds nothing");
    }
}

void check_handle(std::string_view text) {
    if (auto const handle = ap::Handle::parse(text, ap::IriPolicy::development())) {
        auto const again = ap::Handle::parse(handle->acct(), ap::IriPolicy::development());
        require(again && *again == *handle, "a handle that is written reads the same");
    }
}

}  // namespace

void fuzz_url(std::string_view input) {
    auto const first = take_line(input);
    check_iri(first);
    check_link(first);
    check_address(input);
    check_handle(input);
    check_host(std::string(input));
    if (auto const url = Url::parse(first)) {
        check_url(*url);
        check_reference(*url, input);
    }
}

}  // namespace folkmoot::fuzz
