// Turns the pieces of a text into markup and keeps account of what was found. Shared by Markdown
// and plain text.
#pragma once

#include "activitypub/html/markdown.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// Markup of one text in the making; lives as long as one call. The markup goes to the sanitiser
/// afterwards.
class Composer {
public:
    /// @param options  outlives this value
    explicit Composer(ComposeOptions const& options) : options_(options) {}

    /// Markup of a stretch of text; nullopt when it holds nothing to link.
    std::optional<std::string> linked(std::string_view text);

    /// Sanitises the whole and puts the findings beside it.
    Composed finish(std::string_view markup, bool truncated);

private:
    struct KnownMention {
        std::string handle;
        std::optional<MentionTarget> target;
    };

    bool append_url(std::string& out, std::string_view url) const;
    bool append_mention(std::string& out, std::string_view handle);
    bool append_hashtag(std::string& out, std::string_view tag);
    MentionTarget const* resolve(std::string_view handle);

    ComposeOptions const& options_;
    std::vector<KnownMention> known_;
    std::vector<FoundMention> mentions_;
    std::vector<std::string> hashtags_;
};

/// The part of a source that is read: at most `max_bytes`, ending between characters.
std::string_view readable_part(std::string_view source, std::size_t max_bytes) noexcept;

}  // namespace folkmoot::activitypub
