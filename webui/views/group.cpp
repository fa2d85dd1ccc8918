#include "webui/views/group.hpp"

#include "webui/views/fill_parts.hpp"
#include "webui/views/frame.hpp"

namespace folkmoot::webui {

namespace {

constexpr Counted from_servers{"{m} from {n} server", "{m} from {n} servers"};

Head head_of(Language const& language, Chrome const& chrome, GroupPage const& page) {
    bool const about = page.tab == GroupTab::about;
    bool const first = page.links.newer.empty();
    std::string const here = about   ? page.group.path + "/about"
                             : first ? page.group.path
                                     : chrome.path;
    return {
        .title =
            about ? language.tr("About {group}", {{"group", page.group.title}}) : page.group.title,
        .description = page.purpose,
        .canonical = page.original_url.empty() ? here : page.original_url,
        .noindex = !page.indexable || !page.group.domain.empty(),
        .activity_url = page.actor_url,
        .links = about ? CursorLinks{} : page.links,
        .image_url = page.avatar_url,
    };
}

void fill_header(Section root, Language const& language, GroupPage const& page) {
    fill_group(root, page.group);
    root.optional("PURPOSE", "PURPOSE_TEXT", page.purpose);
    root.optional("TILE_PICTURE", "TILE_URL", page.avatar_url);
    root.show_if(page.avatar_url.empty(), "TILE_LETTERS");
    root.view("GROUP_HANDLE", page.handle);
    root.optional("ORIGINAL", "ORIGINAL_URL", page.original_url);
    root.text("GROUP_MEMBERS", language.plural(members_counted, page.members));
    root.text("GROUP_TOPICS", language.plural(topics_counted, page.topic_count));
    if (page.remote_members > 0) {
        root.show("REMOTE_MEMBERS");
        std::string const servers = language.plural(from_servers, page.remote_servers);
        root.text(
            "REMOTE_MEMBERS_TEXT", fill_in(servers, {{"m", language.number(page.remote_members)}})
        );
    }
}

void fill_description(Section root, Language const& language, GroupPage const& page) {
    root.show("TAB_ABOUT");
    fill_time(root, language, {"CREATED_ISO", "CREATED_DATE", "CREATED_FULL"}, page.created);
    if (page.description.empty()) {
        root.show("NO_DESCRIPTION");
    } else {
        root.show("DESCRIPTION_HTML");
        root.html("HTML_DESCRIPTION", page.description);
    }
}

}  // namespace

std::string render_group(Templates const& templates, Chrome const& chrome, GroupPage const& page) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    fill_frame(root, language, chrome, head_of(language, chrome, page));
    fill_header(root, language, page);
    if (page.tab == GroupTab::about) {
        fill_description(root, language, page);
    } else {
        root.show("TAB_TOPICS");
        root.show_if(page.topics.empty(), "NO_TOPICS");
        root.show_if(!page.topics.empty(), "ANY_TOPICS");
        fill_topics(root, language, page.topics);
    }
    fill_rules(root, page.rules);
    fill_people(root, "MODERATORS", page.moderators);
    return compiled.expand(PageName::group, fill);
}

}  // namespace folkmoot::webui
