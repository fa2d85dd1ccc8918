// Entries of `tag`.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/media.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::activitypub {

/// Somebody is named. It notifies only together with addressing, see notifies().
struct Mention {
    Iri href;          ///< the actor
    std::string name;  ///< plain text, "@ana@folk.example"; a hint only

    friend bool operator==(Mention const&, Mention const&) = default;
};

struct Hashtag {
    std::string name;         ///< without '#', case as written
    std::optional<Iri> href;  ///< the page of the tag at its author's node

    friend bool operator==(Hashtag const&, Hashtag const&) = default;
};

/// A custom emoji. Its shortcode is [A-Za-z0-9_]{2,64}; others are dropped while reading.
struct Emoji {
    std::optional<Iri> id;  ///< Akkoma writes null
    std::string shortcode;  ///< without colons
    Media icon;
    std::optional<Timestamp> updated;

    friend bool operator==(Emoji const&, Emoji const&) = default;
};

/// A group's own label (Lemmy 1.0 `CommunityPostTag`): carries states such as "solved" to Lemmy
/// users.
struct GroupTag {
    Iri id;
    std::string name;  ///< `preferredUsername`

    friend bool operator==(GroupTag const&, GroupTag const&) = default;
};

/// A link to another object inside the text (FEP-e232), also the form of some quotes.
struct ObjectLink {
    Iri href;
    std::string rel;
    std::string name;

    friend bool operator==(ObjectLink const&, ObjectLink const&) = default;
};

/// All of `tag`, sorted by kind; order inside a kind as received. Unknown kinds are left out.
struct Tags {
    std::vector<Mention> mentions;
    std::vector<Hashtag> hashtags;
    std::vector<Emoji> emojis;
    std::vector<GroupTag> group_tags;
    std::vector<ObjectLink> links;

    bool empty() const noexcept {
        return mentions.empty() && hashtags.empty() && emojis.empty() && group_tags.empty() &&
               links.empty();
    }

    friend bool operator==(Tags const&, Tags const&) = default;
};

}  // namespace folkmoot::activitypub
