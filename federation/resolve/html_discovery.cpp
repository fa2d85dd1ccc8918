#include "federation/resolve/html_discovery.hpp"

#include "activitypub/html/alternate_link.hpp"
#include "activitypub/signature/http_message.hpp"
#include "federation/client/url.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::equals_ignoring_case;
using activitypub::Iri;
using activitypub::trim;

namespace {

constexpr std::string_view accept_page =
    "application/activity+json, application/ld+json; "
    "profile=\"https://www.w3.org/ns/activitystreams\", "
    "text/html;q=0.5";
constexpr std::size_t max_header = 16'384;

/// Takes everything up to one of `stops` off the front of `rest`; stops inside a quoted string do
/// not count.
std::string_view take_until(std::string_view& rest, std::string_view stops) {
    bool quoted = false;
    std::size_t size = 0;
    for (; size < rest.size(); ++size) {
        char const c = rest[size];
        if (quoted && c == '\\') {
            ++size;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && stops.contains(c)) {
            break;
        }
    }
    auto const taken = rest.substr(0, std::min(size, rest.size()));
    rest.remove_prefix(taken.size());
    return taken;
}

std::string unquote(std::string_view text) {
    text = trim(text);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::string(text);
    }
    std::string plain;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) {
            ++i;
        }
        plain += text[i];
    }
    return plain;
}

bool has_relation(std::string_view relations, std::string_view wanted) {
    while (!relations.empty()) {
        auto const end = std::min(relations.find(' '), relations.size());
        if (equals_ignoring_case(relations.substr(0, end), wanted)) {
            return true;
        }
        relations.remove_prefix(std::min(end + 1, relations.size()));
    }
    return false;
}

/// The parameters of one link decide whether it is the one.
bool is_alternate(std::string_view parameters) {
    std::optional<std::string> relation;
    std::optional<std::string> type;
    while (!parameters.empty()) {
        parameters.remove_prefix(1);  // ';'
        auto const parameter = take_until(parameters, ";");
        auto const equals = parameter.find('=');
        if (equals == std::string_view::npos) {
            continue;
        }
        auto const name = trim(parameter.substr(0, equals));
        // The first of each counts (RFC 8288 section 3.3).
        if (equals_ignoring_case(name, "rel") && !relation) {
            relation = unquote(parameter.substr(equals + 1));
        } else if (equals_ignoring_case(name, "type") && !type) {
            type = unquote(parameter.substr(equals + 1));
        }
    }
    return relation && type && has_relation(*relation, "alternate") &&
           activitypub::is_activitypub_media_type(*type);
}

bool is_html(HttpResponse const& response) {
    auto const type = response.header("Content-Type").value_or("");
    auto const name = trim(type.substr(0, type.find(';')));
    return equals_ignoring_case(name, "text/html") ||
           equals_ignoring_case(name, "application/xhtml+xml");
}

std::optional<std::string> alternate_of(HttpResponse const& response) {
    for (auto const& header : response.headers) {
        if (!equals_ignoring_case(header.name, "Link")) {
            continue;
        }
        if (auto found = find_alternate_in_link_header(header.value)) {
            return found;
        }
    }
    return is_html(response) ? activitypub::find_alternate_link(response.body) : std::nullopt;
}

}  // namespace

std::optional<std::string> find_alternate_in_link_header(std::string_view header) {
    auto rest = header.substr(0, max_header);
    while (true) {
        auto const start = rest.find('<');
        if (start == std::string_view::npos) {
            return std::nullopt;
        }
        rest.remove_prefix(start + 1);
        auto const end = rest.find('>');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        auto const target = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        auto parameters = trim(take_until(rest, ","));
        if (parameters.starts_with(';') && is_alternate(parameters) && !target.empty()) {
            return std::string(target);
        }
    }
}

asio::awaitable<Result<FetchedDocument>> discover_document(
    DocumentFetcher& fetcher, Iri url, activitypub::IriPolicy ids, FetchBudget budget
) {
    constexpr auto authorization = Authorization::signed_by_instance;
    auto response = co_await fetcher.get(url, std::string(accept_page), budget, authorization);
    if (!response) {
        co_return std::unexpected(std::move(response.error()));
    }
    if (activitypub::is_activitypub_media_type(response->header("Content-Type").value_or(""))) {
        co_return co_await fetcher.accept(std::move(*response), std::move(budget), authorization);
    }
    auto const link = alternate_of(*response);
    auto const base = Url::parse(response->final_url);
    if (!link || !base) {
        co_return std::unexpected(Error{ErrorCode::not_found, "no document behind " + url.text()});
    }
    auto const target = base->resolve(*link);
    auto const document = target ? Iri::parse(target->text(), ids) : Iri::parse("", ids);
    if (!document) {
        co_return std::unexpected(
            Error{ErrorCode::remote_invalid, "alternate link of " + url.text()}
        );
    }
    co_return co_await fetcher.fetch(*document, std::move(budget));
}

}  // namespace folkmoot::federation
