// A member's page: "/@ana", "/@bo@far.example".
#include "activitypub/html/text.hpp"
#include "node/access/can.hpp"
#include "node/community/timelines.hpp"
#include "node/fold_errors.hpp"
#include "node/http/params.hpp"
#include "node/pages/answer.hpp"
#include "node/pages/find_actor.hpp"
#include "node/pages/handlers.hpp"
#include "node/pages/people.hpp"
#include "node/pages/post_texts.hpp"
#include "node/publish/names.hpp"
#include "webui/views/member.hpp"

#include <optional>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t shown_posts = 20;
constexpr std::size_t excerpt_characters = 200;
constexpr std::size_t summary_characters = 155;

Result<webui::MemberPage> describe_member(
    PageQuery const& query, People const& people, storage::ActorRecord const& actor
) {
    auto const& services = query.tools.services;
    auto const counters = services.store.actor_counters.load(query.txn, storage::ActorId(actor.id));
    if (!counters) {
        return failed(counters.error());
    }
    bool const remote = actor.host != 0;
    webui::MemberPage page;
    page.member = people.author(actor);
    page.address = "@" + full_handle(services.site, actor);
    page.actor_url = actor_iri(services.site, actor);
    page.original_url = remote ? actor_page(services.site, actor) : std::string();
    page.header_url = people.picture(actor.header_media);
    page.bio = stored_html(actor.summary_html);
    page.summary = activitypub::excerpt(page.bio, summary_characters);
    for (auto const& field : actor.fields) {
        page.fields.push_back({field.name, stored_html(field.value), field.verified_at != 0});
    }
    page.post_count = counters->posts;
    if (!actor.hide_collections) {
        page.followers = counters->followers;
        page.following = counters->following;
    }
    if (actor.created != 0) {
        page.joined = page_time(actor.created);
    }
    page.indexable = actor.indexable && !remote;
    return page;
}

Result<webui::ProfilePost> describe_post(
    PageQuery const& query, People& people, storage::PostId id
) {
    auto const& store = query.tools.services.store;
    auto const whole = store.posts.load_whole(query.txn, id);
    auto const counters = store.post_counters.load(query.txn, id);
    if (!whole || !counters) {
        return failed(whole ? counters.error() : whole.error());
    }
    auto const& post = whole->post;
    webui::ProfilePost row;
    row.reply = post.in_reply_to != 0 || !post.in_reply_to_iri.empty();
    row.path = post.ordinal == 0 ? thread_path(people, post) : short_path(post.id);
    row.title = post.title;
    row.excerpt = excerpt_of(post, whole->body, excerpt_characters);
    if (auto const* const group = people.actor(post.group)) {
        row.group = group_reference(*group);
    }
    row.replies = post.ordinal == 0 ? counters->thread_replies : counters->replies;
    row.published = page_time(post.created);
    return row;
}

Result<void> add_posts(
    PageQuery const& query,
    People& people,
    storage::ActorRecord const& actor,
    webui::MemberPage& page
) {
    auto& services = query.tools.services;
    auto const after = parse_id(query.context.request.query_value("after")).value_or(0);
    auto const timeline = account_timeline(
        query.txn,
        services.store,
        query.viewer,
        storage::ActorId(actor.id),
        {.exclude_reblogs = true},
        {.max_id = after, .limit = shown_posts},
        services.now().time_since_epoch().count()
    );
    if (!timeline) {
        return std::unexpected(timeline.error());
    }
    for (auto const& entry : timeline->items) {
        auto row = describe_post(query, people, storage::PostId(entry.object));
        if (!row) {
            return std::unexpected(row.error());
        }
        page.posts.push_back(std::move(*row));
    }
    if (timeline->more) {
        page.links.older = page.member.path + "?after=" + std::to_string(timeline->resume);
    }
    if (after != 0) {
        page.links.newer = page.member.path;
    }
    return {};
}

Result<PageSubject> find_member(PageQuery const& query) {
    auto const& services = query.tools.services;
    auto actor = find_actor(query, query.context.params["name"]);
    if (!actor) {
        return std::unexpected(actor.error());
    }
    PageSubject subject;
    subject.activity_url = actor_iri(services.site, *actor);
    subject.moved_to = moved_actor(query, *actor, "/@");
    subject.draw = [&query,
                    actor = std::move(*actor)](webui::Chrome const& chrome) -> Result<std::string> {
        People people(query.tools.services, query.txn);
        auto page = describe_member(query, people, actor);
        if (!page) {
            return std::unexpected(page.error());
        }
        if (auto const added = add_posts(query, people, actor, *page); !added) {
            return std::unexpected(added.error());
        }
        return webui::render_member(query.tools.templates, chrome, *page);
    };
    return subject;
}

}  // namespace

Response show_member(PageTools& tools, RequestContext const& context) {
    return answer_page(tools, context, find_member, "after");
}

}  // namespace folkmoot::node
