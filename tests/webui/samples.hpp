// Pages with realistic content in both languages, and hostile ones: what the tests render and what
// folkmoot_render_samples writes to look at.
#pragma once

#include "webui/views/group.hpp"
#include "webui/views/landing.hpp"
#include "webui/views/member.hpp"
#include "webui/views/problem.hpp"
#include "webui/views/sign_in.hpp"
#include "webui/views/topic.hpp"

#include <string>
#include <vector>

namespace folkmoot::webui {

/// A chrome of the node harbor.example, for a visitor.
Chrome sample_chrome(Locale locale, std::string path);

/// The same for a signed-in member.
Chrome sample_member_chrome(Locale locale, std::string path);

LandingPage sample_landing(Locale locale);
AboutPage sample_about(Locale locale);

/// A group with 20 rows.
GroupPage sample_group(Locale locale);

/// A local topic with `posts` posts of about 400 characters, one deleted, one removed, some from
/// elsewhere.
TopicPage sample_topic(Locale locale, std::uint32_t posts);
MemberPage sample_member(Locale locale);

/// A page under its file name.
struct SamplePage {
    std::string name;  ///< e.g. "group-zh-Hans"
    std::string html;
};

/// Every page in every state that has a look of its own, in every language.
std::vector<SamplePage> sample_pages(Templates const& templates);

/// Every page with `text` in each plain-text field of its view model.
std::vector<SamplePage> pages_with_text(Templates const& templates, std::string const& text);

}  // namespace folkmoot::webui
