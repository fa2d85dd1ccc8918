#include "node/pages/topic_view.hpp"

#include "activitypub/html/text.hpp"
#include "node/access/can.hpp"
#include "node/community/thread.hpp"
#include "node/fold_errors.hpp"
#include "node/pages/post_places.hpp"
#include "node/pages/post_texts.hpp"
#include "node/publish/documents/media_document.hpp"
#include "node/publish/names.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t excerpt_characters = 155;

webui::AttachmentKind kind_of(std::string_view media_type) {
    if (media_type.starts_with("image/")) {
        return webui::AttachmentKind::image;
    }
    if (media_type.starts_with("video/")) {
        return webui::AttachmentKind::video;
    }
    return media_type.starts_with("audio/") ? webui::AttachmentKind::audio
                                            : webui::AttachmentKind::file;
}

bool is_web_url(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

// Builds the posts of one page.
class Composer {
public:
    Composer(
        Services const& services,
        storage::Txn const& txn,
        storage::PostRecord const& root,
        bool structured
    )
        : services_(services),
          txn_(txn),
          root_(root),
          structured_(structured),
          people_(services, txn) {}

    People& people() { return people_; }

    Result<webui::Post> post(storage::PostRecord const& record) {
        webui::Post post;
        post.number = record.ordinal + 1;
        post.path = short_path(record.id);
        post.level = record.depth;
        post.published = page_time(record.created);
        if (record.state == storage::PostState::deleted) {
            post.state = webui::PostState::deleted;
            return post;
        }
        if (record.state == storage::PostState::removed) {
            post.state = webui::PostState::removed;
            return post;
        }
        auto const id = storage::PostId(record.id);
        auto body = services_.store.posts.load_body(txn_, id);
        auto const counters = services_.store.post_counters.load(txn_, id);
        if (!body || !counters) {
            return failed(body ? counters.error() : body.error());
        }
        fill(post, record, std::move(*body));
        post.likes = counters->likes;
        // A group passes every topic on: that is no share.
        bool const passed_on = record.group != 0 && record.ordinal == 0 && counters->boosts > 0;
        post.shares = counters->boosts - (passed_on ? 1 : 0);
        return post;
    }

private:
    void fill(webui::Post& post, storage::PostRecord const& record, storage::PostBodyRecord body) {
        post.author = people_.author(record.author);
        post.reply_to = reply_target(record);
        post.warning = warning_of(record, body);
        post.content = stored_html(std::move(body.html));
        if (structured_ && post.warning.empty()) {
            post.text = activitypub::plain_text(post.content);
        }
        post.language = record.language;
        for (auto const& attachment : record.attachments) {
            if (auto shown = this->attachment(attachment)) {
                post.attachments.push_back(std::move(*shown));
            }
        }
        if (record.edited != 0) {
            post.edited = page_time(record.edited);
        }
        if (!record.local && is_web_url(record.url.empty() ? record.iri : record.url)) {
            post.original_url = record.url.empty() ? record.iri : record.url;
        }
    }

    // Answers to the opening post need no pointer: they stand below it.
    std::optional<webui::ReplyTarget> reply_target(storage::PostRecord const& record) {
        if (record.in_reply_to == 0 || record.in_reply_to == root_.id) {
            return std::nullopt;
        }
        auto const parent = services_.store.posts.load(txn_, storage::PostId(record.in_reply_to));
        if (!parent || parent->state != storage::PostState::normal ||
            parent->visibility != record.visibility) {
            return std::nullopt;
        }
        return webui::ReplyTarget{parent->ordinal + 1, people_.author(parent->author).name};
    }

    std::optional<webui::Attachment> attachment(storage::AttachmentRecord const& record) {
        webui::Attachment shown;
        shown.description = record.description;
        if (record.media == 0) {
            // A file elsewhere is a link: the page loads nothing from other servers.
            shown.url = record.url;
            shown.media_type = record.media_type;
            return is_web_url(shown.url) ? std::optional(std::move(shown)) : std::nullopt;
        }
        auto const file = services_.store.media_files.load(txn_, storage::MediaId(record.media));
        if (!file) {
            return std::nullopt;
        }
        shown.kind = kind_of(file->media_type);
        shown.url = media_url(services_.site, *file);
        shown.media_type = file->media_type;
        shown.description = file->description;
        bool const small = !file->preview_hash.empty();
        if (small) {
            shown.preview_url =
                services_.site.media(media_path(file->preview_hash, file->preview_type));
        }
        shown.width = small ? file->preview_width : file->width;
        shown.height = small ? file->preview_height : file->height;
        return shown;
    }

    Services const& services_;
    storage::Txn const& txn_;
    storage::PostRecord const& root_;
    bool structured_;
    People people_;
};

// What a page says about its thread.
webui::TopicPage describe(
    Services const& services,
    storage::Txn const& txn,
    Composer& composer,
    storage::PostRecord const& root
) {
    webui::TopicPage page;
    auto& people = composer.people();
    auto const* const group = people.actor(root.group);
    if (group != nullptr) {
        page.group = group_reference(*group);
    }
    if (auto const settings =
            services.store.group_settings.load(txn, storage::ActorId(root.group))) {
        people.set_moderators(settings->moderators);
    }
    page.title = headline_of(services, txn, root);
    page.path = thread_path(people, root);
    page.object_url = post_iri(services.site, root);
    page.opener = people.author(root.author);
    page.published = page_time(root.created);
    page.pinned = root.pinned;
    page.locked = root.locked;
    if (!root.local) {
        page.original_url = root.url.empty() ? root.iri : root.url;
    }
    // Outside groups a post belongs to its author, who may not wish to be found.
    auto const* const author = people.actor(root.author);
    page.indexable = root.local && root.visibility == storage::Visibility::public_ &&
                     (group != nullptr || (author != nullptr && author->indexable));
    return page;
}

bool is_gone(storage::PostRecord const& post) {
    return post.state == storage::PostState::deleted || post.state == storage::PostState::removed;
}

// Ordinals of a page: (after, last]. The first page holds the opening post besides.
struct Range {
    std::uint32_t after;
    std::uint32_t last;
};

Range range_of(std::uint32_t page) {
    auto const first = (page - 1) * posts_per_page;
    return {first == 0 ? 0 : first - 1, first + posts_per_page - 1};
}

// A reply that nobody may read any more and that the viewer could have read; nothing for one that
// was never meant for them.
Result<std::optional<storage::PostRecord>> gone_reply(
    Services const& services,
    storage::Txn const& txn,
    Viewer const& viewer,
    storage::PostRecord const& root,
    std::uint32_t ordinal
) {
    auto const& posts = services.store.posts;
    auto const id = posts.in_thread(txn, storage::PostId(root.id), ordinal);
    auto reply = id ? posts.load(txn, *id) : std::unexpected(id.error());
    if (!reply) {
        return failed(reply.error());
    }
    bool const known = is_gone(*reply) && can(txn, services.store, viewer, Action::know, *reply);
    return known ? std::optional(std::move(*reply)) : std::nullopt;
}

Result<void> add_post(
    Composer& composer, storage::PostRecord const& record, webui::TopicPage& page
) {
    auto post = composer.post(record);
    if (!post) {
        return std::unexpected(post.error());
    }
    page.posts.push_back(std::move(*post));
    return {};
}

std::uint64_t count_participants(webui::TopicPage const& page) {
    std::unordered_set<std::string_view> handles{page.opener.handle};
    for (auto const& post : page.posts) {
        if (post.state == webui::PostState::present) {
            handles.insert(post.author.handle);
        }
    }
    return handles.size();
}

void finish(
    Services const& services,
    storage::Txn const& txn,
    storage::PostRecord const& root,
    webui::TopicPage& page
) {
    auto const body = services.store.posts.load_body(txn, storage::PostId(root.id));
    page.excerpt = body ? excerpt_of(root, *body, excerpt_characters) : std::string();
    page.participants = count_participants(page);
}

}  // namespace

Result<webui::TopicPage> topic_view(
    Services const& services,
    storage::Txn const& txn,
    Viewer const& viewer,
    storage::PostRecord const& root,
    std::uint32_t page
) {
    auto const range = range_of(page);
    auto const thread = thread_page(
        txn, services.store, viewer, storage::PostId(root.id), range.after, posts_per_page
    );
    if (!thread) {
        return std::unexpected(thread.error());
    }
    auto const pages = page_of(thread->counters.last_ordinal);
    if (page > pages) {
        return not_found();
    }
    bool const structured = root.local && root.visibility == storage::Visibility::public_;
    Composer composer(services, txn, root, structured);
    auto view = describe(services, txn, composer, root);
    view.page = page;
    view.pages = pages;
    view.replies = thread->counters.thread_replies;
    view.likes = thread->counters.likes;
    if (page == 1) {
        if (auto const added = add_post(composer, root, view); !added) {
            return std::unexpected(added.error());
        }
    }
    for (auto const& reply : thread->replies) {
        if (reply.ordinal > range.last) {
            break;
        }
        auto const gone = reply.visible ? Result<std::optional<storage::PostRecord>>{}
                                        : gone_reply(services, txn, viewer, root, reply.ordinal);
        if (!gone) {
            return std::unexpected(gone.error());
        }
        if (!reply.visible && !*gone) {
            continue;
        }
        if (auto const added = add_post(composer, reply.visible ? reply.post : **gone, view);
            !added) {
            return std::unexpected(added.error());
        }
    }
    finish(services, txn, root, view);
    return view;
}

Result<webui::TopicPage> single_post_view(
    Services const& services, storage::Txn const& txn, storage::PostRecord const& post
) {
    Composer composer(services, txn, post, false);
    auto view = describe(services, txn, composer, post);
    view.path = short_path(post.id);
    view.indexable = false;
    auto shown = composer.post(post);
    if (!shown) {
        return std::unexpected(shown.error());
    }
    view.likes = shown->likes;
    view.posts.push_back(std::move(*shown));
    finish(services, txn, post, view);
    return view;
}

}  // namespace folkmoot::node
