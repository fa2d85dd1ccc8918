#include "activitypub/vocabulary/json_ld.hpp"

#include "activitypub/json/getters.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr std::string_view activitystreams = "https://www.w3.org/ns/activitystreams#";
constexpr std::string_view activitystreams_http = "http://www.w3.org/ns/activitystreams#";
constexpr std::string_view security = "https://w3id.org/security#";
constexpr std::string_view linked_data = "http://www.w3.org/ns/ldp#";

/// A term that we read and what it must stand for: a prefix of the lists above and a local name.
struct CoreTerm {
    std::string_view term;
    std::string_view space;
    std::string_view name;
};

constexpr auto renamed_terms = std::to_array<CoreTerm>({
    {"id", "@", "id"},
    {"type", "@", "type"},
    {"contentMap", activitystreams, "content"},
    {"nameMap", activitystreams, "name"},
    {"summaryMap", activitystreams, "summary"},
    {"orderedItems", activitystreams, "items"},
    {"inbox", linked_data, "inbox"},
});

constexpr auto activitystreams_terms = std::to_array<std::string_view>({
    "Accept",
    "Add",
    "Announce",
    "Application",
    "Article",
    "Block",
    "Collection",
    "Create",
    "Delete",
    "Dislike",
    "Event",
    "Flag",
    "Follow",
    "Group",
    "Invite",
    "Join",
    "Leave",
    "Like",
    "Link",
    "Mention",
    "Move",
    "Note",
    "Offer",
    "Organization",
    "Page",
    "Person",
    "Public",
    "Question",
    "Reject",
    "Remove",
    "Service",
    "Tombstone",
    "Undo",
    "Update",
    "actor",
    "alsoKnownAs",
    "anyOf",
    "attachment",
    "attributedTo",
    "audience",
    "bcc",
    "bto",
    "cc",
    "closed",
    "content",
    "context",
    "endTime",
    "endpoints",
    "first",
    "followers",
    "following",
    "formerType",
    "href",
    "inReplyTo",
    "instrument",
    "items",
    "last",
    "mediaType",
    "movedTo",
    "name",
    "next",
    "object",
    "oneOf",
    "origin",
    "outbox",
    "partOf",
    "preferredUsername",
    "prev",
    "published",
    "replies",
    "result",
    "sharedInbox",
    "source",
    "summary",
    "tag",
    "target",
    "to",
    "totalItems",
    "updated",
    "url",
});

constexpr auto security_terms = std::to_array<std::string_view>({
    "assertionMethod",
    "controller",
    "owner",
    "proof",
    "publicKey",
    "publicKeyMultibase",
    "publicKeyPem",
});

constexpr auto structure_keywords =
    std::to_array<std::string_view>({"@graph", "@included", "@nest", "@reverse"});

template <std::size_t Count>
bool is_one_of(std::array<std::string_view, Count> const& names, std::string_view name) noexcept {
    return std::ranges::find(names, name) != names.end();
}

/// What a core term must expand to; nullopt for other terms.
std::optional<std::string> meaning_of(std::string_view term) {
    for (auto const& core : renamed_terms) {
        if (core.term == term) {
            return std::string(core.space).append(core.name);
        }
    }
    if (is_one_of(activitystreams_terms, term)) {
        return std::string(activitystreams).append(term);
    }
    if (is_one_of(security_terms, term)) {
        return std::string(security).append(term);
    }
    return std::nullopt;
}

/// The namespace of a prefix that contexts may not rebind.
std::optional<std::string_view> fixed_prefix(std::string_view prefix) noexcept {
    if (prefix == "as") {
        return activitystreams;
    }
    if (prefix == "sec") {
        return security;
    }
    if (prefix == "ldp") {
        return linked_data;
    }
    return std::nullopt;
}

/// `as:actor` as a full IRI, by the prefixes of `context` and the fixed ones. Older contexts write
/// the ActivityStreams namespace with http.
std::string expand(json const& context, std::string_view name) {
    std::string full(name);
    if (auto const colon = name.find(':'); colon != std::string_view::npos) {
        auto const prefix = name.substr(0, colon);
        auto const space = get_string(context, prefix);
        if (auto const fixed = space ? space : fixed_prefix(prefix)) {
            full = std::string(*fixed).append(name.substr(colon + 1));
        }
    }
    if (full.starts_with(activitystreams_http)) {
        full.replace(0, activitystreams_http.size(), activitystreams);
    }
    return full;
}

/// A member name that spells a core term in another way: "as:actor",
/// "https://w3id.org/security#publicKey".
bool is_expanded_core_term(std::string_view name) {
    if (!name.contains(':')) {
        return false;
    }
    auto const full = expand(json::object(), name);
    for (auto const space : {activitystreams, security, linked_data}) {
        if (full.starts_with(space)) {
            auto const local = std::string_view(full).substr(space.size());
            return is_one_of(activitystreams_terms, local) || is_one_of(security_terms, local) ||
                   local == "inbox" || local == "orderedItems";
        }
    }
    return false;
}

/// Walks a document with its own stack and stops at the first broken rule.
class Checker {
public:
    Result<void> check(json const& document) {
        open_.push_back(&document);
        while (!open_.empty() && rule_ == nullptr) {
            json const& value = *open_.back();
            open_.pop_back();
            visit(value);
        }
        if (rule_ != nullptr) {
            return std::unexpected(Error{ErrorCode::malformed, rule_});
        }
        return {};
    }

private:
    void refuse(char const* rule) noexcept {
        if (rule_ == nullptr) {
            rule_ = rule;
        }
    }

    void open(json const& value) {
        if (value.is_structured()) {
            open_.push_back(&value);
        }
    }

    void visit(json const& value) {
        if (value.is_array()) {
            for (auto const& entry : value) {
                open(entry);
            }
            return;
        }
        if (!value.is_object()) {
            return;
        }
        if ((value.contains("@id") && value.contains("id")) ||
            (value.contains("@type") && value.contains("type"))) {
            refuse("json-ld.twin");
        }
        for (auto const& [name, member] : value.get_ref<json::object_t const&>()) {
            if (is_one_of(structure_keywords, name)) {
                refuse("json-ld.keyword");
            } else if (name == "@context") {
                visit_contexts(member);
            } else if (is_expanded_core_term(name)) {
                refuse("json-ld.expanded");
            } else {
                open(member);
            }
        }
    }

    /// `@context`: a remote name, an inline map, or a list of either. Scoped contexts inside are
    /// visited in turn.
    void visit_contexts(json const& given) {
        std::vector<json const*> contexts = {&given};
        while (!contexts.empty()) {
            json const& context = *contexts.back();
            contexts.pop_back();
            if (context.is_array()) {
                for (auto const& entry : context) {
                    contexts.push_back(&entry);
                }
            } else if (context.is_object()) {
                for (auto const& [term, definition] : context.get_ref<json::object_t const&>()) {
                    visit_definition(context, term, definition);
                    if (auto const* scoped = find_member(definition, "@context")) {
                        contexts.push_back(scoped);
                    }
                }
            }
        }
    }

    void visit_definition(json const& context, std::string_view term, json const& definition) {
        if (is_one_of(structure_keywords, term)) {
            refuse("json-ld.keyword");
        }
        if (definition.is_object()) {
            bool const restructures =
                std::ranges::any_of(structure_keywords, [&definition](auto keyword) {
                    return definition.contains(keyword);
                });
            auto const* container = find_member(definition, "@container");
            if (restructures || (container != nullptr && mentions_graph(*container))) {
                refuse("json-ld.keyword");
            }
        }
        auto const id =
            definition.is_object() ? get_string(definition, "@id") : as_string(definition);
        auto const full = id ? expand(context, *id) : std::string();
        if (auto const fixed = fixed_prefix(term); fixed && full != *fixed) {
            refuse("json-ld.redefines");
        }
        auto const meaning = meaning_of(term);
        bool const own_space = meaning && full == std::string(activitystreams).append(term);
        if (meaning && full != *meaning && !own_space) {
            refuse("json-ld.redefines");
        }
        if (!meaning && full.starts_with('@') && !term.starts_with('@')) {
            refuse("json-ld.alias");
        }
    }

    static bool mentions_graph(json const& container) {
        return std::ranges::any_of(as_list(container), [](json const* entry) {
            return as_string(*entry) == "@graph";
        });
    }

    std::vector<json const*> open_;
    char const* rule_ = nullptr;
};

}  // namespace

Result<void> check_json_ld(json const& document) {
    return Checker().check(document);
}

}  // namespace folkmoot::activitypub
