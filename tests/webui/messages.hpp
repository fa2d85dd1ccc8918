// Finds every message of the interface in templates and sources, and reads .po files. Used by the
// catalogue tests and by folkmoot_update_messages, which writes webui/po/messages.pot.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::webui {

/// A message as the sources use it.
struct SourceMessage {
    std::string plural;            ///< empty for a message without a number
    std::set<std::string> places;  ///< files that use it, relative to the repository
};

/// Every message below `webui/`, by its English text.
std::map<std::string, SourceMessage> source_messages();

/// An entry of a .po file.
struct CatalogueEntry {
    std::string plural;
    std::vector<std::string> translations;  ///< one, or one for each plural form
    bool fuzzy = false;
};

/// The entries of a .po or .pot file by their English text, without the header and obsolete
/// entries.
std::map<std::string, CatalogueEntry> read_catalogue(std::filesystem::path const& file);

/// The names of the placeholders, "{name}", of a message.
std::set<std::string> placeholders(std::string_view message);

/// The text of messages.pot.
std::string template_catalogue();

}  // namespace folkmoot::webui
