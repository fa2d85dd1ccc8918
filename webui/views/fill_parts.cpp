#include "webui/views/fill_parts.hpp"

#include "webui/style/assets.hpp"

namespace folkmoot::webui {

namespace {

// Length in bytes of the UTF-8 sequence that begins with `lead`; 1 for bytes that begin none.
std::size_t sequence_length(char lead) {
    auto const byte = static_cast<unsigned char>(lead);
    if (byte >= 0xF0)
        return 4;
    if (byte >= 0xE0)
        return 3;
    return byte >= 0xC0 ? 2 : 1;
}

}  // namespace

void fill_time(Section section, Language const& language, TimeNames const& names, Time time) {
    section.text(names.machine, machine_time(time));
    section.text(names.day, language.date(time));
    section.text(names.full, language.date_time(time));
}

void fill_count(
    Section section,
    Language const& language,
    CountNames const& names,
    Counted unit,
    std::uint64_t count
) {
    section.text(names.number, language.number(count));
    section.view(names.unit, language.plural_form(unit, count));
}

void fill_author(Section section, Author const& author) {
    section.view("AUTHOR_PATH", author.path);
    section.view("AUTHOR_NAME", author.name);
    section.view("AUTHOR_HANDLE", author.handle);
    section.view(
        "AUTHOR_AVATAR",
        author.avatar_url.empty() ? asset_path("avatar.png") : std::string_view(author.avatar_url)
    );
    section.optional("AUTHOR_REMOTE", "AUTHOR_DOMAIN", author.domain);
    section.show_if(author.role == AuthorRole::staff, "AUTHOR_STAFF");
    section.show_if(author.role == AuthorRole::moderator, "AUTHOR_MODERATOR");
    section.show_if(author.automated, "AUTHOR_BOT");
}

void fill_group(Section section, GroupReference const& group) {
    section.view("GROUP_TITLE", group.title);
    section.view("GROUP_PATH", group.path);
    section.view("GROUP_HUE", hue(group));
    section.view("GROUP_INITIALS", initials(group.title));
    section.optional("GROUP_REMOTE", "GROUP_DOMAIN", group.domain);
}

void fill_topics(Section page, Language const& language, std::vector<TopicRow> const& topics) {
    for (TopicRow const& topic : topics) {
        Section row = page.add("TOPIC");
        row.view("TOPIC_PATH", topic.path);
        row.view("TOPIC_TITLE", topic.title);
        row.show_if(topic.pinned, "PINNED");
        row.show_if(topic.locked, "LOCKED");
        row.show_if(topic.replies == 0, "UNANSWERED");
        fill_author(row, topic.author);
        if (topic.group) {
            row.show("IN_GROUP");
            fill_group(row, *topic.group);
        }
        fill_count(row, language, {"REPLIES", "REPLIES_UNIT"}, replies_unit, topic.replies);
        fill_time(row, language, {"ACTIVE_ISO", "ACTIVE_DATE", "ACTIVE_FULL"}, topic.last_activity);
    }
}

void fill_rules(Section page, std::vector<std::string> const& rules) {
    page.show_if(!rules.empty(), "RULES");
    for (std::string const& rule : rules)
        page.add("RULE").view("RULE_TEXT", rule);
}

void fill_people(Section page, Name<NameKind::text> name, std::vector<Author> const& people) {
    page.show_if(!people.empty(), name);
    for (Author const& person : people)
        fill_author(page.add("PERSON"), person);
}

std::string_view initials(std::string_view title) {
    if (title.empty())
        return {};
    std::size_t const first = std::min(sequence_length(title[0]), title.size());
    if (first >= 3 || first == title.size())
        return title.substr(0, first);
    std::size_t const second = sequence_length(title[first]);
    bool const letter = second < 3 && title[first] != ' ';
    return title.substr(0, letter ? first + second : first);
}

std::string_view hue(GroupReference const& group) {
    static constexpr std::array<std::string_view, 8> classes{
        "h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7"
    };
    // FNV-1a, 32 bits.
    std::uint32_t hash = 2'166'136'261U;
    for (std::string_view const part :
         {std::string_view(group.name), std::string_view(group.domain)})
        for (char const c : part)
            hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
    return classes[(hash ^ (hash >> 15)) % classes.size()];
}

}  // namespace folkmoot::webui
