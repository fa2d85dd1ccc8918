#include "activitypub/discovery/nodeinfo.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/json/getters.hpp"
#include "activitypub/json/guard.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace folkmoot::activitypub {

namespace {

using nlohmann::json;

constexpr std::string_view schema_prefix = "http://nodeinfo.diaspora.software/ns/schema/";
constexpr std::string_view rel_application = "https://www.w3.org/ns/activitystreams#Application";
constexpr std::size_t max_text_bytes = 500;
constexpr std::size_t max_url_text_bytes = 2048;
constexpr std::size_t max_list = 64;
constexpr JsonLimits document_limits{.max_bytes = 256 * 1024, .max_depth = 16, .max_nodes = 20'000};

std::string text_member(json const& object, std::string_view name) {
    auto const text = get_string(object, name);
    return text ? std::string(truncate_utf8(clean_line(*text), max_text_bytes)) : std::string();
}

std::string url_member(json const& object, std::string_view name) {
    auto const text = get_string(object, name);
    return text && text->size() <= max_url_text_bytes ? std::string(*text) : std::string();
}

std::optional<std::int64_t> count_member(json const& object, std::string_view name) {
    return get_integer(object, name, 0, std::numeric_limits<std::int64_t>::max());
}

void write_count(json& object, char const* name, std::optional<std::int64_t> count) {
    if (count) {
        object[name] = *count;
    }
}

void write_text(json& object, char const* name, std::string const& text) {
    if (!text.empty()) {
        object[name] = text;
    }
}

std::string_view version_text(NodeInfoVersion version) noexcept {
    return version == NodeInfoVersion::v2_1 ? "2.1" : "2.0";
}

json write_usage(NodeInfo const& info) {
    json users = json::object();
    write_count(users, "total", info.users_total);
    write_count(users, "activeMonth", info.users_active_month);
    write_count(users, "activeHalfyear", info.users_active_half_year);
    json usage = {{"users", std::move(users)}};
    write_count(usage, "localPosts", info.local_posts);
    write_count(usage, "localComments", info.local_comments);
    return usage;
}

json write_metadata(NodeInfo const& info) {
    json metadata = {{"federation", {{"enabled", true}}}, {"staffAccounts", info.staff_accounts}};
    write_text(metadata, "nodeName", info.node_name);
    write_text(metadata, "nodeDescription", info.node_description);
    if (!info.upstream.empty()) {
        metadata["upstream"] = {{"name", info.upstream}};
    }
    return metadata;
}

void read_usage(json const& usage, NodeInfo& info) {
    info.local_posts = count_member(usage, "localPosts");
    info.local_comments = count_member(usage, "localComments");
    if (json const* const users = get_object(usage, "users")) {
        info.users_total = count_member(*users, "total");
        info.users_active_month = count_member(*users, "activeMonth");
        info.users_active_half_year = count_member(*users, "activeHalfyear");
    }
}

void read_metadata(json const& metadata, NodeInfo& info) {
    info.node_name = text_member(metadata, "nodeName");
    info.node_description = text_member(metadata, "nodeDescription");
    if (json const* const upstream = get_object(metadata, "upstream")) {
        info.upstream = text_member(*upstream, "name");
    }
    for (json const* const account : get_list(metadata, "staffAccounts")) {
        auto const id = as_string(*account);
        if (id && id->size() <= max_url_text_bytes && info.staff_accounts.size() < max_list) {
            info.staff_accounts.emplace_back(*id);
        }
    }
}

/// 1.x has an object of lists here, 2.x a list.
void read_protocols(json const& document, NodeInfo& info) {
    json const* const old = get_object(document, "protocols");
    for (json const* const protocol :
         get_list(old ? *old : document, old ? "inbound" : "protocols")) {
        auto const name = as_string(*protocol);
        if (name && name->size() <= max_text_bytes && info.protocols.size() < max_list) {
            info.protocols.emplace_back(*name);
        }
    }
}

}  // namespace

json write_nodeinfo(NodeInfo const& info, NodeInfoVersion version) {
    json software = {{"name", info.software_name}, {"version", info.software_version}};
    if (version == NodeInfoVersion::v2_1) {
        write_text(software, "repository", info.repository);
        write_text(software, "homepage", info.homepage);
    }
    return {
        {"version", version_text(version)},
        {"software", std::move(software)},
        {"protocols", info.protocols},
        {"services", {{"inbound", json::array()}, {"outbound", json::array()}}},
        {"openRegistrations", info.open_registrations},
        {"usage", write_usage(info)},
        {"metadata", write_metadata(info)},
    };
}

std::string_view nodeinfo_media_type(NodeInfoVersion version) noexcept {
    return version == NodeInfoVersion::v2_1
               ? "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\"; "
                 "charset=utf-8"
               : "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\"; "
                 "charset=utf-8";
}

json write_nodeinfo_links(std::string_view origin, std::string_view instance_actor) {
    json links = json::array();
    for (auto const version : {NodeInfoVersion::v2_1, NodeInfoVersion::v2_0}) {
        std::string const text(version_text(version));
        links.push_back(
            {{"rel", std::string(schema_prefix) + text},
             {"href", std::string(origin) + "/nodeinfo/" + text}}
        );
    }
    links.push_back({{"rel", rel_application}, {"href", instance_actor}});
    return {{"links", std::move(links)}};
}

Result<NodeInfoLinks> read_nodeinfo_links(std::string_view bytes) {
    auto const document = parse_json(bytes, document_limits);
    if (!document) {
        return std::unexpected(document.error());
    }
    constexpr auto versions = std::to_array<std::string_view>({"1.0", "1.1", "2.0", "2.1"});
    NodeInfoLinks links;
    auto best = versions.end();
    for (json const* const link : get_list(*document, "links")) {
        std::string const rel = url_member(*link, "rel");
        std::string href = url_member(*link, "href");
        if (href.empty()) {
            continue;
        }
        if (rel == rel_application) {
            links.instance_actor = std::move(href);
        } else if (rel.starts_with(schema_prefix)) {
            auto const version =
                std::ranges::find(versions, std::string_view(rel).substr(schema_prefix.size()));
            if (version != versions.end() && (best == versions.end() || version > best)) {
                best = version;
                links.document = std::move(href);
            }
        }
    }
    if (links.document.empty() && links.instance_actor.empty()) {
        return std::unexpected(Error{ErrorCode::missing, "nodeinfo.links"});
    }
    return links;
}

Result<NodeInfo> read_nodeinfo(std::string_view bytes) {
    auto const document = parse_json(bytes, document_limits);
    if (!document) {
        return std::unexpected(document.error());
    }
    NodeInfo info;
    if (json const* const software = get_object(*document, "software")) {
        info.software_name = ascii_lower(text_member(*software, "name"));
        info.software_version = text_member(*software, "version");
        info.repository = url_member(*software, "repository");
        info.homepage = url_member(*software, "homepage");
    }
    if (info.software_name.empty()) {
        return std::unexpected(Error{ErrorCode::missing, "nodeinfo.software.name"});
    }
    read_protocols(*document, info);
    info.open_registrations = get_bool(*document, "openRegistrations").value_or(false);
    if (json const* const usage = get_object(*document, "usage")) {
        read_usage(*usage, info);
    }
    if (json const* const metadata = get_object(*document, "metadata")) {
        read_metadata(*metadata, info);
    }
    return info;
}

}  // namespace folkmoot::activitypub
