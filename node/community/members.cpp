#include "node/community/members.hpp"

#include "activitypub/vocabulary/text.hpp"
#include "node/community/commit.hpp"
#include "node/community/compose.hpp"
#include "node/community/local_actors.hpp"
#include "node/community/local_names.hpp"
#include "node/community/passwords.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;

constexpr char const* wrong_login = "The name or the password is wrong.";

Result<void> check_password(CommunityLimits const& limits, std::string const& password) {
    if (password.size() < limits.password_min_length ||
        password.size() > limits.password_max_length) {
        return refused(
            ErrorCode::unprocessable,
            "A password has " + std::to_string(limits.password_min_length) + " to " +
                std::to_string(limits.password_max_length) + " bytes."
        );
    }
    return {};
}

Result<void> check_email(std::string const& email) {
    auto const at = email.find('@');
    bool const plausible = at != std::string::npos && at != 0 && at + 1 < email.size() &&
                           email.size() <= 254 &&
                           email.find_first_of(" \t\r\n<>,;") == std::string::npos;
    if (!email.empty() && !plausible) {
        return refused(ErrorCode::unprocessable, "This is not a mail address.");
    }
    return {};
}

Result<void> check_command(Services const& services, CreateMember const& command) {
    return in_order(
        [&] { return check_local_name(command.name, command.role == storage::NodeRole::owner); },
        [&] { return check_email(command.email); },
        [&] {
            return check_length(
                command.display_name, services.limits.display_name_length, "The display name"
            );
        },
        [&] {
            return command.password.empty() ? Result<void>{}
                                            : check_password(services.limits, command.password);
        }
    );
}

Result<void> check_email_free(
    storage::Txn const& txn, storage::Tables const& tables, std::string const& email
) {
    if (email.empty()) {
        return {};
    }
    auto const taken = tables.credentials.by_email(txn, email);
    if (taken) {
        return refused(ErrorCode::conflict, "This mail address is in use.");
    }
    return taken.error().code == storage::ErrorCode::not_found ? Result<void>{}
                                                               : failed(taken.error());
}

/// New accounts see texts under a content warning opened: topics carry their title there.
storage::PreferencesRecord first_preferences(std::string const& locale) {
    storage::PreferencesRecord preferences;
    preferences.expand_spoilers = true;
    preferences.locale = locale;
    preferences.language = locale.substr(0, locale.find_first_of("_-"));
    return preferences;
}

awaitable<Result<ActorId>> store_member(
    Services& services, NewLocalActor fresh, storage::CredentialsRecord credentials
) {
    credentials.actor = fresh.actor.id;
    credentials.created = fresh.actor.created;
    auto closure = [&services, fresh = std::move(fresh), credentials](storage::WriteTxn& txn
                   ) -> Result<ActorId> {
        auto& store = services.store;
        ActorId const id(fresh.actor.id);
        auto const done = in_order(
            [&] { return check_name_free(txn, store, fresh.actor); },
            [&] { return check_email_free(txn, store, credentials.email); },
            [&] { return insert_local_actor(services, txn, fresh); },
            [&] { return store.credentials.insert(txn, credentials); },
            [&] { return store.preferences.put(txn, id, first_preferences(credentials.locale)); },
            // A member's own posts belong to their home from the first one on.
            [&] { return store.entries.open_author_log(txn, id); }
        );
        return done ? Result<ActorId>(id) : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

/// Credentials of who signs in with a name or a mail address; nothing for nobody.
std::optional<storage::CredentialsRecord> credentials_of(
    Services const& services, std::string const& login
) {
    auto const txn = services.store.read();
    if (!txn) {
        return std::nullopt;
    }
    auto const& store = services.store;
    if (auto const at = login.find('@'); at != std::string::npos && at != 0) {
        auto found = store.credentials.by_email(*txn, login);
        return found ? std::optional(std::move(*found)) : std::nullopt;
    }
    auto const bare = login.starts_with('@') ? login.substr(1) : login;
    auto const actor = store.actors.by_handle(*txn, storage::fold_handle(bare));
    if (!actor || actor->host != 0) {
        return std::nullopt;
    }
    auto found = store.credentials.load(*txn, ActorId(actor->id));
    return found ? std::optional(std::move(*found)) : std::nullopt;
}

}  // namespace

awaitable<Result<ActorId>> create_member(Services& services, CreateMember command) {
    if (auto const checked = check_command(services, command); !checked) {
        co_return std::unexpected(checked.error());
    }
    storage::ActorRecord actor;
    actor.kind = storage::ActorKind::person;
    actor.username = storage::fold_handle(command.name);
    actor.display_name = activitypub::clean_line(command.display_name);
    actor.discoverable = true;
    actor.language = command.locale;
    auto fresh = co_await make_local_actor(services, std::move(actor));
    if (!fresh) {
        co_return std::unexpected(fresh.error());
    }
    storage::CredentialsRecord credentials;
    if (!command.password.empty()) {
        auto hash = co_await hash_password(services, std::move(command.password));
        if (!hash) {
            co_return std::unexpected(hash.error());
        }
        credentials.password_hash = std::move(*hash);
    }
    credentials.email = command.email;
    credentials.role = command.role;
    credentials.state = command.state;
    credentials.locale = command.locale;
    credentials.request_reason = command.request_reason;
    credentials.invited_by = command.invited_by.value();
    co_return co_await store_member(services, std::move(*fresh), std::move(credentials));
}

awaitable<Result<storage::PreferencesRecord>> update_preferences(
    Services& services, ActorId member, storage::PreferencesRecord preferences
) {
    if (preferences.visibility > storage::Visibility::followers) {
        co_return refused(ErrorCode::unprocessable, "Posts cannot have this visibility.");
    }
    auto closure = [&services, member, preferences](storage::WriteTxn& txn
                   ) -> Result<storage::PreferencesRecord> {
        auto const done = in_order(
            [&] { return services.store.credentials.load(txn, member); },
            [&] { return services.store.preferences.put(txn, member, preferences); }
        );
        return done ? Result<storage::PreferencesRecord>(preferences)
                    : std::unexpected(done.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

awaitable<Result<void>> set_password(
    Services& services, ActorId member, std::string password, storage::SessionId keep
) {
    if (auto const checked = check_password(services.limits, password); !checked) {
        co_return checked;
    }
    auto hash = co_await hash_password(services, std::move(password));
    if (!hash) {
        co_return std::unexpected(hash.error());
    }
    auto closure = [&services, member, keep, hash = std::move(*hash)](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto& store = services.store;
        auto credentials = store.credentials.load(txn, member);
        if (!credentials) {
            return failed(credentials.error());
        }
        credentials->password_hash = hash;
        constexpr std::size_t all = 100'000;
        return in_order(
            [&] { return store.credentials.update(txn, *credentials); },
            [&] { return store.sessions.erase_of_member(txn, member, keep); },
            [&] { return store.tokens.erase_of_member(txn, member, all); },
            [&] { return store.one_time_codes.erase_of_member(txn, member, all); }
        );
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

awaitable<Result<ActorId>> verify_password(
    Services& services, std::string login, std::string password
) {
    auto const credentials = credentials_of(services, login);
    bool const matches = co_await matches_password(
        services, credentials ? credentials->password_hash : std::string(), std::move(password)
    );
    if (!matches) {
        co_return refused(ErrorCode::unauthenticated, wrong_login);
    }
    if (credentials->state != storage::AccountState::active) {
        co_return refused(
            ErrorCode::forbidden, "This account cannot sign in: it is not confirmed or not active."
        );
    }
    co_return ActorId(credentials->actor);
}

}  // namespace folkmoot::node
