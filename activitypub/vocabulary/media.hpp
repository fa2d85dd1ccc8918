// Pictures, files, links, sources and languages: small values that hang on an object or an actor.
#pragma once

#include "activitypub/vocabulary/iri.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace folkmoot::activitypub {

/// What an attachment says it is; what it really is shows when it is fetched.
enum class MediaKind { image, video, audio, document, link };

/// One attachment, icon or header picture. Its address is a link: http and ports are allowed,
/// private hosts are not.
struct Media {
    MediaKind kind = MediaKind::document;
    Iri url;
    std::string media_type;  ///< as claimed, lower case, without parameters; may be empty
    std::string alt_text;    ///< plain text; `summary` (Mastodon, GoToSocial) or else `name`
    std::string blurhash;
    std::optional<std::int64_t> width;   ///< pixels
    std::optional<std::int64_t> height;  ///< pixels
    std::optional<double> focus_x;       ///< -1 left … 1 right (`focalPoint`)
    std::optional<double> focus_y;       ///< -1 bottom … 1 top
    bool sensitive = false;

    friend bool operator==(Media const&, Media const&) = default;
};

/// One entry of `url`.
struct Link {
    Iri href;
    std::string media_type;  ///< may be empty
    std::string rel;         ///< may be empty

    friend bool operator==(Link const&, Link const&) = default;
};

/// The text that an object was written in.
struct Source {
    std::string content;
    std::string media_type;  ///< "text/markdown"; may be empty

    friend bool operator==(Source const&, Source const&) = default;
};

/// A language of a text or a group (Lemmy, PieFed, PeerTube write both parts).
struct Language {
    std::string identifier;  ///< BCP 47 tag, "en", "zh"; empty when not known
    std::string name;        ///< "English"; may be empty

    friend bool operator==(Language const&, Language const&) = default;
};

}  // namespace folkmoot::activitypub
