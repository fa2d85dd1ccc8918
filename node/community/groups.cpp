#include "node/community/groups.hpp"

#include "activitypub/vocabulary/text.hpp"
#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/compose.hpp"
#include "node/community/follow_rows.hpp"
#include "node/community/local_actors.hpp"
#include "node/community/local_names.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorRecord;
using storage::GroupSettingsRecord;

constexpr std::size_t max_rules = 50;
constexpr std::size_t max_rule_length = 1'000;

Result<void> check_texts(
    CommunityLimits const& limits, std::string const& title, std::string const& description
) {
    return in_order(
        [&] { return check_length(title, limits.display_name_length, "The title"); },
        [&] { return check_length(description, limits.summary_length, "The description"); }
    );
}

Result<void> check_rules(std::vector<storage::RuleRecord> const& rules) {
    if (rules.size() > max_rules) {
        return refused(ErrorCode::unprocessable, "A group has at most 50 rules.");
    }
    for (auto const& rule : rules) {
        if (auto const checked = check_length(rule.text, max_rule_length, "A rule"); !checked) {
            return checked;
        }
    }
    return {};
}

void set_description(
    Services const& services, storage::Txn const& txn, std::string const& text, ActorRecord& group
) {
    group.summary_source = text;
    group.summary_html =
        compose(txn, services, text, TextFormat::markdown, activitypub::HtmlPolicy::article).html;
}

/// Its maker owns a group and follows it as every member does.
Result<void> settle_owner(
    Services& services, storage::WriteTxn& txn, ActorRecord const& group, ActorId by
) {
    if (!by) {
        return {};
    }
    auto& store = services.store;
    auto const owner = store.actors.load(txn, by);
    if (!owner) {
        return failed(owner.error());
    }
    storage::FollowRecord follow;
    follow.id = store.ids().next();
    follow.follower = by.value();
    follow.followed = group.id;
    follow.state = storage::FollowState::accepted;
    follow.created = group.created;
    follow.answered = group.created;
    return in_order(
        [&] {
            return put_membership(
                store,
                txn,
                ActorId(group.id),
                by,
                storage::MembershipState::accepted,
                storage::GroupRole::owner,
                group.created
            );
        },
        [&] { return store.follows.insert(txn, follow); },
        [&] { return follow_begins(store, txn, follow, *owner, group, group.created); }
    );
}

GroupSettingsRecord first_settings(CreateGroup const& command, ActorRecord const& group) {
    GroupSettingsRecord settings;
    settings.group = group.id;
    settings.kind = command.kind;
    settings.visibility = command.visibility;
    settings.join_policy = command.join_policy;
    settings.posting_policy = command.posting_policy;
    settings.languages = command.languages;
    settings.created_by = command.by.value();
    if (command.by) {
        settings.moderators.push_back(command.by.value());
    }
    return settings;
}

/// What an update leads to.
struct Update {
    ActorRecord before;
    ActorRecord after;
    GroupSettingsRecord settings_before;
    GroupSettingsRecord settings;
};

void set_policies(UpdateGroup const& command, Update& update) {
    auto& settings = update.settings;
    settings.kind = command.kind.value_or(settings.kind);
    settings.join_policy = command.join_policy.value_or(settings.join_policy);
    settings.posting_policy = command.posting_policy.value_or(settings.posting_policy);
    settings.languages = command.languages.value_or(settings.languages);
    settings.hide_votes = command.hide_votes.value_or(settings.hide_votes);
    if (command.rules && *command.rules != settings.rules) {
        settings.rules = *command.rules;
        ++settings.rules_version;
    }
    update.after.locked = settings.join_policy != storage::JoinPolicy::open;
    update.after.posting_restricted_to_mods =
        settings.posting_policy == storage::PostingPolicy::moderators;
}

Result<Update> load_group(
    storage::Txn const& txn, Services const& services, UpdateGroup const& command
) {
    auto const& store = services.store;
    auto group =
        command.by
            ? load_actor_for(txn, store, Viewer::member(command.by), command.group, Action::edit)
            : folded(store.actors.load(txn, command.group));
    if (!group) {
        return std::unexpected(group.error());
    }
    auto settings = store.group_settings.load(txn, command.group);
    if (!settings) {
        return failed(settings.error());
    }
    return Update{*group, *group, *settings, *settings};
}

Result<Update> plan_update(
    storage::Txn const& txn, Services const& services, UpdateGroup const& command
) {
    auto update = load_group(txn, services, command);
    if (!update) {
        return update;
    }
    auto& after = update->after;
    if (command.title) {
        after.display_name = activitypub::clean_line(*command.title);
    }
    if (command.description) {
        set_description(services, txn, *command.description, after);
    }
    set_policies(command, *update);
    after.updated = std::max(milliseconds_now(services), after.updated + 1);
    auto const pictures = in_order(
        [&] {
            return command.icon
                       ? set_picture(
                             txn, services.store, command.by, *command.icon, after.icon_media
                         )
                       : Result<void>{};
        },
        [&] {
            return command.header
                       ? set_picture(
                             txn, services.store, command.by, *command.header, after.header_media
                         )
                       : Result<void>{};
        }
    );
    return pictures ? update : std::unexpected(pictures.error());
}

awaitable<Result<ActorRecord>> update_once(Services& services, UpdateGroup command) {
    Update plan;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto update = plan_update(*txn, services, command);
        if (!update) {
            co_return std::unexpected(update.error());
        }
        plan = std::move(*update);
        auto built = services.publisher.actor_updated(*txn, plan.after);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    auto closure = [&services, command, plan, rows](storage::WriteTxn& txn) -> Result<ActorRecord> {
        auto& store = services.store;
        auto const present = load_group(txn, services, command);
        if (!present) {
            return std::unexpected(present.error());
        }
        if (present->before != plan.before || present->settings_before != plan.settings_before) {
            return stale();
        }
        auto const done = in_order(
            [&] { return store.actors.update(txn, plan.after); },
            [&] { return store.group_settings.put(txn, plan.settings); },
            [&] { return keep_pictures(store, txn, plan.before, plan.after); },
            [&] {
                return note_change(
                    store,
                    txn,
                    {.kind = storage::ChangeKind::settings_changed,
                     .subject = plan.after.id,
                     .actor = command.by.value(),
                     .group = plan.after.id},
                    plan.after.updated
                );
            },
            [&] { return append(store, txn, rows); }
        );
        return done ? Result<ActorRecord>(plan.after) : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

Result<ActorRecord> new_group(Services const& services, CreateGroup const& command) {
    auto const txn = services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    ActorRecord group;
    group.kind = storage::ActorKind::group;
    group.username = storage::fold_handle(command.name);
    auto title = activitypub::clean_line(command.title);
    group.display_name = title.empty() ? command.name : std::move(title);
    group.visibility = command.visibility;
    group.locked = command.join_policy != storage::JoinPolicy::open;
    group.posting_restricted_to_mods = command.posting_policy == storage::PostingPolicy::moderators;
    group.discoverable = command.visibility == storage::Visibility::public_;
    group.indexable = group.discoverable;
    set_description(services, *txn, command.description, group);
    return group;
}

}  // namespace

awaitable<Result<ActorId>> create_group(Services& services, CreateGroup command) {
    auto const checked = in_order(
        [&] { return check_local_name(command.name, !command.by); },
        [&] { return check_texts(services.limits, command.title, command.description); }
    );
    if (!checked) {
        co_return std::unexpected(checked.error());
    }
    if (command.visibility > storage::Visibility::unlisted) {
        co_return refused(ErrorCode::unprocessable, "Groups are public or unlisted.");
    }
    auto group = new_group(services, command);
    if (!group) {
        co_return std::unexpected(group.error());
    }
    auto fresh = co_await make_local_actor(services, std::move(*group));
    if (!fresh) {
        co_return std::unexpected(fresh.error());
    }
    auto const settings = first_settings(command, fresh->actor);
    auto closure = [&services, by = command.by, fresh = std::move(*fresh), settings](
                       storage::WriteTxn& txn
                   ) -> Result<ActorId> {
        auto const done = in_order(
            [&] { return check_name_free(txn, services.store, fresh.actor); },
            [&] { return insert_local_actor(services, txn, fresh); },
            [&] { return services.store.group_settings.put(txn, settings); },
            [&] { return settle_owner(services, txn, fresh.actor, by); }
        );
        return done ? Result<ActorId>(ActorId(fresh.actor.id)) : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

awaitable<Result<ActorRecord>> update_group(Services& services, UpdateGroup command) {
    auto const checked = in_order(
        [&] {
            return check_texts(
                services.limits, command.title.value_or(""), command.description.value_or("")
            );
        },
        [&] { return command.rules ? check_rules(*command.rules) : Result<void>{}; }
    );
    if (!checked) {
        co_return std::unexpected(checked.error());
    }
    co_return co_await with_retries([&] { return update_once(services, command); });
}

}  // namespace folkmoot::node
