// Mastodon API: /methods/statuses, what is read.
#include "node/api/mastodon/account_lists.hpp"
#include "node/api/mastodon/entities/small_entities.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/api/mastodon/status_lookup.hpp"
#include "node/community/thread.hpp"

#include <array>

namespace folkmoot::node {
namespace {

using storage::PostId;

/// The status of the path, when the viewer may do this with it.
Result<FoundStatus> status_of_path(Reading& reading, Action action = Action::read) {
    auto const id = reading.path_id();
    if (!id) {
        return std::unexpected(id.error());
    }
    return find_status(reading.txn(), reading.tables(), reading.viewer(), *id, action);
}

Result<void> write_found(JsonWriter& json, Reading& reading, FoundStatus const& found) {
    return found.boost ? reading.statuses.write_boost(json, *found.boost)
                       : reading.statuses.write(json, PostId(found.post.id));
}

Result<Response> show(Reading& reading) {
    auto const found = status_of_path(reading);
    if (!found) {
        return std::unexpected(found.error());
    }
    return answer_entity([&](JsonWriter& json) { return write_found(json, reading, *found); });
}

Result<Response> list_by_id(Reading& reading) {
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_array();
        for (auto const id : reading.params.ids("id", 40)) {
            auto const found = find_status(reading.txn(), reading.tables(), reading.viewer(), id);
            if (!found) {
                continue;
            }
            if (auto done = write_found(json, reading, *found); !done) {
                return done;
            }
        }
        json.end_array();
        return {};
    });
}

Result<void> write_posts(JsonWriter& json, Reading& reading, std::vector<PostId> const& posts) {
    json.begin_array();
    for (auto const post : posts) {
        if (auto done = reading.statuses.write(json, post); !done) {
            return done;
        }
    }
    json.end_array();
    return {};
}

Result<Response> show_context(Reading& reading) {
    // Members see whole threads; strangers as much as a page.
    constexpr storage::ThreadLimits for_members{
        .ancestors = 4'096, .descendants = 4'096, .depth = 1'000
    };
    auto const found = status_of_path(reading);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto const context = thread_context(
        reading.txn(),
        reading.tables(),
        reading.viewer(),
        PostId(found->post.id),
        reading.member() ? for_members : storage::ThreadLimits{}
    );
    if (!context) {
        return std::unexpected(context.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        json.begin_object().key("ancestors");
        if (auto done = write_posts(json, reading, context->ancestors); !done) {
            return done;
        }
        json.key("descendants");
        if (auto done = write_posts(json, reading, context->descendants); !done) {
            return done;
        }
        json.end_object();
        return {};
    });
}

Result<Response> show_source(Reading& reading) {
    auto const found = status_of_path(reading, Action::edit);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto const whole = reading.tables().posts.load_whole(reading.txn(), PostId(found->post.id));
    if (!whole) {
        return failed(whole.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        write_source(json, *whole);
        return {};
    });
}

Result<Response> show_history(Reading& reading) {
    auto const found = status_of_path(reading);
    if (!found) {
        return std::unexpected(found.error());
    }
    PostId const post(found->post.id);
    auto const whole = reading.tables().posts.load_whole(reading.txn(), post);
    auto const revisions = reading.tables().revisions.of_post(reading.txn(), post);
    if (!whole || !revisions) {
        return failed(!whole ? whole.error() : revisions.error());
    }
    return answer_entity([&](JsonWriter& json) {
        return write_history(json, reading.source, reading.accounts, *whole, *revisions);
    });
}

/// Whether the names of those who liked posts of a group may be told.
bool hides_votes(Reading& reading, storage::PostRecord const& post) {
    auto const settings =
        reading.tables().group_settings.load(reading.txn(), storage::ActorId(post.group));
    return post.group != 0 && settings && settings->hide_votes;
}

Result<Response> list_favourited_by(Reading& reading) {
    auto const found = status_of_path(reading);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto const asked = read_page(reading.params, 40, 80);
    if (hides_votes(reading, found->post)) {
        return empty_list();
    }
    auto const page = reading.tables().reactions.of_post(
        reading.txn(), PostId(found->post.id), storage::ReactionKind::like, page_request(asked)
    );
    return answer_accounts(reading, asked, page, [](auto const& like) { return like.actor; });
}

Result<Response> list_reblogged_by(Reading& reading) {
    auto const found = status_of_path(reading);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto const asked = read_page(reading.params, 40, 80);
    auto const page = reading.tables().entries.boosts_of(
        reading.txn(), PostId(found->post.id), page_request(asked)
    );
    return answer_accounts(reading, asked, page, [](auto const& boost) { return boost.actor; });
}

constexpr auto get = Verb::get;
constexpr auto reads = anyone_with(Scope::read_statuses);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<list_by_id>(get, "/api/v1/statuses", reads, "Statuses by their ids."),
    route<show>(get, "/api/v1/statuses/:id", reads, "A status."),
    route<show_context>(get, "/api/v1/statuses/:id/context", reads, "What is around a status."),
    route<show_source>(
        get,
        "/api/v1/statuses/:id/source",
        member_with(Scope::read_statuses),
        "The text of one's own status as typed."
    ),
    route<show_history>(get, "/api/v1/statuses/:id/history", reads, "The texts of a status."),
    route<list_favourited_by>(
        get, "/api/v1/statuses/:id/favourited_by", reads, "Who likes a status."
    ),
    route<list_reblogged_by>(
        get, "/api/v1/statuses/:id/reblogged_by", reads, "Who boosted a status."
    ),
});

}  // namespace

std::span<ClientEndpoint const> status_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
