#include "activitypub/discovery/webfinger.hpp"

#include "activitypub/html/alternate_link.hpp"
#include "activitypub/html/code_points.hpp"
#include "activitypub/json/getters.hpp"
#include "activitypub/json/guard.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace folkmoot::activitypub {

namespace {

using nlohmann::json;

constexpr std::size_t max_aliases = 32;
constexpr std::size_t max_links = 64;
constexpr std::size_t max_properties = 8;
constexpr std::size_t max_text_bytes = 2048;
constexpr JsonLimits jrd_limits{.max_bytes = 64 * 1024, .max_depth = 8, .max_nodes = 4096};

bool starts_with_scheme(std::string_view text, std::string_view scheme) noexcept {
    return text.size() >= scheme.size() && ascii_iequals(text.substr(0, scheme.size()), scheme);
}

std::string text_member(json const& object, std::string_view name) {
    auto const text = get_string(object, name);
    return text && text->size() <= max_text_bytes ? std::string(*text) : std::string();
}

JrdLink read_link(json const& value) {
    JrdLink link{
        text_member(value, "rel"),
        text_member(value, "type"),
        text_member(value, "href"),
        text_member(value, "template"),
        {}
    };
    if (json const* const properties = get_object(value, "properties")) {
        for (auto const& [name, property] : properties->items()) {
            auto const text = as_string(property);
            bool const fits =
                text && text->size() <= max_text_bytes && name.size() <= max_text_bytes;
            if (fits && link.properties.size() < max_properties) {
                link.properties.emplace(name, *text);
            }
        }
    }
    return link;
}

json write_link(JrdLink const& link) {
    json value = {{"rel", link.rel}};
    if (!link.type.empty()) {
        value["type"] = link.type;
    }
    if (!link.href.empty()) {
        value["href"] = link.href;
    }
    if (!link.href_template.empty()) {
        value["template"] = link.href_template;
    }
    if (!link.properties.empty()) {
        value["properties"] = link.properties;
    }
    return value;
}

Result<WebFingerResource> parse_url(std::string_view resource, IriPolicy policy) {
    auto iri = Iri::parse(resource, policy);
    if (!iri) {
        return std::unexpected(iri.error());
    }
    WebFingerResource asked;
    bool const origin = iri->target() == "/";
    asked.kind = origin ? WebFingerResource::Kind::node : WebFingerResource::Kind::url;
    asked.host = iri->authority();
    asked.url = std::move(*iri);
    return asked;
}

}  // namespace

Result<WebFingerResource> parse_webfinger_resource(std::string_view resource, IriPolicy policy) {
    if (resource.empty()) {
        return std::unexpected(Error{ErrorCode::missing, "webfinger.resource"});
    }
    if (starts_with_scheme(resource, "https://") || starts_with_scheme(resource, "http://")) {
        return parse_url(resource, policy);
    }
    if (starts_with_scheme(resource, "acct:")) {
        resource.remove_prefix(5);
    }
    WebFingerResource asked;
    asked.wants_group = resource.starts_with('!');
    if (resource.starts_with('!') || resource.starts_with('@')) {
        resource.remove_prefix(1);
    }
    auto const at = resource.find('@');
    if (at == std::string_view::npos) {
        return std::unexpected(Error{ErrorCode::malformed, "webfinger.acct"});
    }
    // The node's own name may hold what a handle's may not, the colon of a port in development for
    // one.
    auto host = canonical_host(resource.substr(at + 1), policy);
    if (host && ascii_iequals(resource.substr(0, at), resource.substr(at + 1))) {
        asked.kind = WebFingerResource::Kind::node;
        asked.host = std::move(*host);
        asked.wants_group = false;
        return asked;
    }
    auto handle = Handle::parse(resource, policy);
    if (!handle) {
        return std::unexpected(handle.error());
    }
    asked.host = handle->host();
    asked.handle = std::move(*handle);
    return asked;
}

Jrd describe(LocalIdentity const& identity) {
    Jrd jrd{identity.acct, {}, {}};
    if (!identity.page.empty()) {
        jrd.aliases.push_back(identity.page);
        jrd.links.push_back({std::string(rel_profile_page), "text/html", identity.page, {}, {}});
    }
    jrd.aliases.push_back(identity.id);
    std::string const type = "application/activity+json";
    jrd.links.push_back(
        {std::string(rel_self), type, identity.id, {}, {{std::string(property_type), identity.type}}
        }
    );
    if (identity.is_node) {
        jrd.links.push_back({std::string(rel_service), type, identity.id, {}, {}});
    }
    if (!identity.interact.empty()) {
        jrd.links.push_back({std::string(rel_subscribe), {}, {}, identity.interact, {}});
    }
    jrd.links.insert(jrd.links.end(), identity.more.begin(), identity.more.end());
    return jrd;
}

json write_jrd(Jrd const& jrd) {
    json document = {{"subject", jrd.subject}};
    if (!jrd.aliases.empty()) {
        document["aliases"] = jrd.aliases;
    }
    json links = json::array();
    for (JrdLink const& link : jrd.links) {
        links.push_back(write_link(link));
    }
    document["links"] = std::move(links);
    return document;
}

Result<Jrd> read_jrd(std::string_view bytes) {
    auto const document = parse_json(bytes, jrd_limits);
    if (!document) {
        return std::unexpected(document.error());
    }
    Jrd jrd;
    jrd.subject = text_member(*document, "subject");
    if (jrd.subject.empty()) {
        return std::unexpected(Error{ErrorCode::missing, "jrd.subject"});
    }
    for (json const* const alias : get_list(*document, "aliases")) {
        auto const text = as_string(*alias);
        if (text && text->size() <= max_text_bytes && jrd.aliases.size() < max_aliases) {
            jrd.aliases.emplace_back(*text);
        }
    }
    for (json const* const value : get_list(*document, "links")) {
        JrdLink link = read_link(*value);
        if (!link.rel.empty() && jrd.links.size() < max_links) {
            jrd.links.push_back(std::move(link));
        }
    }
    return jrd;
}

std::optional<std::string_view> self_link(Jrd const& jrd, std::string_view wanted_type) {
    JrdLink const* chosen = nullptr;
    for (JrdLink const& link : jrd.links) {
        if (link.rel != rel_self || link.href.empty() || !is_activitypub_media_type(link.type)) {
            continue;
        }
        auto const type = link.properties.find(std::string(property_type));
        if (!wanted_type.empty() && type != link.properties.end() && type->second == wanted_type) {
            return link.href;
        }
        chosen = chosen == nullptr ? &link : chosen;
    }
    return chosen == nullptr ? std::nullopt : std::optional<std::string_view>(chosen->href);
}

std::optional<std::string_view> link_template(Jrd const& jrd, std::string_view rel) {
    auto const found = std::ranges::find_if(jrd.links, [&](JrdLink const& link) {
        return link.rel == rel && !link.href_template.empty();
    });
    return found == jrd.links.end() ? std::nullopt
                                    : std::optional<std::string_view>(found->href_template);
}

}  // namespace folkmoot::activitypub
