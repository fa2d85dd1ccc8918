// WebFinger (RFC 7033): what a resource parameter asks for, our answers, and answers of others.
//
// Documents are values. Nothing here knows which actors exist, and nothing fetches. federation.md
// section 1.2; FEP-d556 (the node itself as a resource), FEP-3b86 and OStatus links for
// interaction.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/handle.hpp"
#include "activitypub/vocabulary/iri.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// What a `resource` parameter asks for.
struct WebFingerResource {
    enum class Kind {
        handle,  ///< a member, group or service, by `handle`
        node,  ///< the node itself, by its origin (`https://host/`) or as `host@host`: its instance
               ///< actor
        url,   ///< an actor id or the address of a page, by `url`
    };

    Kind kind = Kind::handle;
    Handle handle;             ///< for kind handle
    bool wants_group = false;  ///< written as `!name@host`
    Iri url;                   ///< for kind url
    std::string
        host;  ///< the host asked about, with port where one was given; compare it with ours
};

/// Reads a `resource` parameter, percent-decoding already done. Accepted: `acct:name@host`,
/// `acct:@name@host`, `acct:!group@host`, the same three without `acct:`, an actor id or page URL,
/// an origin with or without its slash, and `acct:host@host`.
/// @param policy  what hosts and ids may look like on this node
/// @return Errors: missing when empty, malformed or those of Handle::parse() and Iri::parse()
/// otherwise
Result<WebFingerResource> parse_webfinger_resource(
    std::string_view resource, IriPolicy policy = {}
);

/// Relation of an actor's document.
inline constexpr std::string_view rel_self = "self";
/// Relation of an actor's page.
inline constexpr std::string_view rel_profile_page = "http://webfinger.net/rel/profile-page";
/// Relation of the page on which somebody confirms a remote interaction (OStatus).
inline constexpr std::string_view rel_subscribe = "http://ostatus.org/schema/1.0/subscribe";
/// Relation of a node's instance actor (FEP-d556).
inline constexpr std::string_view rel_service = "https://www.w3.org/ns/activitystreams#Service";
/// Property of a `self` link that names the actor's type; used by Lemmy and others.
inline constexpr std::string_view property_type = "https://www.w3.org/ns/activitystreams#type";

/// One link of a resource descriptor.
struct JrdLink {
    std::string rel;
    std::string type;                               ///< media type; empty when absent
    std::string href;                               ///< empty when absent
    std::string href_template;                      ///< member `template`; empty when absent
    std::map<std::string, std::string> properties;  ///< those with string values

    friend bool operator==(JrdLink const&, JrdLink const&) = default;
};

/// A JSON Resource Descriptor (RFC 7033 section 4.4).
struct Jrd {
    std::string subject;
    std::vector<std::string> aliases;
    std::vector<JrdLink> links;

    friend bool operator==(Jrd const&, Jrd const&) = default;
};

/// What our answer for one local actor is made of.
struct LocalIdentity {
    std::string acct;           ///< "acct:ana@folk.example": the canonical spelling
    std::string id;             ///< actor id
    std::string page;           ///< page for people; empty for none
    std::string type;           ///< "Person", "Group", "Service", "Application" or "Organization"
    std::string interact;       ///< template with `{uri}` for remote interaction; empty for none
    std::vector<JrdLink> more;  ///< links after those, e.g. FEP-3b86 intents
    bool is_node = false;       ///< the instance actor: adds the FEP-d556 link
};

/// The answer for a local actor.
Jrd describe(LocalIdentity const& identity);

/// Media type of an answer, for Content-Type.
inline constexpr std::string_view jrd_media_type = "application/jrd+json; charset=utf-8";

/// Writes a descriptor; empty members are left out.
nlohmann::json write_jrd(Jrd const& jrd);

/// Reads a descriptor of another node.
/// Tolerated: unknown members, links without rel (left out), values of the wrong type (left out).
/// At most 32 aliases and 64 links are kept, each text at most 2,048 bytes.
/// @param bytes  the body as received
/// @return Errors: those of parse_json(); missing when there is no subject
Result<Jrd> read_jrd(std::string_view bytes);

/// The actor id in a descriptor: href of the `self` link with an ActivityPub media type.
/// @param wanted_type  "Group" when a person wrote `!name@host`; with several self links the one
/// whose
///                     `https://www.w3.org/ns/activitystreams#type` property equals it is taken,
///                     else the first
/// @return nullopt when there is none. Valid while `jrd` lives
std::optional<std::string_view> self_link(Jrd const& jrd, std::string_view wanted_type = {});

/// The template of the first link with a relation, e.g. rel_subscribe or a FEP-3b86 intent. Valid
/// while `jrd` lives.
std::optional<std::string_view> link_template(Jrd const& jrd, std::string_view rel);

}  // namespace folkmoot::activitypub
