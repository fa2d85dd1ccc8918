// Actor documents: Person, Group, Service, Application, Organization (federation notes 1.4,
// FEP-1b12, FEP-2c59).
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/attribution.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/key.hpp"
#include "activitypub/vocabulary/media.hpp"
#include "activitypub/vocabulary/tag.hpp"
#include "activitypub/vocabulary/timestamp.hpp"
#include "activitypub/vocabulary/types.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::activitypub {

/// A row of a profile (`PropertyValue`).
struct ProfileField {
    std::string name;        ///< plain text
    std::string value_html;  ///< HTML as received: sanitise before showing

    friend bool operator==(ProfileField const&, ProfileField const&) = default;
};

struct Actor {
    ActorType type = ActorType::person;
    Iri id;
    std::string preferred_username;  ///< [A-Za-z0-9_.-]{1,64}
    std::string
        webfinger;     ///< FEP-2c59 "name@host"; a hint until the round trip is made; may be empty
    std::string name;  ///< plain text, cleaned; may be empty
    std::string summary_html;  ///< HTML as received: sanitise before showing
    std::optional<Source> source;
    std::optional<Iri> url;  ///< the profile for people

    Iri inbox;  ///< has the origin of `id`
    std::optional<Iri> outbox;
    std::optional<Iri> followers;
    std::optional<Iri> following;
    std::optional<Iri> shared_inbox;  ///< `endpoints.sharedInbox`
    std::optional<Iri> featured;      ///< pins
    std::optional<Iri> featured_tags;
    std::optional<Iri>
        moderators;  ///< of a group: `attributedTo` when it is one id, else `moderators`
    std::vector<Attribution> attributed_to;  ///< other uses: PeerTube channels name their accounts

    std::vector<ActorKey> keys;
    std::optional<Media> icon;
    std::optional<Media> image;
    std::vector<ProfileField> fields;
    Tags tags;
    std::vector<Iri> also_known_as;
    std::optional<Iri> moved_to;
    std::vector<std::string> attribution_domains;  ///< host names that may credit this actor
    std::vector<Iri> implements;                   ///< `generator.implements` (FEP-844e)
    std::vector<Language> languages;

    bool manually_approves_followers = false;
    bool posting_restricted_to_mods = false;
    bool sensitive = false;
    bool memorial = false;
    bool suspended = false;
    std::optional<bool> discoverable;
    std::optional<bool> indexable;  ///< FEP-5feb; absent means no for foreign authors
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;

    std::string group_kind;              ///< `fm:groupKind`; may be empty
    std::optional<Iri> upcoming_events;  ///< FEP-8a8e collection of a group

    friend bool operator==(Actor const&, Actor const&) = default;
};

/// Reads an actor document, tolerant of the forms in federation notes 3.11.
///
/// Required: `id`, an actor `type`, `inbox` of the same origin, `preferredUsername`. Collections,
/// shared inbox and links that are not usable or leave the actor's origin (collections) are left
/// out; values of a wrong JSON kind are refused, for a document that writes a number for its icon
/// is not one to guess about.
/// @param document  passed parse_json() and check_json_ld()
/// @param policy    for ids; links allow http and ports beside
/// @return the actor. Errors: missing, malformed, wrong_type, too_large, unsupported (the type is
/// no actor's) and
///         origin_mismatch ("actor.inbox", "key.owner"); the detail is the rule's name
Result<Actor> read_actor(nlohmann::json const& document, IriPolicy policy = {});

/// The document as Lemmy, Mastodon, NodeBB, PieFed and Mbin all read it, `@context` first.
nlohmann::ordered_json write_actor(Actor const& actor);

/// The same without `@context`, to embed.
nlohmann::ordered_json write_actor_body(Actor const& actor);

}  // namespace folkmoot::activitypub
