// Who a document is for: recipients, the public collection in its three spellings, visibility,
// notification. Federation notes 5.1; Mastodon's rules where peers differ.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/tag.hpp"

#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// `to`, `cc` and `audience`, order as received, duplicates removed within each. The public
/// collection appears as public_iri(). `bto` and `bcc` are neither read nor written.
struct Audience {
    std::vector<Iri> to;
    std::vector<Iri> cc;
    std::vector<Iri>
        groups;  ///< the `audience` property (FEP-1b12): the group that an object belongs to

    bool empty() const noexcept { return to.empty() && cc.empty() && groups.empty(); }

    friend bool operator==(Audience const&, Audience const&) = default;
};

/// What the addressing of an object allows at most. Wider values come first.
enum class Visibility {
    public_,    ///< everybody, and listed
    unlisted,   ///< everybody who has the address
    followers,  ///< the author's followers and those named
    limited,    ///< those named, some of them without being mentioned (a private group, a circle)
    direct,     ///< those mentioned
};

/// "public", "unlisted", "followers", "limited", "direct".
std::string_view to_string(Visibility visibility) noexcept;

/// `https://www.w3.org/ns/activitystreams#Public`.
Iri const& public_iri();

/// Whether `text` is one of the three spellings of the public collection.
bool is_public_collection(std::string_view text) noexcept;

/// Visibility by addressing: Public in `to` is public, in `cc` unlisted; else the author's
/// followers; else direct when all who are addressed are mentioned, limited when not. Public in
/// `audience` alone counts as unlisted. Nobody at all is direct: the author alone.
/// @param followers  the author's followers collection; nullptr when not known: then an address of
/// the author's origin
///                   whose path ends in "/followers" counts
/// @param author     the author's id, for that guess
Visibility visibility_of(
    Audience const& audience, Tags const& tags, Iri const& author, Iri const* followers = nullptr
);

/// Everybody addressed once, in order of `to`, `cc`, `audience`, without the public collection.
std::vector<Iri> addressed(Audience const& audience);

/// Whether `actor` is addressed by id.
bool is_addressed(Audience const& audience, Iri const& actor);

/// Whether a mention of `actor` notifies: mentioned and addressed, both (Mastodon's rule).
bool notifies(Audience const& audience, Tags const& tags, Iri const& actor);

/// Whether `after` reaches people whom `before` did not: a wider visibility or a recipient more.
/// The audience of a stored object never widens by an Update.
bool widens(Audience const& before, Audience const& after);

}  // namespace folkmoot::activitypub
