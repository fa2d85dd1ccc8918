#include "webui/views/sign_in.hpp"

#include "webui/views/fill_parts.hpp"
#include "webui/views/frame.hpp"
#include "webui/views/scopes.hpp"

namespace folkmoot::webui {

namespace {

// Forms that belong to one moment: never indexed, never shared.
Head form_head(std::string title, Chrome const& chrome) {
    return {
        .title = std::move(title),
        .canonical = chrome.path.substr(0, chrome.path.find('?')),
        .noindex = true,
        .open_graph = false,
        .offer_sign_in = false,
    };
}

void fill_hidden(
    Section root, std::string_view action, std::string_view token, HiddenFields const& fields
) {
    root.view("FORM_ACTION", action);
    root.view("FORM_TOKEN", token);
    for (auto const& [name, value] : fields) {
        Section section = root.add("HIDDEN");
        section.view("HIDDEN_NAME", name);
        section.view("HIDDEN_VALUE", value);
    }
}

std::string error_text(Language const& language, SignInPage const& page) {
    switch (page.error) {
        case SignInError::none:
            break;
        case SignInError::missing_user:
            return std::string(language.tr("Enter your user name."));
        case SignInError::missing_password:
            return std::string(language.tr("Enter your password."));
        case SignInError::wrong:
            return std::string(language.tr("User name or password is wrong."));
        case SignInError::limited:
            return language.tr(
                "Too many tries. Try again in {time}.",
                {{"time", language.duration(page.retry_after.value_or(std::chrono::minutes(1)))}}
            );
        case SignInError::suspended:
            return std::string(language.tr("This account is suspended. Ask the staff of this node.")
            );
        case SignInError::expired:
            return std::string(language.tr("The form was open for too long. Send it once more."));
    }
    return {};
}

void fill_error(Section root, Language const& language, SignInPage const& page) {
    if (page.error == SignInError::none)
        return;
    bool const user = page.error == SignInError::missing_user || page.error == SignInError::wrong;
    bool const password = page.error == SignInError::missing_password;
    root.show("FAILED");
    root.text("ERROR_TEXT", error_text(language, page));
    root.show_if(user || password, "ERROR_FIELD");
    root.show_if(!user && !password, "ERROR_PLAIN");
    root.show_if(user, "ERROR_USER");
    root.show_if(password, "ERROR_PASSWORD");
    root.view("ERROR_TARGET", password ? "login-password" : "login-user");
}

}  // namespace

std::string render_sign_in(
    Templates const& templates, Chrome const& chrome, SignInPage const& page
) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    std::string const heading = language.tr("Sign in to {node}", {{"node", chrome.node_name}});
    fill_frame(root, language, chrome, form_head(std::string(language.tr("Sign in")), chrome));
    root.view("SIGN_IN_HEADING", heading);
    if (!page.client_name.empty()) {
        root.show("FOR_CLIENT");
        root.text(
            "FOR_CLIENT_TEXT", language.tr("to go on to {client}", {{"client", page.client_name}})
        );
    }
    fill_hidden(root, page.action, page.csrf_token, page.hidden);
    root.view("USERNAME", page.username);
    fill_error(root, language, page);
    root.optional("SIGN_UP", "SIGN_UP_PATH", chrome.sign_up_path);
    return compiled.expand(PageName::sign_in, fill);
}

std::string render_consent(
    Templates const& templates, Chrome const& chrome, ConsentPage const& page
) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    std::string const heading =
        language.tr("Let {client} use your account?", {{"client", page.client_name}});
    fill_frame(root, language, chrome, form_head(std::string(language.tr("Give access")), chrome));
    root.view("CONSENT_HEADING", heading);
    root.optional("WEBSITE", "WEBSITE_URL", page.client_website);
    root.optional("SWITCH", "SWITCH_PATH", page.switch_account_path);
    fill_hidden(root, page.action, chrome.csrf_token, page.hidden);
    for (std::string const& scope : page.scopes) {
        ScopeWords const words = describe_scope(scope);
        Section section = root.add("SCOPE");
        section.view("SCOPE_NAME", scope);
        section.view("SCOPE_TEXT", language.tr(words.message));
        section.show_if(words.kind == ScopeKind::read, "SCOPE_READ");
        section.show_if(words.kind == ScopeKind::write, "SCOPE_WRITE");
        section.show_if(words.kind == ScopeKind::admin, "SCOPE_ADMIN");
        root.show_if(words.kind == ScopeKind::admin, "ADMIN");
    }
    if (!page.redirect_target.empty()) {
        root.show("TARGET");
        root.text(
            "TARGET_TEXT",
            language.tr("Afterwards you go to {target}.", {{"target", page.redirect_target}})
        );
    }
    return compiled.expand(PageName::consent, fill);
}

std::string render_code(Templates const& templates, Chrome const& chrome, CodePage const& page) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    fill_frame(root, language, chrome, form_head(std::string(language.tr("Your code")), chrome));
    root.text(
        "CODE_TEXT",
        language.tr("Copy this code and paste it into {client}.", {{"client", page.client_name}})
    );
    root.view("CODE", page.code);
    return compiled.expand(PageName::code, fill);
}

}  // namespace folkmoot::webui
