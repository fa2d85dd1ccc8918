// The member's own account (Mastodon API: /methods/accounts#verify_credentials,
// #update_credentials).
#include "node/api/mastodon/entities/words.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/community/members.hpp"

#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

// Two pictures and the text beside them.
constexpr std::size_t profile_body_limit = std::size_t{2} * 16 * 1024 * 1024;

Result<Response> show_own(Reading& reading) {
    return answer_entity([&](JsonWriter& json) { return reading.accounts.write_own(json); });
}

/// Stores a picture that came with the form; nothing when none came.
asio::awaitable<Result<std::optional<storage::MediaId>>> store_picture(
    Change& change, std::string_view name
) {
    using Picture = std::optional<storage::MediaId>;
    auto const* const file = change.params.file(name);
    if (file == nullptr) {
        co_return Picture{};
    }
    NewUpload upload;
    upload.owner = change.member;
    upload.bytes = file->bytes;
    upload.keeper = file->owner;
    upload.picture_only = true;
    auto stored = co_await change.api.uploads().store(std::move(upload));
    if (!stored) {
        co_return std::unexpected(std::move(stored.error()));
    }
    co_return Picture(storage::MediaId(stored->id));
}

void read_preferences(Params& params, UpdateProfile& update) {
    auto source = params.child("source");
    if (auto const word = source.text("privacy", 20)) {
        update.default_visibility = parse_visibility(*word);
        if (!update.default_visibility) {
            params.refuse(ErrorCode::unprocessable, "Validation failed: Privacy is not known");
        }
    }
    update.default_sensitive = source.boolean("sensitive");
    update.default_language = source.text("language", 35);
}

UpdateProfile read_update(Change& change) {
    auto& params = change.params;
    UpdateProfile update;
    update.member = change.member;
    update.display_name = params.text("display_name");
    update.summary = params.text("note");
    update.locked = params.boolean("locked");
    update.bot = params.boolean("bot");
    update.discoverable = params.boolean("discoverable");
    update.indexable = params.boolean("indexable");
    update.hide_collections = params.boolean("hide_collections");
    read_preferences(params, update);
    if (params.has("fields_attributes")) {
        update.fields.emplace();
        for (auto& field : params.children("fields_attributes", 50)) {
            auto name = field.text("name").value_or("");
            auto value = field.text("value").value_or("");
            if (!name.empty() || !value.empty()) {
                update.fields->emplace_back(std::move(name), std::move(value));
            }
        }
    }
    return update;
}

asio::awaitable<Result<Response>> update_own(Change& change) {
    auto update = read_update(change);
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    auto avatar = co_await store_picture(change, "avatar");
    if (!avatar) {
        co_return std::unexpected(std::move(avatar.error()));
    }
    auto header = co_await store_picture(change, "header");
    if (!header) {
        co_return std::unexpected(std::move(header.error()));
    }
    update.icon = *avatar;
    update.header = *header;
    auto done = co_await update_profile(change.services(), std::move(update));
    if (!done) {
        co_return std::unexpected(std::move(done.error()));
    }
    co_return co_await answer_from(change, show_own);
}

asio::awaitable<Result<Response>> remove_avatar(Change& change) {
    UpdateProfile update;
    update.member = change.member;
    update.icon = storage::MediaId{};
    auto done = co_await update_profile(change.services(), std::move(update));
    if (!done) {
        co_return std::unexpected(std::move(done.error()));
    }
    co_return co_await answer_from(change, show_own);
}

asio::awaitable<Result<Response>> remove_header(Change& change) {
    UpdateProfile update;
    update.member = change.member;
    update.header = storage::MediaId{};
    auto done = co_await update_profile(change.services(), std::move(update));
    if (!done) {
        co_return std::unexpected(std::move(done.error()));
    }
    co_return co_await answer_from(change, show_own);
}

constexpr auto writes = member_with(Scope::write_accounts);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<show_own>(
        Verb::get,
        "/api/v1/accounts/verify_credentials",
        member_with({Scope::profile, Scope::read_accounts}),
        "The member's own account."
    ),
    route<update_own>(
        Verb::patch,
        "/api/v1/accounts/update_credentials",
        writes,
        "Change one's profile.",
        Rate::normal,
        profile_body_limit
    ),
    route<remove_avatar>(Verb::del, "/api/v1/profile/avatar", writes, "Take one's picture away."),
    route<remove_header>(
        Verb::del, "/api/v1/profile/header", writes, "Take one's header picture away."
    ),
});

}  // namespace

std::span<ClientEndpoint const> profile_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
