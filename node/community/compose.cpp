#include "node/community/compose.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/linkify.hpp"
#include "node/community/account_search.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/names.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

using activitypub::MentionTarget;

std::string_view without_sigil(std::string_view handle) {
    return handle.starts_with('@') || handle.starts_with('!') ? handle.substr(1) : handle;
}

/// "name@host" of a remote handle; empty for one of our own.
std::string remote_handle(Services const& services, std::string_view handle) {
    auto const bare = without_sigil(handle);
    auto const at = bare.find('@');
    if (at == std::string_view::npos ||
        activitypub::ascii_iequals(bare.substr(at + 1), services.site.domain())) {
        return {};
    }
    return storage::fold_handle(bare.substr(0, at), bare.substr(at + 1));
}

std::vector<std::string> unknown_handles(Services const& services, std::string_view text) {
    std::vector<std::string> unknown;
    auto const txn = services.store.read();
    if (!txn) {
        return unknown;
    }
    for (auto const& piece : activitypub::split_text(text)) {
        if (piece.kind != activitypub::TextPiece::Kind::mention) {
            continue;
        }
        auto handle = remote_handle(services, piece.text);
        if (handle.empty() || services.store.actors.by_handle(*txn, handle) ||
            std::ranges::find(unknown, handle) != unknown.end()) {
            continue;
        }
        unknown.push_back(std::move(handle));
        if (unknown.size() == services.limits.resolved_mentions) {
            break;
        }
    }
    return unknown;
}

}  // namespace

ComposedText compose(
    storage::Txn const& txn,
    Services const& services,
    std::string_view text,
    TextFormat format,
    activitypub::HtmlPolicy policy
) {
    ComposedText composed;
    activitypub::ComposeOptions options;
    options.policy = policy;
    options.max_mentions = services.limits.mentions;
    options.max_hashtags = services.limits.hashtags;
    options.mentions = [&](std::string_view handle) -> std::optional<MentionTarget> {
        auto actor =
            find_by_handle(txn, services.store, services.site, Viewer::anonymous(), handle);
        if (!actor) {
            return std::nullopt;
        }
        MentionTarget target{actor_page(services.site, *actor), acct(*actor)};
        bool const known = std::ranges::any_of(composed.mentioned, [&](auto const& other) {
            return other.id == actor->id;
        });
        if (!known) {
            composed.mentioned.push_back(std::move(*actor));
            composed.handles.emplace_back(handle);
        }
        return target;
    };
    options.hashtags = [&](std::string_view tag) {
        return services.site.tag_page(storage::fold_tag(tag));
    };
    auto made = format == TextFormat::markdown ? activitypub::markdown_to_html(text, options)
                                               : activitypub::plain_to_html(text, options);
    composed.html = made.html.view();
    composed.hashtags = std::move(made.hashtags);
    return composed;
}

boost::asio::awaitable<void> resolve_unknown_handles(Services& services, std::string text) {
    if (!services.resolve_handle) {
        co_return;
    }
    for (auto const& handle : unknown_handles(services, text)) {
        // Whoever cannot be found stays plain text; that is the resolver's answer, not a failure.
        co_await services.resolve_handle(handle);
    }
}

std::vector<std::string> hashtags_in(
    Services const& services, std::string_view text, TextFormat format
) {
    activitypub::ComposeOptions options;
    options.max_hashtags = services.limits.hashtags;
    options.hashtags = [&](std::string_view tag) {
        return services.site.tag_page(storage::fold_tag(tag));
    };
    return format == TextFormat::markdown ? activitypub::markdown_to_html(text, options).hashtags
                                          : activitypub::plain_to_html(text, options).hashtags;
}

std::size_t length_of(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string cut_to(std::string_view text, std::size_t characters) {
    if (length_of(text) <= characters) {
        return std::string(text);
    }
    std::size_t at = 0;
    for (std::size_t taken = 0; taken + 1 < characters; ++taken) {
        at += activitypub::decode_utf8(text, at).length;
    }
    return std::string(text.substr(0, at)) + "…";
}

Result<void> check_length(std::string_view text, std::size_t most, std::string_view what) {
    for (std::size_t at = 0; at < text.size();) {
        auto const point = activitypub::decode_utf8(text, at);
        if (!point.valid) {
            return refused(
                ErrorCode::unprocessable, std::string(what) + " is not valid UTF-8 text."
            );
        }
        at += point.length;
    }
    if (length_of(text) > most) {
        return refused(
            ErrorCode::unprocessable,
            std::string(what) + " is too long: at most " + std::to_string(most) +
                " characters are allowed."
        );
    }
    return {};
}

}  // namespace folkmoot::node
