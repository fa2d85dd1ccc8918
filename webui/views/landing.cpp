#include "webui/views/landing.hpp"

#include "webui/views/fill_parts.hpp"
#include "webui/views/frame.hpp"

namespace folkmoot::webui {

namespace {

void fill_counts(Section page, Language const& language, NodeCounts const& counts) {
    fill_count(page, language, {"MEMBERS", "MEMBERS_UNIT"}, members_unit, counts.members);
    fill_count(page, language, {"GROUPS", "GROUPS_UNIT"}, groups_unit, counts.groups);
    fill_count(page, language, {"TOPICS", "TOPICS_UNIT"}, topics_unit, counts.topics);
}

void fill_card(Section page, Language const& language, GroupCard const& card) {
    Section section = page.add("GROUP_CARD");
    fill_group(section, card.group);
    section.optional("GROUP_PURPOSE", "GROUP_PURPOSE_TEXT", card.purpose);
    section.text("GROUP_MEMBERS", language.plural(members_counted, card.members));
    section.text("GROUP_TOPICS", language.plural(topics_counted, card.topics));
}

}  // namespace

std::string render_landing(
    Templates const& templates, Chrome const& chrome, LandingPage const& page
) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    fill_frame(root, language, chrome, {.description = page.purpose, .canonical = "/"});
    root.optional("PURPOSE", "PURPOSE_TEXT", page.purpose);
    fill_counts(root, language, page.counts);
    root.show_if(chrome.sign_up_path.empty(), "NO_SIGN_UP");
    root.show_if(!page.groups.empty(), "GROUP_LIST");
    root.show_if(page.groups.empty(), "NO_GROUPS");
    for (GroupCard const& card : page.groups)
        fill_card(root, language, card);
    root.show_if(!page.topics.empty(), "LATEST");
    fill_topics(root, language, page.topics);
    fill_rules(root, page.rules);
    return compiled.expand(PageName::landing, fill);
}

std::string render_about(Templates const& templates, Chrome const& chrome, AboutPage const& page) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Fill const fill;
    Section root = fill.root();
    std::string const heading = language.tr("About {node}", {{"node", chrome.node_name}});
    fill_frame(
        root,
        language,
        chrome,
        {.title = std::string(language.tr("About")),
         .description = page.purpose,
         .canonical = "/about"}
    );
    root.view("ABOUT_HEADING", heading);
    if (page.description.empty()) {
        root.optional("PURPOSE", "PURPOSE_TEXT", page.purpose);
    } else {
        root.show("DESCRIPTION_HTML");
        root.html("HTML_DESCRIPTION", page.description);
    }
    fill_counts(root, language, page.counts);
    fill_rules(root, page.rules);
    fill_people(root, "STAFF", page.staff);
    root.optional("CONTACT", "CONTACT_TEXT", page.contact);
    return compiled.expand(PageName::about, fill);
}

}  // namespace folkmoot::webui
