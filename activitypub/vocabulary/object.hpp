// Objects: posts of all kinds, tombstones, approvals. One record for all types: what a type does
// not have is empty.
//
// Text fields say what they hold: `_html` is HTML as received and must pass the sanitiser before
// anybody sees it; all others are plain text, cleaned by clean_line() or clean_text().
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/addressing.hpp"
#include "activitypub/vocabulary/attribution.hpp"
#include "activitypub/vocabulary/event.hpp"
#include "activitypub/vocabulary/interaction.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/media.hpp"
#include "activitypub/vocabulary/poll.hpp"
#include "activitypub/vocabulary/tag.hpp"
#include "activitypub/vocabulary/timestamp.hpp"
#include "activitypub/vocabulary/types.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::activitypub {

/// A collection that hangs on an object: replies, likes, shares. May be a bare id.
struct CollectionRef {
    std::optional<Iri> id;
    std::optional<Iri> first;                 ///< page to start with
    std::optional<std::int64_t> total_items;  ///< as claimed
    std::vector<Iri> items;                   ///< ids on an inline first page

    friend bool operator==(CollectionRef const&, CollectionRef const&) = default;
};

struct Object {
    ObjectType type = ObjectType::note;
    std::string type_name;  ///< the wire name when `type` is `other`, else empty
    std::optional<Iri> id;  ///< absent in anonymous objects inside others
    std::vector<Attribution> attributed_to;
    Audience audience;

    std::string name;  ///< plain text: title, or the choice of a poll vote
    std::string
        summary_html;  ///< of a Note: content warning, read as plain text; of others: excerpt
    std::string content_html;  ///< PeerTube writes Markdown here and says so in `media_type`
    std::vector<std::pair<std::string, std::string>>
        content_map;         ///< BCP 47 tag and HTML, in wire order where written
    Language language;       ///< of `content`: from the language map or else `language`
    std::string media_type;  ///< of `content`; empty means text/html
    std::optional<Source> source;
    std::vector<Link> urls;  ///< first: the page for people
    std::optional<Iri> in_reply_to;
    std::optional<Iri> context;  ///< conversation (FEP-7888), `conversation` when it is an id
    std::optional<Iri> context_history;  ///< FEP-171b
    CollectionRef replies;
    CollectionRef likes;
    CollectionRef shares;
    Tags tags;
    std::vector<Media> attachments;
    std::optional<Media>
        image;  ///< `image` or else `icon`: preview picture, the largest when there are several
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;

    bool sensitive = false;
    bool direct_message = false;           ///< litepub
    bool distinguished = false;            ///< Lemmy: a moderator speaking officially
    bool stickied = false;                 ///< Lemmy, PieFed
    std::optional<bool> comments_enabled;  ///< Lemmy, PeerTube; false means locked
    std::optional<Iri> searchable_by;      ///< FEP-268d; Public or a collection

    std::optional<Poll> poll;
    std::optional<EventDetails> event;
    std::optional<Quote> quote;
    std::optional<InteractionPolicy> interaction_policy;
    std::optional<Iri> approved_by;  ///< GoToSocial: proof that a reply was approved

    std::string post_kind;               ///< `fm:postKind`: "question", "idea", …
    std::string idea_status;             ///< `fm:ideaStatus`
    std::optional<Iri> accepted_answer;  ///< schema.org `acceptedAnswer`

    std::string former_type;           ///< of a Tombstone
    std::optional<Timestamp> deleted;  ///< of a Tombstone

    std::optional<Iri> interacting_object;  ///< of an approval: the quote, reply, like or boost
    std::optional<Iri> interaction_target;  ///< of an approval: what was quoted

    friend bool operator==(Object const&, Object const&) = default;
};

/// Reads an object of any type, tolerant of the forms in federation notes 3.11. Nothing is required
/// but a usable `type`. A value of a wrong JSON kind is refused; a right kind with unusable content
/// (a link to `javascript:`, a malformed date, an emoji with markup in its name) is left out.
/// @param document  passed parse_json() and check_json_ld()
/// @param policy    for ids; links allow http and ports beside
/// @return the object. Errors: missing, malformed, wrong_type, too_large; the detail is the rule's
/// name
Result<Object> read_object(nlohmann::json const& document, IriPolicy policy = {});

/// The one author: the only attribution, or the only one that is not called a Group when all share
/// the object's origin (PeerTube). nullptr when there is none or it is not clear (row F16).
Iri const* author_of(Object const& object) noexcept;

/// Whether an object is a vote in a poll: a name, no content, in reply to something. It is never
/// stored as a post.
bool is_poll_vote(Object const& object) noexcept;

/// The address for people: the first link of media type text/html or none, else nullptr.
Iri const* page_url(Object const& object) noexcept;

/// The document in the shape that all peers take (federation notes 3.6 and 5), `@context` first.
/// Lists are written as arrays, also of one; empty members are left out.
nlohmann::ordered_json write_object(Object const& object);

/// The same without `@context`, to embed.
nlohmann::ordered_json write_object_body(Object const& object);

/// What a deleted id answers with 410, and what a Delete embeds.
Object tombstone(Iri id, std::string former_type, std::optional<Timestamp> deleted);

}  // namespace folkmoot::activitypub
