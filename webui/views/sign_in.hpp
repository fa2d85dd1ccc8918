// Signing in and letting an app in: the three pages that clients' tests drive by element id.
// Forms work without script. Element ids: #login-user #login-password #login-submit #oauth-allow
// #oauth-deny #oauth-code.
#pragma once

#include "webui/templates/templates.hpp"
#include "webui/views/chrome.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::webui {

/// Why a sign-in form is shown again.
enum class SignInError {
    none,
    missing_user,      ///< the first field was empty
    missing_password,  ///< the second field was empty
    wrong,             ///< no such member or wrong password: never says which
    limited,           ///< too many tries; `retry_after` says when to come back
    suspended,         ///< the account may not sign in
    expired,           ///< the form was too old (its token no longer holds)
};

/// Values that a form carries through unchanged, as hidden inputs.
using HiddenFields = std::vector<std::pair<std::string, std::string>>;

/// The sign-in form: POST with the fields `username`, `password`, `csrf` and the hidden ones.
struct SignInPage {
    std::string action = "/login";  ///< where the form goes; rooted path
    std::string csrf_token;   ///< also needed here, before there is a viewer; printed as `csrf`
    std::string username;     ///< what was typed before, shown again
    HiddenFields hidden;      ///< e.g. where to go afterwards
    std::string client_name;  ///< the app that asked for the sign-in; empty when none did
    SignInError error = SignInError::none;
    std::optional<std::chrono::seconds> retry_after;  ///< with SignInError::limited
};

/// The consent form: POST with the fields `decision` (allow or deny), `csrf` and the hidden ones.
/// The viewer of the chrome is the member who is asked.
struct ConsentPage {
    std::string action = "/oauth/authorize";
    HiddenFields hidden;  ///< the parameters of the request
    std::string client_name;
    std::string client_website;   ///< http or https URL; empty when not given
    std::string redirect_target;  ///< host or scheme that the browser goes to, shown; empty for the
                                  ///< code page
    std::vector<std::string>
        scopes;  ///< as asked, e.g. "read", "write:statuses"; unknown ones are shown as they are
    std::string switch_account_path;  ///< page to sign in as somebody else; empty hides the link
};

/// The page that shows an authorization code to be typed into an app (out-of-band redirect).
struct CodePage {
    std::string code;
    std::string client_name;
};

/// The sign-in page as complete HTML, UTF-8. Answer 401 on `wrong`, 429 on `limited`, 422 on
/// missing fields.
std::string render_sign_in(
    Templates const& templates, Chrome const& chrome, SignInPage const& page
);

/// The consent page as complete HTML, UTF-8.
std::string render_consent(
    Templates const& templates, Chrome const& chrome, ConsentPage const& page
);

/// The code page as complete HTML, UTF-8.
std::string render_code(Templates const& templates, Chrome const& chrome, CodePage const& page);

}  // namespace folkmoot::webui
