// Pages of posts: topics of groups, posts outside groups, and the short link that finds either.
#include "node/access/can.hpp"
#include "node/fold_errors.hpp"
#include "node/http/negotiate.hpp"
#include "node/http/params.hpp"
#include "node/pages/answer.hpp"
#include "node/pages/frame.hpp"
#include "node/pages/handlers.hpp"
#include "node/pages/post_places.hpp"
#include "node/pages/topic_view.hpp"
#include "node/publish/names.hpp"
#include "webui/views/problem.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::uint32_t most_pages = 1'000'000;

// A page number from 1; nothing for what is none.
std::optional<std::uint32_t> page_number(Request const& request) {
    auto const text = request.query_value("p");
    if (text.empty()) {
        return 1;
    }
    std::uint32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    bool const whole = read.ec == std::errc{} && read.ptr == end;
    return whole && number >= 1 && number <= most_pages ? std::optional(number) : std::nullopt;
}

// What is left of a post that the viewer could have read: 410 with who took it away.
Response gone_page(PageQuery const& query, storage::PostRecord const& post) {
    auto const& context = query.context;
    webui::ProblemPage page;
    page.status = 410;
    page.request_id = std::string(context.request_id);
    page.removed_by_moderator = post.state == storage::PostState::removed;
    if (post.state == storage::PostState::deleted && post.edited != 0) {
        page.gone_since = webui::Time(std::chrono::milliseconds(post.edited));
    }
    People people(query.tools.services, query.txn);
    if (auto const* const group = people.actor(post.group)) {
        page.group = group_reference(*group);
    }
    auto const chrome =
        make_chrome(query.tools, query.txn, context.request, context.caller, query.path);
    return private_page(webui::render_problem(query.tools.templates, chrome, page), 410);
}

// The post, or the answer that tells that it is gone.
struct Located {
    storage::PostRecord post;
    std::optional<Response> gone;
};

Result<Located> locate(PageQuery const& query, std::uint64_t id) {
    auto const& store = query.tools.services.store;
    auto post = store.posts.load(query.txn, storage::PostId(id));
    if (!post) {
        return failed(post.error());
    }
    auto const readable = can(query.txn, store, query.viewer, Action::read, *post);
    if (readable) {
        return Located{std::move(*post), std::nullopt};
    }
    bool const taken_away =
        post->state == storage::PostState::deleted || post->state == storage::PostState::removed;
    if (!taken_away || !can(query.txn, store, query.viewer, Action::know, *post)) {
        return std::unexpected(readable.error());
    }
    Located located{std::move(*post), std::nullopt};
    located.gone = gone_page(query, located.post);
    return located;
}

// The first post of the thread; nothing when the viewer may not read it.
std::optional<storage::PostRecord> readable_root(
    PageQuery const& query, storage::PostRecord const& post
) {
    if (post.root == post.id || post.root == 0) {
        return post;
    }
    auto const& store = query.tools.services.store;
    auto root = store.posts.load(query.txn, storage::PostId(post.root));
    bool const readable = root && can(query.txn, store, query.viewer, Action::read, *root);
    return readable ? std::optional(std::move(*root)) : std::nullopt;
}

PageSubject draw_thread(PageQuery const& query, storage::PostRecord root, std::uint32_t page) {
    PageSubject subject;
    subject.activity_url = post_iri(query.tools.services.site, root);
    subject.draw = [&query, page, root = std::move(root)](webui::Chrome const& chrome
                   ) -> Result<std::string> {
        auto const view = topic_view(query.tools.services, query.txn, query.viewer, root, page);
        if (!view) {
            return std::unexpected(view.error());
        }
        return webui::render_topic(query.tools.templates, chrome, *view);
    };
    return subject;
}

PageSubject draw_single(PageQuery const& query, storage::PostRecord post) {
    PageSubject subject;
    subject.activity_url = post_iri(query.tools.services.site, post);
    subject.draw = [&query,
                    post = std::move(post)](webui::Chrome const& chrome) -> Result<std::string> {
        auto const view = single_post_view(query.tools.services, query.txn, post);
        if (!view) {
            return std::unexpected(view.error());
        }
        return webui::render_topic(query.tools.templates, chrome, *view);
    };
    return subject;
}

// The address asked for, without the query: segments as decoded.
std::string asked_path(Request const& request) {
    std::string path;
    for (auto const& segment : request.segments) {
        path.append("/").append(segment);
    }
    return path;
}

Result<PageSubject> thread_subject(PageQuery const& query, std::uint64_t id) {
    auto const page = page_number(query.context.request);
    if (!page) {
        return not_found();
    }
    auto located = locate(query, id);
    if (!located) {
        return std::unexpected(located.error());
    }
    if (located->gone) {
        PageSubject subject;
        subject.instead = std::move(located->gone);
        return subject;
    }
    auto const& post = located->post;
    auto root = readable_root(query, post);
    if (!root) {
        return draw_single(query, post);
    }
    People people(query.tools.services, query.txn);
    auto const path = thread_path(people, *root);
    if (root->id != post.id) {
        PageSubject subject;
        subject.activity_url = post_iri(query.tools.services.site, post);
        subject.moved_to = post_location(people, *root, post.ordinal);
        return subject;
    }
    auto subject = draw_thread(query, std::move(*root), *page);
    if (asked_path(query.context.request) != path) {
        subject.moved_to = path + (*page > 1 ? "?p=" + std::to_string(*page) : "");
    }
    return subject;
}

Result<PageSubject> find_topic(PageQuery const& query) {
    return thread_subject(query, id_of_segment(query.context.params["topic"]));
}

Result<PageSubject> find_post(PageQuery const& query) {
    return thread_subject(query, parse_id(query.context.params["id"]).value_or(0));
}

// The short link moves with the post's page, so its redirect is no permanent one.
Result<PageSubject> find_by_link(PageQuery const& query) {
    auto subject = thread_subject(query, parse_id(query.context.params["id"]).value_or(0));
    if (subject && !subject->moved_to.empty()) {
        auto const accept = query.context.request.headers.get("Accept");
        if (!wants_activity(accept)) {
            subject->instead = redirect(subject->moved_to, 302);
        }
    }
    return subject;
}

}  // namespace

Response show_topic(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_topic, "p");
}

Response show_post(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_post, "p");
}

Response follow_short_link(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_by_link, {});
}

}  // namespace folkmoot::node
