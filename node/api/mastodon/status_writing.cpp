// Mastodon API: POST, PUT and DELETE /api/v1/statuses. A topic of a group is a status with
// `folkmoot[group]` or `folkmoot[group_id]` and `folkmoot[title]`, or one that mentions the group.
#include "node/api/mastodon/entities/words.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/api/mastodon/status_lookup.hpp"
#include "node/community/account_search.hpp"
#include "node/community/boosts.hpp"
#include "node/community/posts.hpp"
#include "node/fold_errors.hpp"

#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::ActorId;
using storage::MediaId;
using storage::PostId;

constexpr std::size_t longest_key = 200;

std::vector<MediaId> read_media(Params& params) {
    std::vector<MediaId> media;
    for (auto const id : params.ids("media_ids", 50)) {
        media.emplace_back(id);
    }
    return media;
}

TextFormat read_format(Params& params) {
    return params.text("content_type", 50) == "text/markdown" ? TextFormat::markdown
                                                              : TextFormat::plain;
}

void refuse_what_is_not_there(Params& params) {
    for (std::string_view const name : {"poll", "scheduled_at", "quoted_status_id"}) {
        if (params.has(name)) {
            params.refuse(
                ErrorCode::unprocessable,
                "Validation failed: This node has no " + std::string(name) + " yet"
            );
        }
    }
}

/// Where a status goes: what ids of the request name, looked up for the member.
struct Place {
    PostId parent;
    ActorId group;
};

/// The group that `folkmoot[group_id]` or `folkmoot[group]`, a handle, names; none without either.
Result<ActorId> find_group(Reading& reading, Params& extension) {
    Result<storage::ActorRecord> group = std::unexpected(Error{});
    if (auto const id = extension.id("group_id")) {
        group = load_actor_for(reading.txn(), reading.tables(), reading.viewer(), ActorId(*id));
    } else if (auto const handle = extension.text("group", 500); handle && !handle->empty()) {
        group = find_by_handle(
            reading.txn(), reading.tables(), reading.api.site(), reading.viewer(), *handle
        );
    } else {
        return ActorId{};
    }
    if (!group) {
        return std::unexpected(group.error());
    }
    if (group->kind != storage::ActorKind::group) {
        return refused(ErrorCode::unprocessable, "Validation failed: This account is no group");
    }
    return ActorId(group->id);
}

asio::awaitable<Result<Place>> find_place(Change& change) {
    Place place;
    auto const looked = co_await answer_from(change, [&](Reading& reading) -> Result<Response> {
        if (auto const id = reading.params.id("in_reply_to_id")) {
            auto const parent = find_status(reading.txn(), reading.tables(), reading.viewer(), *id);
            if (!parent) {
                return std::unexpected(parent.error());
            }
            place.parent = PostId(parent->post.id);
        }
        auto extension = reading.params.child("folkmoot");
        auto const group = find_group(reading, extension);
        if (!group) {
            return std::unexpected(group.error());
        }
        place.group = *group;
        return empty_response();
    });
    if (!looked) {
        co_return std::unexpected(looked.error());
    }
    co_return place;
}

void read_extension(Params& params, CreatePost& command) {
    auto extension = params.child("folkmoot");
    command.title = extension.text("title").value_or("");
    if (auto const word = extension.text("kind", 30)) {
        command.topic_kind = parse_topic_kind(*word);
        if (!command.topic_kind) {
            params.refuse(ErrorCode::unprocessable, "Validation failed: Kind is not known");
        }
    }
}

CreatePost read_post(Change& change) {
    auto& params = change.params;
    CreatePost command;
    command.author = change.member;
    command.text = params.text("status", 256 * 1024).value_or("");
    command.format = read_format(params);
    command.content_warning = params.text("spoiler_text").value_or("");
    if (auto const word = params.text("visibility", 20); word && !word->empty()) {
        command.visibility = parse_visibility(*word);
        if (!command.visibility) {
            params.refuse(ErrorCode::unprocessable, "Validation failed: Visibility is not known");
        }
    }
    command.sensitive = params.boolean("sensitive").value_or(false);
    command.language = params.text("language", 35).value_or("");
    command.media = read_media(params);
    command.application = storage::AppId(change.context.caller.application.value_or(0));
    command.idempotency_key = change.context.request.headers.get("Idempotency-Key");
    read_extension(params, command);
    refuse_what_is_not_there(params);
    if (command.idempotency_key.size() > longest_key) {
        params.refuse(ErrorCode::invalid_input, "The Idempotency-Key is too long.");
    }
    return command;
}

asio::awaitable<Result<Response>> create(Change& change) {
    auto command = read_post(change);
    auto const place = co_await find_place(change);
    if (!place) {
        co_return std::unexpected(place.error());
    }
    command.in_reply_to = place->parent;
    command.group = place->group;
    auto const post = co_await create_post(change.services(), std::move(command));
    if (!post) {
        co_return std::unexpected(post.error());
    }
    co_return co_await answer_status(change, *post);
}

/// The post as it is, in the form of an edit that changes nothing.
Result<EditPost> edit_of(Reading& reading, std::uint64_t id) {
    auto const found =
        find_status(reading.txn(), reading.tables(), reading.viewer(), id, Action::edit);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto const body = reading.tables().posts.load_body(reading.txn(), PostId(found->post.id));
    if (!body) {
        return failed(body.error());
    }
    EditPost edit;
    edit.author = reading.member();
    edit.post = PostId(found->post.id);
    edit.text = body->source;
    edit.format = body->source_type == "text/markdown" ? TextFormat::markdown : TextFormat::plain;
    edit.content_warning = found->post.title.empty() ? body->summary : std::string{};
    edit.sensitive = found->post.sensitive;
    for (auto const& attachment : found->post.attachments) {
        if (attachment.media != 0) {
            edit.media.emplace_back(attachment.media);
        }
    }
    return edit;
}

/// What the request names replaces what was; the rest stays.
void read_edit(Change& change, EditPost& edit) {
    auto& params = change.params;
    if (auto text = params.text("status", 256 * 1024)) {
        edit.text = std::move(*text);
        edit.format = read_format(params);
    }
    if (auto warning = params.text("spoiler_text")) {
        edit.content_warning = std::move(*warning);
    }
    edit.sensitive = params.boolean("sensitive").value_or(edit.sensitive);
    edit.language = params.text("language", 35).value_or("");
    if (params.has("media_ids")) {
        edit.media = read_media(params);
    }
    edit.title = params.child("folkmoot").text("title").value_or("");
    refuse_what_is_not_there(params);
}

asio::awaitable<Result<Response>> edit(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    Result<EditPost> command = not_found();
    auto const looked = co_await answer_from(change, [&](Reading& reading) -> Result<Response> {
        command = edit_of(reading, *id);
        return command ? Result<Response>(empty_response()) : std::unexpected(command.error());
    });
    if (!looked) {
        co_return std::unexpected(looked.error());
    }
    read_edit(change, *command);
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    auto const post = command->post;
    auto const done = co_await edit_post(change.services(), std::move(*command));
    if (!done) {
        co_return std::unexpected(done.error());
    }
    co_return co_await answer_status(change, post);
}

asio::awaitable<Result<Response>> remove(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    PostId post;
    bool boost = false;
    // Afterwards there is nothing left to show.
    auto shown = co_await answer_from(change, [&](Reading& reading) -> Result<Response> {
        auto const found =
            find_status(reading.txn(), reading.tables(), reading.viewer(), *id, Action::erase);
        if (!found) {
            return std::unexpected(found.error());
        }
        post = PostId(found->post.id);
        boost = found->boost.has_value();
        return answer_entity([&](JsonWriter& json) {
            return boost ? reading.statuses.write_boost(json, *found->boost)
                         : reading.statuses.write_with_text(json, post);
        });
    });
    if (!shown) {
        co_return shown;
    }
    bool const with_media = change.params.boolean("delete_media").value_or(false);
    if (boost) {
        auto const done = co_await unboost_post(change.services(), change.member, post);
        co_return done ? std::move(shown) : std::unexpected(done.error());
    }
    auto const done = co_await delete_post(change.services(), change.member, post, with_media);
    co_return done ? std::move(shown) : std::unexpected(done.error());
}

constexpr auto writes = member_with(Scope::write_statuses);
constexpr std::size_t post_body_limit = 512 * 1024;

constexpr auto table = std::to_array<ClientEndpoint>({
    route<create>(
        Verb::post,
        "/api/v1/statuses",
        writes,
        "Write a status, a reply or a topic.",
        Rate::normal,
        post_body_limit
    ),
    route<edit>(
        Verb::put,
        "/api/v1/statuses/:id",
        writes,
        "Edit one's own status.",
        Rate::normal,
        post_body_limit
    ),
    route<remove>(
        Verb::del, "/api/v1/statuses/:id", writes, "Delete one's own status.", Rate::deletion
    ),
});

}  // namespace

std::span<ClientEndpoint const> status_writing_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
