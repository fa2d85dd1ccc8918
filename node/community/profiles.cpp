#include "activitypub/vocabulary/text.hpp"
#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/compose.hpp"
#include "node/community/local_actors.hpp"
#include "node/community/members.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorRecord;

/// A field's value is a line, not a paragraph.
std::string field_html(
    storage::Txn const& txn, Services const& services, std::string const& value
) {
    auto html =
        compose(txn, services, value, TextFormat::plain, activitypub::HtmlPolicy::note).html;
    constexpr std::string_view open = "<p>";
    constexpr std::string_view close = "</p>";
    if (html.starts_with(open) && html.ends_with(close) &&
        html.find(open, 1) == std::string::npos) {
        html = html.substr(open.size(), html.size() - open.size() - close.size());
    }
    return html;
}

Result<void> check_profile(CommunityLimits const& limits, UpdateProfile const& command) {
    auto done = in_order(
        [&] {
            return check_length(
                command.display_name.value_or(""), limits.display_name_length, "The display name"
            );
        },
        [&] {
            return check_length(
                command.summary.value_or(""), limits.summary_length, "The description"
            );
        }
    );
    if (!done || !command.fields) {
        return done;
    }
    if (command.fields->size() > limits.profile_fields) {
        return refused(
            ErrorCode::unprocessable,
            "A profile has at most " + std::to_string(limits.profile_fields) + " fields."
        );
    }
    for (auto const& [name, value] : *command.fields) {
        done = in_order(
            [&] { return check_length(name, limits.field_length, "A field's name"); },
            [&] { return check_length(value, limits.field_length, "A field's value"); }
        );
        if (!done) {
            return done;
        }
    }
    return {};
}

void set_texts(
    storage::Txn const& txn,
    Services const& services,
    UpdateProfile const& command,
    ActorRecord& actor
) {
    if (command.display_name) {
        actor.display_name = activitypub::clean_line(*command.display_name);
    }
    if (command.summary) {
        actor.summary_source = *command.summary;
        actor.summary_html =
            compose(
                txn, services, *command.summary, TextFormat::plain, activitypub::HtmlPolicy::note
            )
                .html;
    }
    if (!command.fields) {
        return;
    }
    actor.fields.clear();
    for (auto const& [name, value] : *command.fields) {
        if (name.empty() && value.empty()) {
            continue;
        }
        storage::ProfileFieldRecord field;
        field.name = activitypub::clean_line(name);
        field.value = field_html(txn, services, value);
        actor.fields.push_back(std::move(field));
    }
}

/// The actor as it is to be.
Result<ActorRecord> changed_actor(
    storage::Txn const& txn,
    Services const& services,
    UpdateProfile const& command,
    ActorRecord actor
) {
    set_texts(txn, services, command, actor);
    actor.locked = command.locked.value_or(actor.locked);
    actor.bot = command.bot.value_or(actor.bot);
    actor.discoverable = command.discoverable.value_or(actor.discoverable);
    actor.indexable = command.indexable.value_or(actor.indexable);
    actor.hide_collections = command.hide_collections.value_or(actor.hide_collections);
    // Versions of an actor are told apart by this time.
    actor.updated = std::max(milliseconds_now(services), actor.updated + 1);
    auto const pictures = in_order(
        [&] {
            return command.icon
                       ? set_picture(
                             txn, services.store, command.member, *command.icon, actor.icon_media
                         )
                       : Result<void>{};
        },
        [&] {
            return command.header ? set_picture(
                                        txn,
                                        services.store,
                                        command.member,
                                        *command.header,
                                        actor.header_media
                                    )
                                  : Result<void>{};
        }
    );
    return pictures ? Result<ActorRecord>(std::move(actor)) : std::unexpected(pictures.error());
}

Result<void> store_defaults(
    Services& services, storage::WriteTxn& txn, UpdateProfile const& command
) {
    if (!command.default_visibility && !command.default_sensitive && !command.default_language) {
        return {};
    }
    auto preferences = services.store.preferences.load(txn, command.member);
    if (!preferences) {
        return failed(preferences.error());
    }
    preferences->visibility = command.default_visibility.value_or(preferences->visibility);
    preferences->sensitive = command.default_sensitive.value_or(preferences->sensitive);
    preferences->language = command.default_language.value_or(preferences->language);
    return in_order([&] {
        return services.store.preferences.put(txn, command.member, *preferences);
    });
}

awaitable<Result<ActorRecord>> update_once(Services& services, UpdateProfile command) {
    ActorRecord before;
    ActorRecord after;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto actor = load_actor_for(
            *txn, services.store, Viewer::member(command.member), command.member, Action::edit
        );
        if (!actor) {
            co_return actor;
        }
        before = std::move(*actor);
        auto changed = changed_actor(*txn, services, command, before);
        if (!changed) {
            co_return changed;
        }
        after = std::move(*changed);
        auto built = services.publisher.actor_updated(*txn, after);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    auto closure = [&services, command, before, after, rows](storage::WriteTxn& txn
                   ) -> Result<ActorRecord> {
        auto& store = services.store;
        auto const actor = store.actors.load(txn, command.member);
        if (!actor) {
            return failed(actor.error());
        }
        if (*actor != before) {
            return stale();
        }
        auto const done = in_order(
            [&] { return store.actors.update(txn, after); },
            [&] { return keep_pictures(store, txn, before, after); },
            [&] { return store_defaults(services, txn, command); },
            [&] {
                return note_change(
                    store,
                    txn,
                    {.kind = storage::ChangeKind::actor_changed,
                     .subject = after.id,
                     .actor = after.id},
                    after.updated
                );
            },
            [&] { return append(store, txn, rows); }
        );
        return done ? Result<ActorRecord>(after) : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace

awaitable<Result<ActorRecord>> update_profile(Services& services, UpdateProfile command) {
    if (auto const checked = check_profile(services.limits, command); !checked) {
        co_return std::unexpected(checked.error());
    }
    if (command.default_visibility.value_or(storage::Visibility::public_) >
        storage::Visibility::followers) {
        co_return refused(ErrorCode::unprocessable, "Posts cannot have this visibility.");
    }
    co_await resolve_unknown_handles(services, command.summary.value_or(""));
    co_return co_await with_retries([&] { return update_once(services, command); });
}

}  // namespace folkmoot::node
