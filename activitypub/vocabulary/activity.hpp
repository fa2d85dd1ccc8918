// Activities: who did what to what. The object may be an id, an object, an actor or another
// activity.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/actor.hpp"
#include "activitypub/vocabulary/addressing.hpp"
#include "activitypub/vocabulary/box.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/object.hpp"
#include "activitypub/vocabulary/tag.hpp"
#include "activitypub/vocabulary/timestamp.hpp"
#include "activitypub/vocabulary/types.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace folkmoot::activitypub {

struct Activity;

/// A value that points at something: its id, and what was embedded, if anything. What is embedded
/// is a claim of the sender; ownership.hpp says when it may be believed.
struct Reference {
    std::optional<Iri> id;  ///< absent when something anonymous is embedded
    std::variant<std::monostate, Box<Object>, Box<Actor>, Box<Activity>> embedded;

    /// Names something by id alone.
    static Reference to(Iri id);
    /// Embeds a value, taking over its id.
    static Reference of(Object object);
    static Reference of(Actor actor);
    static Reference of(Activity activity);

    /// What is embedded, or nullptr. The pointers live as long as the reference and are invalidated
    /// by assignment.
    Object const* object() const noexcept;
    Actor const* actor() const noexcept;
    Activity const* activity() const noexcept;

    friend bool operator==(Reference const&, Reference const&);
};

struct Activity {
    ActivityType type = ActivityType::create;
    std::string type_name;  ///< the wire name when `type` is `other`, else empty
    std::optional<Iri> id;  ///< absent in some embedded activities (Accept of an anonymous Follow)
    Iri actor;
    std::vector<Reference> objects;  ///< usually one; several in Flag and in multiple-choice votes
    std::optional<Reference> target;
    std::optional<Reference> origin;
    std::optional<Reference> result;      ///< of Accept: the approval (FEP-044f, GoToSocial)
    std::optional<Reference> instrument;  ///< of QuoteRequest: the quoting post
    Audience audience;
    Tags tags;

    std::string summary;  ///< plain text: reason of a moderator, of a report
    bool has_summary =
        false;  ///< present, be it empty: on Lemmy that makes a Delete a moderator's removal
    std::string
        content;  ///< plain text: of Flag the reason, of EmojiReact and Misskey's Like the emoji
    std::string choice;          ///< PieFed PollVote: the option's text
    std::string message;         ///< Mobilizon Join: participationMessage
    std::optional<Iri> context;  ///< conversation; of our Flags see `report_context`
    std::string
        report_context;  ///< a `context` that is a URN (Flag, federation notes 4.1); may be empty
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;
    std::optional<Timestamp> end_time;  ///< of Block: `endTime`, else `expires`
    std::optional<bool> remove_data;    ///< of Block: also remove what they wrote
    std::optional<bool> with_replies;   ///< of Delete (Lemmy 1.0)

    /// The first object, or nullptr.
    Reference const* object() const noexcept {
        return objects.empty() ? nullptr : &objects.front();
    }

    friend bool operator==(Activity const&, Activity const&) = default;
};

/// Reads an activity, tolerant of the forms in federation notes 3.11.
///
/// Required: `type` and `actor` (string, object with id, array of one). `object` may be an id, an
/// object with or without id, or an array of them. Embedded documents are read as actors when their
/// type is an actor's, as activities when it is an activity's, else as objects; embedded actors
/// that are abbreviated count as their id. Activities nest at most limits::max_activity_depth deep.
/// @param document  passed parse_json() and check_json_ld()
/// @param policy    for ids; ids of activities may have a fragment (Mastodon's `#likes/7`)
/// @return the activity. Errors: missing, malformed, wrong_type, too_large, unsupported; the detail
/// is the rule's name
Result<Activity> read_activity(nlohmann::json const& document, IriPolicy policy = {});

/// The document in the shape that all peers take (federation notes 3.2 to 3.5 and 4.1), `@context`
/// first.
nlohmann::ordered_json write_activity(Activity const& activity);

/// The same without `@context`, to embed.
nlohmann::ordered_json write_activity_body(Activity const& activity);

/// The Announce of a received activity, byte for byte (FEP-1b12: it MUST be preserved exactly).
/// @param envelope  an Announce; its objects are not looked at
/// @param raw       the received activity as JSON text that passed parse_json(); spliced in
/// unchanged
/// @return the document's text. Error: malformed "announce.raw" when `raw` is not an object in
/// braces
Result<std::string> write_announce_raw(Activity const& envelope, std::string_view raw);

/// Finds the JSON text of a member of the top-level object, unparsed: how an Announce's inner
/// activity, proof included, is kept for forwarding.
/// @param document  JSON text that passed parse_json()
/// @return the value's text, a view into `document`; empty when there is no such
///         member or its name is written with escapes: then the activity is not forwarded
std::string_view raw_member(std::string_view document, std::string_view name) noexcept;

}  // namespace folkmoot::activitypub
