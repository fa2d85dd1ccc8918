#include "node/api/mastodon/entities/account_entity.hpp"

#include "activitypub/html/text.hpp"
#include "node/access/can.hpp"
#include "node/api/mastodon/entities/emoji_entity.hpp"
#include "node/api/mastodon/entities/words.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/documents/media_document.hpp"
#include "node/publish/names.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using storage::ActorKind;
using storage::ActorRecord;

constexpr std::int64_t day_ms = 86'400'000;

/// URL of a picture: stored here, elsewhere, or the default.
std::string picture_url(
    EntitySource const& source, std::uint64_t media, std::string const& url, std::string const& none
) {
    if (media != 0) {
        if (auto const file = source.tables.media_files.load(source.txn, storage::MediaId(media))) {
            return media_url(source.site, *file);
        }
    }
    return url.empty() ? none : url;
}

void write_pictures(JsonWriter& json, EntitySource const& source, ActorRecord const& actor) {
    auto const avatar =
        picture_url(source, actor.icon_media, actor.icon_url, source.pictures.avatar);
    auto const header =
        picture_url(source, actor.header_media, actor.header_url, source.pictures.header);
    json.key("avatar").string(avatar).key("avatar_static").string(avatar);
    json.key("avatar_description").string(actor.icon_description);
    json.key("header").string(header).key("header_static").string(header);
    json.key("header_description").string(actor.header_description);
}

void write_fields(JsonWriter& json, ActorRecord const& actor, bool plain) {
    json.key("fields").begin_array();
    for (auto const& field : actor.fields) {
        json.begin_object();
        json.key("name").string(field.name);
        json.key("value").string(
            plain ? activitypub::plain_text(activitypub::Html::trusted(field.value)) : field.value
        );
        json.key("verified_at").time_or_null(field.verified_at);
        json.end_object();
    }
    json.end_array();
}

bool is_group(ActorKind kind) noexcept {
    return kind == ActorKind::group;
}

bool is_automated(ActorRecord const& actor) noexcept {
    bool const program = actor.kind == ActorKind::service || actor.kind == ActorKind::application;
    return !is_group(actor.kind) && (actor.bot || program);
}

std::string extension_of(EntitySource const& source, ActorRecord const& actor) {
    std::string out;
    JsonWriter json(out);
    json.key("kind").string(is_group(actor.kind) ? "group" : "person");
    if (!is_group(actor.kind)) {
        return out;
    }
    auto const settings = source.tables.group_settings.load(source.txn, storage::ActorId(actor.id));
    json.key("type").string(settings ? group_kind_word(settings->kind) : "discussion");
    auto const join = actor.locked ? storage::JoinPolicy::approval : storage::JoinPolicy::open;
    json.key("join").string(join_policy_word(settings ? settings->join_policy : join));
    json.key("visibility").string(group_visibility_word(actor.visibility));
    return out;
}

Fragment render(EntitySource const& source, ActorRecord const& actor) {
    Fragment fragment;
    JsonWriter json(fragment.identity);
    json.key("id").id(actor.id);
    json.key("username").string(actor.username);
    json.key("acct").string(acct(actor));
    json.key("display_name").string(actor.display_name);
    json.key("locked").boolean(actor.locked);
    json.key("bot").boolean(is_automated(actor));
    json.key("group").boolean(is_group(actor.kind));
    json.key("discoverable").boolean(actor.discoverable);
    json.key("indexable").boolean(actor.indexable);
    json.key("noindex").boolean(!actor.indexable);
    json.key("created_at").time(actor.created - actor.created % day_ms);
    json.key("note").string(actor.summary_html);
    json.key("url").string(actor_page(source.site, actor));
    json.key("uri").string(actor_iri(source.site, actor));
    write_pictures(json, source, actor);
    json.key("hide_collections").boolean(actor.hide_collections);
    json.key("emojis");
    write_emojis(json, actor.emojis);
    write_fields(json, actor, false);
    json.key("roles").begin_array().end_array();
    json.key("suspended").boolean(actor.suspended);
    json.key("limited").boolean(actor.silenced);
    json.key("memorial").boolean(actor.memorial);
    fragment.extension = extension_of(source, actor);
    return fragment;
}

std::uint64_t stamp(storage::Actor const& actor) {
    return stamp_of(
        actor.updated(),
        actor.fetched_at(),
        actor.suspended(),
        actor.silenced(),
        actor.locked(),
        actor.icon_media(),
        actor.header_media()
    );
}

std::string date_of(std::int64_t milliseconds) {
    return format_rfc3339(Time(std::chrono::milliseconds(milliseconds))).substr(0, 10);
}

/// What is counted, and what depends on who looks.
Result<void> write_changing(
    JsonWriter& json, EntitySource const& source, storage::Actor const& actor, Fragment const& fixed
) {
    auto const counters =
        source.tables.actor_counters.load(source.txn, storage::ActorId(actor.id()));
    if (!counters) {
        return failed(counters.error());
    }
    bool const group = is_group(actor.kind());
    json.key("followers_count").number(counters->followers);
    json.key("following_count").number(counters->following);
    json.key("statuses_count").number(group ? counters->topics : counters->posts);
    json.key("last_status_at")
        .text_or_null(counters->last_status_at == 0 ? "" : date_of(counters->last_status_at));
    json.key("folkmoot").begin_object().raw(fixed.extension);
    if (group) {
        bool const local = actor.host() == 0;
        json.key("members_count").number(local ? counters->members : counters->followers);
        json.key("topics_count").number(counters->topics);
        bool may_post = false;
        if (source.member()) {
            auto const record = source.tables.actors.load(source.txn, storage::ActorId(actor.id()));
            may_post =
                record &&
                can(source.txn, source.tables, source.viewer, Action::post, *record).has_value();
        }
        json.key("can_post").boolean(may_post);
    }
    json.end_object();
    return {};
}

}  // namespace

Result<void> AccountWriter::write_members(JsonWriter& json, storage::ActorId id, bool with_moved) {
    auto const actor = source_.tables.actors.view(source_.txn, id);
    if (!actor) {
        return failed(actor.error());
    }
    auto const current = stamp(**actor);
    auto fixed = source_.fragments.find(id.value(), current);
    if (!fixed) {
        fixed = source_.fragments.put(id.value(), current, render(source_, actor->unpack()));
    }
    json.raw(fixed->identity);
    if (auto done = write_changing(json, source_, **actor, *fixed); !done) {
        return done;
    }
    json.key("moved");
    storage::ActorId const moved((*actor)->moved_to());
    auto const start = json.mark();
    if (with_moved && moved && moved != id) {
        json.begin_object();
        if (write_members(json, moved, false)) {
            json.end_object();
            return {};
        }
        json.rewind(start);
    }
    json.null();
    return {};
}

Result<std::string_view> AccountWriter::json(storage::ActorId actor) {
    if (auto const found = made_.find(actor); found != made_.end()) {
        return found->second;
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    if (auto done = write_members(json, actor, true); !done) {
        return std::unexpected(std::move(done.error()));
    }
    json.end_object();
    return made_.emplace(actor, std::move(out)).first->second;
}

Result<void> AccountWriter::write(JsonWriter& json, storage::ActorId actor) {
    auto const made = this->json(actor);
    if (!made) {
        return std::unexpected(made.error());
    }
    json.raw(*made);
    return {};
}

Result<void> AccountWriter::write_own(JsonWriter& json) {
    auto const member = source_.member();
    auto const actor = source_.tables.actors.load(source_.txn, member);
    auto const preferences = source_.tables.preferences.load(source_.txn, member);
    auto const credentials = source_.tables.credentials.load(source_.txn, member);
    if (!actor || !preferences || !credentials) {
        return not_found("member without actor, preferences or credentials");
    }
    storage::PageRequest request;
    request.limit = 100;
    auto const waiting = source_.tables.follows.followers_of(
        source_.txn, member, storage::FollowState::pending, request
    );
    json.begin_object();
    if (auto done = write_members(json, member, true); !done) {
        return done;
    }
    json.key("source").begin_object();
    json.key("privacy").string(visibility_word(preferences->visibility));
    json.key("sensitive").boolean(preferences->sensitive);
    json.key("language").text_or_null(preferences->language);
    json.key("note").string(actor->summary_source);
    write_fields(json, *actor, true);
    json.key("follow_requests_count").number(waiting ? waiting->items.size() : 0);
    json.key("hide_collections").boolean(actor->hide_collections);
    json.key("discoverable").boolean(actor->discoverable);
    json.key("indexable").boolean(actor->indexable);
    json.key("attribution_domains").begin_array().end_array();
    json.key("quote_policy").string("nobody");
    json.end_object();
    bool const staff = credentials->role >= storage::NodeRole::moderator;
    json.key("role").begin_object();
    json.key("id").string(std::to_string(static_cast<int>(credentials->role)));
    json.key("name").string(staff ? storage::EnumNameNodeRole(credentials->role) : "");
    json.key("permissions").string("0");
    json.key("color").string("");
    json.key("highlighted").boolean(staff);
    json.end_object();
    json.end_object();
    return {};
}

Result<void> AccountWriter::write_muted(
    JsonWriter& json, storage::ActorId actor, std::int64_t expires
) {
    json.begin_object();
    if (auto done = write_members(json, actor, true); !done) {
        return done;
    }
    json.key("mute_expires_at").time_or_null(expires);
    json.end_object();
    return {};
}

}  // namespace folkmoot::node
