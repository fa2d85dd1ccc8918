#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/draft.hpp"
#include "node/community/posts.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::PostWithBody;

/// Where a stored post belongs, as set_contents asks.
Result<Place> present_place(
    storage::Txn const& txn, Services const& services, storage::PostRecord const& post
) {
    Place place;
    if (post.group != 0) {
        auto group = services.store.actors.load(txn, ActorId(post.group));
        if (!group) {
            return failed(group.error());
        }
        place.group = std::move(*group);
    }
    if (post.in_reply_to != 0) {
        place.parent.emplace();
    }
    return place;
}

/// The post as it is to be.
Result<NewPost> edited_post(
    storage::Txn const& txn,
    Services const& services,
    EditPost const& command,
    PostWithBody const& before,
    std::vector<std::uint64_t> const& tags
) {
    auto const place = present_place(txn, services, before.post);
    if (!place) {
        return std::unexpected(place.error());
    }
    auto attachments =
        attachments_of(txn, services.store, command.author, command.media, before.post.id);
    if (!attachments) {
        return std::unexpected(attachments.error());
    }
    bool const article =
        before.post.kind == storage::ObjectKind::article || command.format == TextFormat::markdown;
    auto const composed = compose(
        txn,
        services,
        command.text,
        command.format,
        article ? activitypub::HtmlPolicy::article : activitypub::HtmlPolicy::note
    );
    NewPost after{before.post, before.body, {}};
    after.post.sensitive = command.sensitive;
    after.post.attachments = std::move(*attachments);
    after.post.tags = tags;
    if (!command.language.empty()) {
        after.post.language = command.language;
    }
    auto const title = command.title.empty() && command.content_warning.empty() ? before.post.title
                                                                                : command.title;
    set_contents(
        after,
        *place,
        services,
        command.text,
        command.format,
        title,
        command.content_warning,
        composed
    );
    // The address of a topic does not change with its title.
    after.post.slug = before.post.slug;
    return after;
}

bool says_the_same(PostWithBody const& before, NewPost const& after) {
    return before.post == after.post && before.body == after.body;
}

/// The post that may be edited.
Result<PostWithBody> load_own(
    storage::Txn const& txn, Services const& services, EditPost const& command
) {
    auto const post = load_post_for(
        txn, services.store, Viewer::member(command.author), command.post, Action::edit
    );
    if (!post) {
        return std::unexpected(post.error());
    }
    return folded(services.store.posts.load_whole(txn, command.post));
}

awaitable<Result<PostWithBody>> edit_once(
    Services& services, EditPost command, std::vector<std::uint64_t> tags
) {
    auto const now = milliseconds_now(services);
    PostWithBody before;
    NewPost after;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto own = load_own(*txn, services, command);
        if (!own) {
            co_return own;
        }
        before = std::move(*own);
        auto edited = edited_post(*txn, services, command, before, tags);
        if (!edited) {
            co_return std::unexpected(edited.error());
        }
        after = std::move(*edited);
        if (says_the_same(before, after)) {
            co_return before;
        }
        after.post.edited = now;
        after.body.version = before.body.version + 1;
        auto built = services.publisher.post_edited(*txn, after.post, after.body);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    auto closure = [&services, command, before, after, rows, now](storage::WriteTxn& txn
                   ) -> Result<PostWithBody> {
        auto const own = load_own(txn, services, command);
        if (!own) {
            return own;
        }
        if (own->post != before.post || own->body != before.body) {
            return stale();
        }
        auto const done = in_order(
            [&] {
                return attachments_of(
                    txn, services.store, command.author, command.media, before.post.id
                );
            },
            [&] {
                return replace_contents(services.store, txn, before, after, command.author, now);
            },
            [&] { return append(services.store, txn, rows); }
        );
        return done ? Result<PostWithBody>(PostWithBody{after.post, after.body})
                    : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace

awaitable<Result<PostWithBody>> edit_post(Services& services, EditPost command) {
    auto const tags = co_await prepare_texts(services, command);
    if (!tags) {
        co_return std::unexpected(tags.error());
    }
    co_return co_await with_retries([&] { return edit_once(services, command, *tags); });
}

}  // namespace folkmoot::node
