// Caps on what a remote document may hold (rows J09 of the threat table, decision 33, the hostile
// set's manifest).
//
// Two kinds: `max_*` refuses the document with ErrorCode::too_large and the rule's name in the
// detail; `keep_*` reads so many entries and leaves the rest out, where leaving out changes no
// meaning.
#pragma once

#include <cstddef>

namespace folkmoot::activitypub::limits {

inline constexpr std::size_t max_iri_bytes = 2048;
inline constexpr std::size_t max_name_bytes = 512;           ///< names of actors, titles of objects
inline constexpr std::size_t max_summary_bytes = 20 * 1024;  ///< HTML, as received
inline constexpr std::size_t max_content_bytes = 256 * 1024;  ///< HTML, as received; also `source`
inline constexpr std::size_t max_username_bytes = 64;
inline constexpr std::size_t max_recipients = 200;  ///< `to` and `cc` together
inline constexpr std::size_t max_tags = 100;
inline constexpr std::size_t max_mention_lookups = 50;  ///< remote actors looked up for one object
inline constexpr std::size_t max_poll_options = 50;
inline constexpr std::size_t max_activity_objects =
    100;  ///< Flag of several posts, votes in one Create
inline constexpr std::size_t max_activity_depth = 3;     ///< Announce{Undo{Delete}}
inline constexpr std::size_t max_list_entries = 1000;    ///< of a list read with a keep_* cap
inline constexpr std::size_t max_languages = 32;         ///< entries of a language map
inline constexpr std::size_t max_key_bytes = 16 * 1024;  ///< one public key in PEM

inline constexpr std::size_t keep_attachments = 16;
inline constexpr std::size_t keep_fields = 16;         ///< profile fields
inline constexpr std::size_t keep_field_bytes = 2047;  ///< name and value of a profile field, each
inline constexpr std::size_t keep_aliases = 64;
inline constexpr std::size_t keep_emojis = 64;
inline constexpr std::size_t keep_keys = 10;
inline constexpr std::size_t keep_links = 16;  ///< entries of `url`
inline constexpr std::size_t keep_attributions = 10;
inline constexpr std::size_t keep_alt_text_bytes = 10'000;
inline constexpr std::size_t keep_collection_items = 1000;

}  // namespace folkmoot::activitypub::limits
