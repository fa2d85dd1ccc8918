// The pages of the node itself: "/" and "/about".
#include "activitypub/html/text.hpp"
#include "node/access/can.hpp"
#include "node/community/timelines.hpp"
#include "node/fold_errors.hpp"
#include "node/pages/answer.hpp"
#include "node/pages/handlers.hpp"
#include "node/pages/people.hpp"
#include "node/pages/post_texts.hpp"
#include "webui/views/landing.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace folkmoot::node {
namespace {

// Groups looked at for the directory, and those shown; a node with more has a page of its own for
// them.
constexpr std::size_t most_groups = 200;
constexpr std::size_t shown_groups = 24;
constexpr std::size_t shown_topics = 20;
constexpr std::size_t purpose_characters = 155;

struct Directory {
    std::vector<webui::GroupCard> cards;
    std::uint64_t topics{0};
};

struct Ranked {
    std::int64_t last_activity;
    webui::GroupCard card;
};

Result<Ranked> ranked_group(PageQuery const& query, storage::ActorRecord const& group) {
    auto const& store = query.tools.services.store;
    auto const id = storage::ActorId(group.id);
    auto const counters = store.actor_counters.load(query.txn, id);
    auto const newest = store.post_counters.by_activity(query.txn, id, std::nullopt, 1);
    if (!counters || !newest) {
        return failed(counters ? newest.error() : counters.error());
    }
    webui::GroupCard card;
    card.group = group_reference(group);
    card.purpose = group.summary_html.empty()
                       ? std::string()
                       : activitypub::excerpt(stored_html(group.summary_html), purpose_characters);
    card.members = counters->members;
    card.topics = counters->topics;
    return Ranked{newest->empty() ? 0 : newest->front().last_activity, std::move(card)};
}

// Local public groups, most active first.
Result<Directory> read_directory(PageQuery const& query) {
    auto const& services = query.tools.services;
    auto const page = services.store.group_settings.with_visibility(
        query.txn, storage::Visibility::public_, {.limit = most_groups}
    );
    if (!page) {
        return failed(page.error());
    }
    People people(services, query.txn);
    Directory directory;
    std::vector<Ranked> ranked;
    for (auto const& settings : page->items) {
        auto const* const group = people.actor(settings.group);
        if (group == nullptr ||
            !may_see(query.txn, services.store, query.viewer, *group).value_or(false)) {
            continue;
        }
        auto item = ranked_group(query, *group);
        if (!item) {
            return std::unexpected(item.error());
        }
        directory.topics += item->card.topics;
        ranked.push_back(std::move(*item));
    }
    std::ranges::sort(ranked, [](Ranked const& a, Ranked const& b) {
        return std::tie(b.last_activity, a.card.group.name) <
               std::tie(a.last_activity, b.card.group.name);
    });
    for (auto& item : ranked) {
        if (directory.cards.size() < shown_groups) {
            directory.cards.push_back(std::move(item.card));
        }
    }
    return directory;
}

Result<std::vector<webui::TopicRow>> read_latest(PageQuery const& query) {
    auto& services = query.tools.services;
    auto const timeline = public_timeline(
        query.txn,
        services.store,
        query.viewer,
        {.local = true},
        {.limit = shown_topics},
        services.now().time_since_epoch().count()
    );
    if (!timeline) {
        return std::unexpected(timeline.error());
    }
    People people(services, query.txn);
    std::vector<webui::TopicRow> rows;
    for (auto const& entry : timeline->items) {
        auto const id = storage::PostId(entry.object);
        auto const post = services.store.posts.load(query.txn, id);
        auto const counters = services.store.post_counters.load(query.txn, id);
        if (!post || !counters) {
            return failed(post ? counters.error() : post.error());
        }
        rows.push_back(topic_row(services, query.txn, people, *post, *counters, true));
    }
    return rows;
}

// Totals of the node; a failure to count them must not take the page away.
webui::NodeCounts read_counts(PageTools& tools, std::uint64_t topics) {
    auto const figures = tools.statistics.get().value_or(NodeStatistics{});
    return {figures.members, figures.groups, topics};
}

std::vector<webui::Author> read_staff(PageQuery const& query) {
    auto const& services = query.tools.services;
    People people(services, query.txn);
    std::vector<webui::Author> staff;
    for (auto const role : {storage::NodeRole::owner, storage::NodeRole::admin}) {
        auto const page = services.store.credentials.with_role(query.txn, role, {});
        for (auto const& row : page ? page->items : std::vector<storage::CredentialsRecord>()) {
            if (auto const* const actor = people.actor(row.actor)) {
                staff.push_back(people.author(*actor));
                staff.back().role = webui::AuthorRole::staff;
            }
        }
    }
    return staff;
}

Result<PageSubject> find_landing(PageQuery const& query) {
    PageSubject subject;
    subject.draw = [&query](webui::Chrome const& chrome) -> Result<std::string> {
        auto directory = read_directory(query);
        auto latest = read_latest(query);
        if (!directory || !latest) {
            return std::unexpected(directory ? latest.error() : directory.error());
        }
        webui::LandingPage page;
        page.purpose = query.tools.config.node.description;
        page.counts = read_counts(query.tools, directory->topics);
        page.groups = std::move(directory->cards);
        page.topics = std::move(*latest);
        return webui::render_landing(query.tools.templates, chrome, page);
    };
    return subject;
}

Result<PageSubject> find_about(PageQuery const& query) {
    PageSubject subject;
    subject.draw = [&query](webui::Chrome const& chrome) -> Result<std::string> {
        auto const directory = read_directory(query);
        if (!directory) {
            return std::unexpected(directory.error());
        }
        webui::AboutPage page;
        page.purpose = query.tools.config.node.description;
        page.counts = read_counts(query.tools, directory->topics);
        page.staff = read_staff(query);
        page.contact = query.tools.config.node.contact;
        return webui::render_about(query.tools.templates, chrome, page);
    };
    return subject;
}

}  // namespace

Response show_landing(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_landing, {});
}

Response show_about(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_about, {});
}

}  // namespace folkmoot::node
