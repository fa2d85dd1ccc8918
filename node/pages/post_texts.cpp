#include "node/pages/post_texts.hpp"

#include "activitypub/html/text.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t headline_characters = 100;

}  // namespace

webui::Html stored_html(std::string html) {
    return webui::Html::trusted(std::move(html));
}

std::string warning_of(storage::PostRecord const& post, storage::PostBodyRecord const& body) {
    // The summary of an article with a title is its excerpt, not a warning (decision 3).
    if (post.title.empty() || (post.kind == storage::ObjectKind::note && !body.summary.empty())) {
        return body.summary;
    }
    return post.sensitive ? post.title : std::string();
}

std::string excerpt_of(
    storage::PostRecord const& post, storage::PostBodyRecord const& body, std::size_t characters
) {
    auto warning = warning_of(post, body);
    return warning.empty() ? activitypub::excerpt(stored_html(body.html), characters) : warning;
}

std::string headline_of(
    Services const& services, storage::Txn const& txn, storage::PostRecord const& post
) {
    if (!post.title.empty()) {
        return post.title;
    }
    auto const body = services.store.posts.load_body(txn, storage::PostId(post.id));
    auto text = body ? excerpt_of(post, *body, headline_characters) : std::string();
    return text.empty() ? "#" + std::to_string(post.id) : text;
}

webui::TopicRow topic_row(
    Services const& services,
    storage::Txn const& txn,
    People& people,
    storage::PostRecord const& topic,
    storage::PostCountersRecord const& counters,
    bool with_group
) {
    webui::TopicRow row;
    row.path = thread_path(people, topic);
    row.title = headline_of(services, txn, topic);
    row.author = people.author(topic.author);
    if (auto const* const group = with_group ? people.actor(topic.group) : nullptr) {
        row.group = group_reference(*group);
    }
    row.replies = counters.thread_replies;
    row.last_activity = page_time(std::max(counters.last_activity, topic.created));
    row.pinned = topic.pinned;
    row.locked = topic.locked;
    return row;
}

webui::Time page_time(std::int64_t milliseconds) noexcept {
    return webui::Time(std::chrono::milliseconds(milliseconds));
}

}  // namespace folkmoot::node
