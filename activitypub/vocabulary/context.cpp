#include "activitypub/vocabulary/context.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::ordered_json;
using Terms = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void define(ordered_json& context, Terms terms) {
    for (auto const& [term, iri] : terms) {
        context[std::string(term)] = iri;
    }
}

/// Terms whose values are ids.
void define_ids(ordered_json& context, Terms terms) {
    for (auto const& [term, iri] : terms) {
        context[std::string(term)] = {{"@id", iri}, {"@type", "@id"}};
    }
}

}  // namespace

ordered_json actor_context() {
    ordered_json terms = ordered_json::object();
    define(
        terms,
        {
            {"lemmy", "https://join-lemmy.org/ns#"},
            {"toot", "http://joinmastodon.org/ns#"},
            {"pt", "https://joinpeertube.org/ns#"},
            {"sc", "http://schema.org/"},
            // Mastodon's wrong but expected base for profile fields.
            {"schema", "http://schema.org#"},
            {"fm", folkmoot_namespace},
            {"PropertyValue", "schema:PropertyValue"},
            {"value", "schema:value"},
            {"Hashtag", "as:Hashtag"},
            {"Emoji", "toot:Emoji"},
            {"CommunityPostTag", "lemmy:CommunityPostTag"},
            {"sensitive", "as:sensitive"},
            {"manuallyApprovesFollowers", "as:manuallyApprovesFollowers"},
            {"postingRestrictedToMods", "lemmy:postingRestrictedToMods"},
            {"discoverable", "toot:discoverable"},
            {"indexable", "toot:indexable"},
            {"memorial", "toot:memorial"},
            {"suspended", "toot:suspended"},
            {"attributionDomains", "toot:attributionDomains"},
            {"focalPoint", "toot:focalPoint"},
            {"blurhash", "toot:blurhash"},
            {"language", "sc:inLanguage"},
            {"webfinger", "https://purl.archive.org/socialweb/webfinger#webfinger"},
            {"groupKind", "fm:groupKind"},
        }
    );
    define_ids(
        terms,
        {
            {"moderators", "lemmy:moderators"},
            {"featured", "toot:featured"},
            {"featuredTags", "toot:featuredTags"},
            {"alsoKnownAs", "as:alsoKnownAs"},
            {"movedTo", "as:movedTo"},
            {"implements", "https://w3id.org/fep/844e/implements"},
            {"upcomingEvents", "https://w3id.org/fep/8a8e/upcomingEvents"},
            {"assertionMethod", "https://w3id.org/security#assertionMethod"},
        }
    );
    return {activitystreams_context, security_context, multikey_context, std::move(terms)};
}

ordered_json object_context() {
    ordered_json terms = ordered_json::object();
    define(
        terms,
        {
            {"fm", folkmoot_namespace},
            {"toot", "http://joinmastodon.org/ns#"},
            {"lemmy", "https://join-lemmy.org/ns#"},
            {"litepub", "http://litepub.social/ns#"},
            {"pt", "https://joinpeertube.org/ns#"},
            {"mz", "https://joinmobilizon.org/ns#"},
            {"ical", "http://www.w3.org/2002/12/cal/ical#"},
            {"gts", "https://gotosocial.org/ns#"},
            {"sc", "http://schema.org/"},
            {"sensitive", "as:sensitive"},
            {"Hashtag", "as:Hashtag"},
            {"Emoji", "toot:Emoji"},
            {"EmojiReact", "litepub:EmojiReact"},
            {"CommunityPostTag", "lemmy:CommunityPostTag"},
            {"Lock", "lemmy:Lock"},
            {"Resolve", "lemmy:Resolve"},
            {"Warn", "lemmy:Warn"},
            {"directMessage", "litepub:directMessage"},
            {"distinguished", "lemmy:distinguished"},
            {"stickied", "lemmy:stickied"},
            {"removeData", "lemmy:removeData"},
            {"withReplies", "lemmy:withReplies"},
            {"expires", "as:endTime"},
            {"commentsEnabled", "pt:commentsEnabled"},
            {"blurhash", "toot:blurhash"},
            {"focalPoint", "toot:focalPoint"},
            {"votersCount", "toot:votersCount"},
            {"language", "sc:inLanguage"},
            {"postKind", "fm:postKind"},
            {"ideaStatus", "fm:ideaStatus"},
            {"joinMode", "mz:joinMode"},
            {"participantCount", "mz:participantCount"},
            {"maximumAttendeeCapacity", "sc:maximumAttendeeCapacity"},
            {"displayEndTime", "https://w3id.org/fep/8a8e/displayEndTime"},
            {"eventStatus", "https://w3id.org/fep/8a8e/eventStatus"},
            {"timezone", "https://w3id.org/fep/8a8e/timezone"},
            {"category", "sc:category"},
            {"PostalAddress", "sc:PostalAddress"},
            {"streetAddress", "sc:streetAddress"},
            {"addressLocality", "sc:addressLocality"},
            {"addressRegion", "sc:addressRegion"},
            {"postalCode", "sc:postalCode"},
            {"addressCountry", "sc:addressCountry"},
            {"address", "sc:address"},
            {"VirtualLocation", "sc:VirtualLocation"},
            {"quoteUrl", "as:quoteUrl"},
            {"_misskey_quote", "https://misskey-hub.net/ns#_misskey_quote"},
            {"QuoteAuthorization", "https://w3id.org/fep/044f#QuoteAuthorization"},
            {"QuoteRequest", "https://w3id.org/fep/044f#QuoteRequest"},
            {"quoteUri", "http://fedibird.com/ns#quoteUri"},
        }
    );
    define_ids(
        terms,
        {
            {"searchableBy", "http://fedibird.com/ns#searchableBy"},
            {"contextHistory", "https://w3id.org/fep/171b/contextHistory"},
            {"quote", "https://w3id.org/fep/044f#quote"},
            {"quoteAuthorization", "https://w3id.org/fep/044f#quoteAuthorization"},
            {"acceptedAnswer", "sc:acceptedAnswer"},
            {"organizers", "https://w3id.org/fep/8a8e/organizers"},
            {"attendees", "https://w3id.org/fep/8a8e/attendees"},
            {"externalParticipationUrl", "mz:externalParticipationUrl"},
            {"interactionPolicy", "gts:interactionPolicy"},
            {"canQuote", "gts:canQuote"},
            {"canReply", "gts:canReply"},
            {"canLike", "gts:canLike"},
            {"canAnnounce", "gts:canAnnounce"},
            {"automaticApproval", "gts:automaticApproval"},
            {"manualApproval", "gts:manualApproval"},
            {"approvedBy", "gts:approvedBy"},
            {"interactingObject", "gts:interactingObject"},
            {"interactionTarget", "gts:interactionTarget"},
        }
    );
    return {activitystreams_context, std::move(terms)};
}

ordered_json plain_context() {
    return activitystreams_context;
}

ordered_json announce_context() {
    return {activitystreams_context, data_integrity_context};
}

}  // namespace folkmoot::activitypub
