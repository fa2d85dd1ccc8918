#include "node/community/draft.hpp"

#include "activitypub/html/text.hpp"
#include "activitypub/vocabulary/text.hpp"
#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/publish/names.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::ActorKind;
using storage::ActorRecord;
using storage::Visibility;

/// Visible characters of the summary that servers show below a title (reference: community, section
/// 3.1).
constexpr std::size_t summary_length = 480;

storage::ObjectKind kind_of(std::string_view media_type) {
    if (media_type.starts_with("image/")) {
        return storage::ObjectKind::image;
    }
    if (media_type.starts_with("video/")) {
        return storage::ObjectKind::video;
    }
    return media_type.starts_with("audio/") ? storage::ObjectKind::audio
                                            : storage::ObjectKind::document;
}

storage::AttachmentRecord attachment_of(storage::MediaFileRecord const& media) {
    storage::AttachmentRecord attachment;
    attachment.media = media.id;
    attachment.kind = kind_of(media.media_type);
    attachment.media_type = media.media_type;
    attachment.description = media.description;
    attachment.blurhash = media.blurhash;
    attachment.width = media.width;
    attachment.height = media.height;
    attachment.focus_x = media.focus_x;
    attachment.focus_y = media.focus_y;
    return attachment;
}

storage::TopicKind topic_kind_of(storage::GroupKind kind) {
    switch (kind) {
        case storage::GroupKind::qa:
            return storage::TopicKind::question;
        case storage::GroupKind::ideas:
            return storage::TopicKind::idea;
        case storage::GroupKind::kb:
            return storage::TopicKind::article;
        case storage::GroupKind::events:
            return storage::TopicKind::event;
        case storage::GroupKind::jobs:
            return storage::TopicKind::job;
        case storage::GroupKind::announcement:
            return storage::TopicKind::announcement;
        case storage::GroupKind::discussion:
            break;
    }
    return storage::TopicKind::discussion;
}

/// How the text may name its group, for leaving that out of a title.
std::vector<std::string> names_of_group(Site const& site, ActorRecord const& group) {
    auto const full = full_handle(site, group);
    return {"@" + group.username, "!" + group.username, "@" + full, "!" + full};
}

std::string title_of(Services const& services, ActorRecord const& group, std::string const& html) {
    auto const names = names_of_group(services.site, group);
    std::vector<std::string_view> const views(names.begin(), names.end());
    auto title = activitypub::title_from_first_line(activitypub::Html::trusted(html), views);
    return title.empty() ? "(untitled)" : title;
}

/// What a post is for those who did not say: the member's preference, never wider than what it
/// answers.
Result<Visibility> visibility_of(
    CreatePost const& command, storage::PreferencesRecord const& preferences, Place const& place
) {
    auto wanted = command.visibility.value_or(preferences.visibility);
    if (!command.visibility && place.parent) {
        wanted = std::max(wanted, std::min(place.parent->visibility, Visibility::direct));
    }
    if (wanted > Visibility::direct) {
        return refused(ErrorCode::unprocessable, "Posts cannot have this visibility.");
    }
    bool const open = wanted <= Visibility::unlisted;
    if (place.group && !open && command.visibility) {
        return refused(ErrorCode::unprocessable, "Everybody reads what is written in this group.");
    }
    return place.group && !open ? Visibility::public_ : wanted;
}

Result<Place> place_of_reply(
    storage::Txn const& txn, Services const& services, CreatePost const& command
) {
    auto parent = load_post_for(
        txn, services.store, Viewer::member(command.author), command.in_reply_to, Action::reply
    );
    if (!parent) {
        return std::unexpected(parent.error());
    }
    Place place;
    if (parent->group != 0) {
        auto group = services.store.actors.load(txn, ActorId(parent->group));
        if (!group) {
            return failed(group.error());
        }
        place.group = std::move(*group);
    }
    place.parent = std::move(*parent);
    return place;
}

/// The group that a text goes to: the first one that it mentions. A second one is a mention only.
std::optional<ActorId> mentioned_group(ComposedText const& composed) {
    auto const found = std::ranges::find_if(composed.mentioned, [](ActorRecord const& actor) {
        return actor.kind == ActorKind::group;
    });
    return found == composed.mentioned.end() ? std::nullopt : std::optional(ActorId(found->id));
}

void set_mentions(Site const& site, ComposedText const& composed, storage::PostRecord& post) {
    post.mentions.clear();
    for (auto const& actor : composed.mentioned) {
        storage::MentionRecord mention;
        mention.actor = actor.id;
        mention.iri = actor.iri;
        mention.name = "@" + full_handle(site, actor);
        post.mentions.push_back(std::move(mention));
    }
}

}  // namespace

Result<void> check_texts(
    CommunityLimits const& limits,
    std::string const& text,
    std::string const& content_warning,
    std::string const& title,
    std::size_t files
) {
    if (activitypub::clean_line(text).empty() && files == 0) {
        return refused(ErrorCode::unprocessable, "A post needs some text or a file.");
    }
    if (files > limits.attachments) {
        return refused(
            ErrorCode::unprocessable,
            "A post has at most " + std::to_string(limits.attachments) + " files."
        );
    }
    return in_order(
        [&] { return check_length(title, limits.title_length, "The title"); },
        [&] { return check_length(text + content_warning, limits.post_length, "The text"); }
    );
}

Result<std::vector<storage::AttachmentRecord>> attachments_of(
    storage::Txn const& txn,
    storage::Tables const& tables,
    ActorId author,
    std::vector<storage::MediaId> const& media,
    std::uint64_t post
) {
    std::vector<storage::AttachmentRecord> attachments;
    for (auto const id : media) {
        auto const record = tables.media_files.load(txn, id);
        if (!record) {
            return failed(record.error());
        }
        if (record->owner != author.value()) {
            return not_found("the file belongs to somebody else");
        }
        if (record->state != storage::MediaState::ready || record->used_by_profile ||
            (record->post != 0 && record->post != post)) {
            return refused(
                ErrorCode::unprocessable, "A file is not ready yet or is used elsewhere."
            );
        }
        attachments.push_back(attachment_of(*record));
    }
    return attachments;
}

Result<Place> place_of(
    storage::Txn const& txn,
    Services const& services,
    CreatePost const& command,
    ComposedText const& composed
) {
    if (command.in_reply_to) {
        return place_of_reply(txn, services, command);
    }
    bool const asked = static_cast<bool>(command.group);
    auto const group = asked ? std::optional(command.group) : mentioned_group(composed);
    // Who mentions a group in a post for few writes about it, not in it.
    bool const open = command.visibility.value_or(Visibility::public_) <= Visibility::unlisted;
    if (!group || (!asked && !open)) {
        return Place{};
    }
    auto record =
        load_actor_for(txn, services.store, Viewer::member(command.author), *group, Action::post);
    if (!record) {
        return std::unexpected(record.error());
    }
    return Place{std::nullopt, std::move(*record)};
}

void set_contents(
    NewPost& draft,
    Place const& place,
    Services const& services,
    std::string const& text,
    TextFormat format,
    std::string const& title,
    std::string const& content_warning,
    ComposedText const& composed
) {
    auto& [post, body, entry] = draft;
    body.source = text;
    body.source_type = format == TextFormat::markdown ? "text/markdown" : "text/plain";
    body.html = composed.html;
    set_mentions(services.site, composed, post);
    if (!place.is_topic()) {
        body.summary = content_warning;
        post.sensitive = post.sensitive || !content_warning.empty();
        return;
    }
    auto const wanted = activitypub::clean_line(!title.empty() ? title : content_warning);
    post.title = cut_to(
        wanted.empty() ? title_of(services, *place.group, composed.html) : wanted,
        services.limits.title_length
    );
    post.slug = slug_of(post.title);
    post.kind = storage::ObjectKind::article;
    body.summary = activitypub::excerpt(activitypub::Html::trusted(composed.html), summary_length);
}

Result<NewPost> draft_post(
    storage::Txn const& txn,
    Services& services,
    CreatePost const& command,
    std::vector<std::uint64_t> const& tags
) {
    auto const author = load_actor_for(
        txn, services.store, Viewer::member(command.author), command.author, Action::edit
    );
    if (!author) {
        return std::unexpected(author.error());
    }
    bool const articles = command.group || command.format == TextFormat::markdown;
    auto const composed = compose(
        txn,
        services,
        command.text,
        command.format,
        articles ? activitypub::HtmlPolicy::article : activitypub::HtmlPolicy::note
    );
    auto const place = place_of(txn, services, command, composed);
    auto const preferences = services.store.preferences.load(txn, command.author);
    if (!place || !preferences) {
        return place ? failed(preferences.error()) : std::unexpected(place.error());
    }
    auto const visibility = visibility_of(command, *preferences, *place);
    auto attachments = attachments_of(txn, services.store, command.author, command.media, 0);
    if (!visibility || !attachments) {
        return std::unexpected((visibility ? attachments.error() : visibility.error()));
    }
    NewPost draft;
    auto& post = draft.post;
    post.id = services.store.ids().next();
    post.author = command.author.value();
    post.group = place->group ? place->group->id : 0;
    post.in_reply_to = command.in_reply_to.value();
    post.root = place->parent ? place->parent->root : post.id;
    post.local = true;
    post.created = milliseconds_now(services);
    post.received = post.created;
    post.visibility = *visibility;
    post.language = command.language.empty() ? preferences->language : command.language;
    post.sensitive = command.sensitive;
    post.application = command.application.value();
    post.attachments = std::move(*attachments);
    post.tags = tags;
    post.awaiting_group = place->group && place->group->host != 0;
    draft.body.version = 1;
    if (place->is_topic()) {
        auto const settings = services.store.group_settings.load(txn, ActorId(post.group));
        post.topic_kind = command.topic_kind.value_or(
            settings ? topic_kind_of(settings->kind) : storage::TopicKind::discussion
        );
        if (place->group->host == 0) {
            draft.topic_entry = storage::EntryId(services.store.ids().next());
        }
    }
    set_contents(
        draft,
        *place,
        services,
        command.text,
        command.format,
        command.title,
        command.content_warning,
        composed
    );
    return draft;
}

}  // namespace folkmoot::node
