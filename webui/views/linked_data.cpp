#include "webui/views/linked_data.hpp"

#include "webui/po/language.hpp"
#include "webui/views/frame.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::webui {

namespace {

using nlohmann::json;

constexpr std::size_t most_comments = 50;

json person(Chrome const& chrome, Author const& author) {
    return {{"@type", "Person"}, {"name", author.name}, {"url", absolute(chrome, author.path)}};
}

json counter(std::string_view action, std::uint64_t count) {
    return {
        {"@type", "InteractionCounter"},
        {"interactionType", "https://schema.org/" + std::string(action)},
        {"userInteractionCount", count}
    };
}

json comment(Chrome const& chrome, Post const& post) {
    json made{
        {"@type", "Comment"},
        {"text", post.text},
        {"author", person(chrome, post.author)},
        {"datePublished", machine_time(post.published)},
        {"url", absolute(chrome, post.path)}
    };
    if (post.edited)
        made["dateModified"] = machine_time(*post.edited);
    return made;
}

}  // namespace

std::string discussion_posting(Chrome const& chrome, TopicPage const& page) {
    json document{
        {"@context", "https://schema.org"},
        {"@type", "DiscussionForumPosting"},
        {"headline", page.title},
        {"text", page.excerpt},
        {"author", person(chrome, page.opener)},
        {"datePublished", machine_time(page.published)},
        {"url", absolute(chrome, page.path)},
        {"interactionStatistic",
         json::array({counter("CommentAction", page.replies), counter("LikeAction", page.likes)})}
    };
    if (page.group)
        document["isPartOf"] = {
            {"@type", "WebPage"},
            {"name", page.group->title},
            {"url", absolute(chrome, page.group->path)}
        };
    json comments = json::array();
    for (Post const& post : page.posts) {
        if (post.state != PostState::present || post.text.empty())
            continue;
        if (post.number == 1) {
            document["text"] = post.text;
            if (post.edited)
                document["dateModified"] = machine_time(*post.edited);
        } else if (comments.size() < most_comments) {
            comments.push_back(comment(chrome, post));
        }
    }
    if (!comments.empty())
        document["comment"] = std::move(comments);
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace folkmoot::webui
