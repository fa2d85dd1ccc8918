#include "activitypub/html/composer.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/html_writer.hpp"
#include "activitypub/html/linkify.hpp"
#include "activitypub/html/safe_url.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t shown_url_characters = 30;

/// The part of a URL that readers do not need: Mastodon hides it by style
/// (app/lib/text_formatter.rb, shortened_link).
std::size_t hidden_prefix(std::string_view url) noexcept {
    constexpr auto prefixes = std::to_array<std::string_view>(
        {"https://www.", "http://www.", "https://", "http://", "xmpp:"}
    );
    auto const found = std::ranges::find_if(prefixes, [&](std::string_view prefix) {
        return url.starts_with(prefix);
    });
    return found == prefixes.end() ? 0 : found->size();
}

std::size_t bytes_of_characters(std::string_view text, std::size_t characters) noexcept {
    std::size_t at = 0;
    for (; characters > 0 && at < text.size(); --characters) {
        at += decode_utf8(text, at).length;
    }
    return at;
}

}  // namespace

std::optional<std::string> Composer::linked(std::string_view text) {
    auto const pieces = split_text(text);
    bool found = false;
    std::string out;
    for (TextPiece const& piece : pieces) {
        bool written = false;
        switch (piece.kind) {
            case TextPiece::Kind::text:
                break;
            case TextPiece::Kind::url:
                written = append_url(out, piece.text);
                break;
            case TextPiece::Kind::mention:
                written = append_mention(out, piece.text);
                break;
            case TextPiece::Kind::hashtag:
                written = append_hashtag(out, piece.text);
                break;
        }
        if (!written) {
            append_escaped(out, piece.text);
        }
        found = found || written;
    }
    return found ? std::optional(std::move(out)) : std::nullopt;
}

bool Composer::append_url(std::string& out, std::string_view url) const {
    auto const href = safe_url(url, UrlUse::link);
    if (!href) {
        return false;
    }
    std::size_t const prefix = hidden_prefix(url);
    std::string_view const rest = url.substr(prefix);
    std::size_t const shown = bytes_of_characters(rest, shown_url_characters);
    out += "<a href=\"";
    append_escaped(out, *href);
    out += "\"><span class=\"invisible\">";
    append_escaped(out, url.substr(0, prefix));
    out += shown < rest.size() ? "</span><span class=\"ellipsis\">" : "</span><span>";
    append_escaped(out, rest.substr(0, shown));
    out += "</span><span class=\"invisible\">";
    append_escaped(out, rest.substr(shown));
    out += "</span></a>";
    return true;
}

MentionTarget const* Composer::resolve(std::string_view handle) {
    auto known = std::ranges::find_if(known_, [&](KnownMention const& mention) {
        return ascii_iequals(mention.handle, handle);
    });
    if (known == known_.end()) {
        if (known_.size() >= options_.max_mentions) {
            return nullptr;
        }
        auto target = options_.mentions(handle);
        if (target && !safe_url(target->href, UrlUse::link)) {
            target.reset();
        }
        if (target) {
            mentions_.push_back({std::string(handle), target->href});
        }
        known_.push_back({std::string(handle), std::move(target)});
        known = std::prev(known_.end());
    }
    return known->target ? &*known->target : nullptr;
}

bool Composer::append_mention(std::string& out, std::string_view handle) {
    MentionTarget const* const target = options_.mentions ? resolve(handle) : nullptr;
    if (target == nullptr) {
        return false;
    }
    out += "<span class=\"h-card\" translate=\"no\"><a href=\"";
    append_escaped(out, target->href);
    out += "\" class=\"u-url mention\">";
    out += handle.front();
    out += "<span>";
    append_escaped(out, target->shown.empty() ? handle.substr(1) : std::string_view(target->shown));
    out += "</span></a></span>";
    return true;
}

bool Composer::append_hashtag(std::string& out, std::string_view piece) {
    std::string_view const tag = hashtag_name(piece);
    auto const known = std::ranges::find_if(hashtags_, [&](std::string const& name) {
        return ascii_iequals(name, tag);
    });
    bool const is_new = known == hashtags_.end();
    if (!options_.hashtags || (is_new && hashtags_.size() >= options_.max_hashtags)) {
        return false;
    }
    std::string const href = options_.hashtags(tag);
    if (!safe_url(href, UrlUse::link)) {
        return false;
    }
    if (is_new) {
        hashtags_.emplace_back(tag);
    }
    out += "<a href=\"";
    append_escaped(out, href);
    out += "\" class=\"mention hashtag\" rel=\"tag\">#<span>";
    append_escaped(out, tag);
    out += "</span></a>";
    return true;
}

Composed Composer::finish(std::string_view markup, bool truncated) {
    // The markup is ours and longer than its source; its own cap is the sanitiser's factor over the
    // source's cap.
    SanitizeOptions const options{.max_input_bytes = 16 * options_.max_bytes + 4096};
    auto result = sanitize(markup, options_.policy, options);
    return {
        std::move(result.html),
        std::move(mentions_),
        std::move(hashtags_),
        truncated || result.truncated
    };
}

std::string_view readable_part(std::string_view source, std::size_t max_bytes) noexcept {
    return source.substr(0, utf8_prefix(source, max_bytes));
}

}  // namespace folkmoot::activitypub
