// What an OAuth scope lets an app do, in words for people. Private to this folder.
#pragma once

#include <string_view>

namespace folkmoot::webui {

/// How much a scope allows; chooses the icon and the warning.
enum class ScopeKind { read, write, admin };

/// A scope in words.
struct ScopeWords {
    ScopeKind kind;
    char const* message;  ///< English message, to be translated
};

/// Words for a scope of the Mastodon client API (docs.joinmastodon.org, "OAuth Scopes"). An unknown
/// scope counts as writing and says that it is unknown; every scope that begins with "admin" counts
/// as admin.
ScopeWords describe_scope(std::string_view scope);

}  // namespace folkmoot::webui
