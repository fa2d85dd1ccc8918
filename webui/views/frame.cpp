#include "webui/views/frame.hpp"

#include "webui/style/assets.hpp"

namespace folkmoot::webui {

namespace {

void fill_head(Section page, Language const& language, Chrome const& chrome, Head const& head) {
    page.text(
        "TITLE",
        head.title.empty()
            ? chrome.node_name
            : language.tr("{title} · {node}", {{"title", head.title}, {"node", chrome.node_name}})
    );
    page.text("CANONICAL", absolute(chrome, head.canonical));
    page.show_if(head.noindex, "NOINDEX");
    if (!head.description.empty()) {
        page.text("DESCRIPTION", head.description);
        page.show("DESCRIBED");
    }
    if (!head.activity_url.empty()) {
        page.text("ACTIVITY_URL", head.activity_url);
        page.show("ACTIVITY");
    }
    if (!head.links.newer.empty()) {
        page.text("PREVIOUS_PATH", head.links.newer);
        page.show("PREVIOUS");
    }
    if (!head.links.older.empty()) {
        page.text("NEXT_PATH", head.links.older);
        page.show("NEXT");
    }
    page.show_if(!head.links.newer.empty() || !head.links.older.empty(), "PAGED");
    if (!head.linked_data.empty()) {
        page.json("JSON_LINKED_DATA", head.linked_data);
        page.show("LINKED_DATA");
    }
    if (!head.open_graph)
        return;
    page.show("OPEN_GRAPH");
    page.text("OG_TYPE", head.type);
    page.text("OG_TITLE", head.title.empty() ? chrome.node_name : head.title);
    if (!head.image_url.empty()) {
        page.text("OG_IMAGE", absolute(chrome, head.image_url));
        page.show("OG_PICTURE");
    }
    if (!head.creator.empty()) {
        page.text("CREATOR_HANDLE", head.creator);
        page.show("CREATOR");
    }
}

void fill_person(Section page, Chrome const& chrome, Head const& head) {
    if (!chrome.viewer) {
        page.show("VISITOR");
        page.show_if(head.offer_sign_in, "SIGN_IN");
        if (head.offer_sign_in)
            page.optional("SIGN_UP", "SIGN_UP_PATH", chrome.sign_up_path);
        return;
    }
    page.show("VIEWER");
    page.view("VIEWER_PATH", chrome.viewer->path);
    page.view("VIEWER_NAME", chrome.viewer->name);
    page.view(
        "VIEWER_AVATAR",
        chrome.viewer->avatar_url.empty() ? asset_path("avatar.png")
                                          : std::string_view(chrome.viewer->avatar_url)
    );
    page.optional("SIGN_OUT", "SIGN_OUT_ACTION", chrome.sign_out_action);
}

void fill_preferences(Section page, Language const& language, Chrome const& chrome) {
    page.optional("PREFERENCES", "PREFERENCES_ACTION", chrome.preferences_action);
    if (chrome.preferences_action.empty())
        return;
    page.view("BACK", chrome.path);
    for (Locale const locale : all_locales) {
        Section choice = page.add("LANGUAGE_CHOICE");
        choice.view("CHOICE_TAG", web_tag(locale));
        choice.view("CHOICE_NAME", own_name(locale));
        choice.show_if(locale == language.locale(), "CHOSEN");
    }
    page.show_if(chrome.theme == Theme::automatic, "THEME_AUTOMATIC");
    page.show_if(chrome.theme == Theme::light, "THEME_LIGHT");
    page.show_if(chrome.theme == Theme::dark, "THEME_DARK");
}

}  // namespace

void fill_frame(Section page, Language const& language, Chrome const& chrome, Head const& head) {
    fill_head(page, language, chrome, head);
    fill_person(page, chrome, head);
    fill_preferences(page, language, chrome);
    page.view("NODE_NAME", chrome.node_name);
    page.view("CSRF", chrome.csrf_token);
    page.view("VERSION", chrome.version);
    page.optional("SOURCE", "SOURCE_URL", chrome.source_url);
    page.show_if(chrome.path == "/", "AT_HOME");
    page.show_if(chrome.path == "/about", "AT_ABOUT");
    if (chrome.theme != Theme::automatic) {
        page.view("THEME", chrome.theme == Theme::dark ? "dark" : "light");
        page.show("THEMED");
    }
}

std::string absolute(Chrome const& chrome, std::string_view url) {
    return url.starts_with('/') ? chrome.origin + std::string(url) : std::string(url);
}

}  // namespace folkmoot::webui
