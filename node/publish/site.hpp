// What the node and everything on it is called on the wire and on the web. The one place that makes
// or recognises an address of our own; ids on the wire hold for ever (decision "Ids on the wire" in
// docs/adr/0003-ids-on-the-wire.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Which of our own things an IRI names.
enum class OwnKind {
    member,              ///< /users/{name}
    group,               ///< /groups/{name}
    instance_actor,      ///< /actor
    moderation_service,  ///< /services/moderation
    object,              ///< /objects/{id}
    activity,            ///< /activities/{id} and what hangs below it
    page,   ///< a page for people: /@{name}, /g/{name}, /g/{name}/{id}-{slug}, /p/{id}, …
    other,  ///< ours by origin, and nothing that can be looked up by itself
};

/// An IRI of our own, taken apart.
struct OwnIri {
    OwnKind kind{OwnKind::other};
    std::string name;      ///< of a member, a group, or the profile or group of a page
    std::uint64_t id{0};   ///< of an object, an activity, or the post of a page; 0: none
    std::string rest;      ///< what follows, without a leading slash: "followers", "main-key" …
    bool fragment{false};  ///< `rest` was a fragment

    friend bool operator==(OwnIri const&, OwnIri const&) = default;
};

/// The names of one node. A value fixed at start: the origin changes only before the first
/// federation. Thread-safe.
class Site {
public:
    /// @param origin        scheme and authority without a slash at the end, e.g.
    ///                      "https://folk.example"; in development "http://localhost:8420"
    /// @param media_origin  where files are served, e.g. "https://media.folk.example"; empty: the
    ///                      origin itself
    explicit Site(std::string origin, std::string media_origin = {});

    /// "https://folk.example".
    std::string const& origin() const noexcept { return origin_; }

    /// Host and, where it is not the scheme's own, port: the part of handles after the "@".
    std::string const& domain() const noexcept { return domain_; }

    /// "wss://folk.example": where clients open streams.
    std::string streaming_origin() const;

    // Actors.
    std::string member(std::string_view name) const;  ///< actor id of a member
    std::string group(std::string_view name) const;   ///< actor id of a group
    std::string instance_actor() const;
    std::string moderation_service() const;
    std::string shared_inbox() const;

    /// The public-key id of an actor: Lemmy's verifier needs the fragment.
    /// @param fragment  "main-key" or "ed25519-key"
    static std::string key_id(std::string_view actor, std::string_view fragment);

    // Objects and activities.
    std::string object(std::uint64_t id) const;

    /// An activity that is told from the record it creates: a post's Create and a reaction, follow
    /// or boost have the id of their record.
    std::string activity(std::uint64_t id) const;

    /// An activity about another one of ours, e.g. activity(7, "undo"): it can be made again from
    /// the same record as long as that exists.
    /// @param what  "undo", "accept", "reject", "announce", "delete", "update/3" …
    std::string activity(std::uint64_t id, std::string_view what) const;

    /// A topic's conversation collection.
    std::string context(std::uint64_t root) const;

    // Pages for people.
    std::string profile_page(std::string_view name) const;
    std::string group_page(std::string_view name) const;

    /// Page of a topic.
    /// @param slug  may be empty (titles without Latin letters): then only the id stands there
    std::string topic_page(std::string_view group, std::uint64_t id, std::string_view slug) const;

    /// Page of a post outside groups.
    std::string post_page(std::string_view author, std::uint64_t id) const;

    /// Short link that leads to any post.
    std::string short_link(std::uint64_t id) const;

    std::string tag_page(std::string_view tag) const;

    /// URL of a stored file.
    /// @param path  path class and name, e.g. "/media/…"; begins with a slash
    std::string media(std::string_view path) const;

    /// Whether an IRI has our origin. `iri` must be canonical.
    bool is_own(std::string_view iri) const noexcept;

    /// Takes an IRI of our own apart; nothing when it is not ours. Ids must be canonical decimals.
    std::optional<OwnIri> recognise(std::string_view iri) const;

private:
    std::string origin_;
    std::string domain_;
    std::string media_origin_;
};

/// Lower-case words of a title joined by "-", for URLs: ASCII letters and digits, at most 80
/// characters, cut at a word. Empty when nothing is left (Chinese titles): the id alone names the
/// page.
std::string slug_of(std::string_view title);

}  // namespace folkmoot::node
