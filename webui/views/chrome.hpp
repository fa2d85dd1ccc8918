// What every page shares: the frame around the content. Filled once per request by the page
// controllers, read by every render_* function. Holds plain values only; knows nothing of sessions,
// records or HTTP.
#pragma once

#include "webui/po/locale.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::webui {

/// The colours a visitor asked for; `automatic` follows the operating system.
enum class Theme { automatic, light, dark };

/// The signed-in member who looks at the page.
struct Viewer {
    std::string name;        ///< display name, plain text
    std::string path;        ///< own profile page, e.g. "/@ana"
    std::string avatar_url;  ///< absolute or rooted URL; empty for the default picture
};

/// The frame of a page. All strings are plain UTF-8 text and are escaped where they are printed.
struct Chrome {
    Locale locale = Locale::en;
    Theme theme = Theme::automatic;
    std::string node_name;  ///< name of the node, e.g. "Harbor Users"
    std::string origin;  ///< scheme and authority, no trailing slash, e.g. "https://harbor.example"
    std::string
        path;  ///< path and query of this request, rooted; where a preference form returns to
    std::optional<Viewer> viewer;  ///< empty for a visitor
    /// Token that each form of a signed-in viewer carries in the hidden field `csrf`; empty for a
    /// visitor's page, which can therefore be cached for everybody.
    std::string csrf_token;
    /// Target of the language and theme form in the footer: POST with `locale` (web tag) or `theme`
    /// (automatic|light|dark) and `back` (rooted path). Empty hides the form.
    std::string preferences_action;
    std::string sign_out_action;  ///< POST target of "Sign out"; empty hides it
    std::string sign_up_path;  ///< page that makes accounts; empty while registrations are closed
    std::string source_url;  ///< where the source of the running program is (AGPL-3.0, section 13)
    std::string version;     ///< program version shown in the footer
};

}  // namespace folkmoot::webui
