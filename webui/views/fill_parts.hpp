// Fills the template parts that several pages share. Private to this folder. Everything given must
// live until the page is expanded.
#pragma once

#include "webui/templates/compiled.hpp"
#include "webui/views/parts.hpp"

#include <string>
#include <vector>

namespace folkmoot::webui {

/// The three variables of one time: for machines, as a day, and in full.
struct TimeNames {
    Name<NameKind::text> machine;
    Name<NameKind::text> day;
    Name<NameKind::text> full;
};

/// The variables of one count: the number and the noun that follows it.
struct CountNames {
    Name<NameKind::text> number;
    Name<NameKind::text> unit;
};

inline constexpr Counted replies_unit{"reply", "replies"};
inline constexpr Counted members_unit{"member", "members"};
inline constexpr Counted groups_unit{"group", "groups"};
inline constexpr Counted topics_unit{"topic", "topics"};
inline constexpr Counted likes_unit{"like", "likes"};
inline constexpr Counted members_counted{"{n} member", "{n} members"};
inline constexpr Counted topics_counted{"{n} topic", "{n} topics"};
inline constexpr Counted replies_counted{"{n} reply", "{n} replies"};

/// Fills the variables of a time.
void fill_time(Section section, Language const& language, TimeNames const& names, Time time);

/// Fills a number and its noun.
void fill_count(
    Section section,
    Language const& language,
    CountNames const& names,
    Counted unit,
    std::uint64_t count
);

/// Fills author.tpl (AUTHOR_*). The section must not lie inside another author's: what one author
/// shows, sections inside it would show too.
void fill_author(Section section, Author const& author);

/// Fills the variables of a group (GROUP_*): title, path, domain, hue, initials.
void fill_group(Section section, GroupReference const& group);

/// Fills topic_rows.tpl.
void fill_topics(Section page, Language const& language, std::vector<TopicRow> const& topics);

/// Fills rules.tpl.
void fill_rules(Section page, std::vector<std::string> const& rules);

/// Fills people.tpl and shows the section `name` around it; nothing without people.
void fill_people(Section page, Name<NameKind::text> name, std::vector<Author> const& people);

/// One to two letters for the tile of a group: two of an alphabet, one ideograph or emoji.
std::string_view initials(std::string_view title);

/// The class of a group's hue, "h0" to "h7": a hash of its slug and domain, the same on every page
/// and node.
std::string_view hue(GroupReference const& group);

}  // namespace folkmoot::webui
