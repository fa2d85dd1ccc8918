// The pages of a group: "/g/help" and "/g/help/about", also of groups of other servers that are
// known here.
#include "activitypub/html/text.hpp"
#include "node/access/can.hpp"
#include "node/community/group_topics.hpp"
#include "node/fold_errors.hpp"
#include "node/pages/answer.hpp"
#include "node/pages/find_actor.hpp"
#include "node/pages/handlers.hpp"
#include "node/pages/people.hpp"
#include "node/pages/post_texts.hpp"
#include "node/publish/names.hpp"
#include "webui/views/group.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t shown_topics = 30;
constexpr std::size_t purpose_characters = 155;

// "1790000000000-123": time of the last activity and id of the last topic of the page before.
std::string cursor_of(storage::ActiveTopic const& topic) {
    return std::to_string(topic.last_activity) + "-" + std::to_string(topic.topic.value());
}

std::optional<storage::ActiveTopic> read_cursor(std::string_view text) {
    std::int64_t time = 0;
    std::uint64_t id = 0;
    auto const* const end = text.data() + text.size();
    auto const first = std::from_chars(text.data(), end, time);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') {
        return std::nullopt;
    }
    auto const second = std::from_chars(first.ptr + 1, end, id);
    if (second.ec != std::errc{} || second.ptr != end) {
        return std::nullopt;
    }
    return storage::ActiveTopic{storage::PostId(id), time};
}

Result<webui::GroupPage> describe_group(
    PageQuery const& query, People& people, storage::ActorRecord const& group
) {
    auto const& services = query.tools.services;
    auto const id = storage::ActorId(group.id);
    auto const counters = services.store.actor_counters.load(query.txn, id);
    if (!counters) {
        return failed(counters.error());
    }
    auto const settings = services.store.group_settings.load(query.txn, id);
    bool const remote = group.host != 0;
    webui::GroupPage page;
    page.group = group_reference(group);
    page.handle = "@" + full_handle(services.site, group);
    page.actor_url = actor_iri(services.site, group);
    page.original_url = remote ? actor_page(services.site, group) : std::string();
    page.description = stored_html(group.summary_html);
    page.purpose = activitypub::excerpt(page.description, purpose_characters);
    page.avatar_url = people.picture(group.icon_media);
    page.members = remote ? counters->followers : counters->members;
    page.topic_count = counters->topics;
    page.created = page_time(group.created);
    page.indexable = group.visibility == storage::Visibility::public_ && !remote;
    if (settings) {
        for (auto const& rule : settings->rules) {
            page.rules.push_back(rule.text);
        }
        for (auto const moderator : settings->moderators) {
            if (auto const* const actor = people.actor(moderator)) {
                page.moderators.push_back(people.author(*actor));
            }
        }
    }
    return page;
}

Result<void> add_topics(
    PageQuery const& query,
    People& people,
    storage::ActorRecord const& group,
    webui::GroupPage& page
) {
    auto const& services = query.tools.services;
    auto const after = read_cursor(query.context.request.query_value("after"));
    auto const topics = group_topics(
        query.txn,
        services.store,
        query.viewer,
        storage::ActorId(group.id),
        {.order = TopicOrder::active, .limit = shown_topics, .after = after}
    );
    if (!topics) {
        return std::unexpected(topics.error());
    }
    for (bool const pinned : {true, false}) {
        for (auto const& [topic, counters] : topics->items) {
            if (topic.pinned == pinned) {
                page.topics.push_back(topic_row(services, query.txn, people, topic, counters, false)
                );
            }
        }
    }
    if (topics->more && topics->resume_active) {
        page.links.older = page.group.path + "?after=" + cursor_of(*topics->resume_active);
    }
    if (after) {
        page.links.newer = page.group.path;
    }
    return {};
}

Result<PageSubject> group_subject(PageQuery const& query, webui::GroupTab tab) {
    auto const& services = query.tools.services;
    auto group = find_actor(query, query.context.params["group"]);
    if (!group) {
        return std::unexpected(group.error());
    }
    bool const about = tab == webui::GroupTab::about;
    PageSubject subject;
    subject.activity_url = actor_iri(services.site, *group);
    subject.moved_to = moved_actor(query, *group, "/g/", about ? "/about" : "");
    subject.draw = [&query, tab, about, group = std::move(*group)](webui::Chrome const& chrome
                   ) -> Result<std::string> {
        People people(query.tools.services, query.txn);
        auto page = describe_group(query, people, group);
        if (!page) {
            return std::unexpected(page.error());
        }
        page->tab = tab;
        if (!about) {
            if (auto const added = add_topics(query, people, group, *page); !added) {
                return std::unexpected(added.error());
            }
        }
        return webui::render_group(query.tools.templates, chrome, *page);
    };
    return subject;
}

Result<PageSubject> find_group(PageQuery const& query) {
    return group_subject(query, webui::GroupTab::topics);
}

Result<PageSubject> find_group_about(PageQuery const& query) {
    return group_subject(query, webui::GroupTab::about);
}

}  // namespace

Response show_group(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_group, "after");
}

Response show_group_about(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_group_about, {});
}

}  // namespace folkmoot::node
