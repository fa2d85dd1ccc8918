// What members write, as Markdown and as plain text, with mentions and hashtags that resolve.
#include "activitypub/html/markdown.hpp"

#include "tests/fuzz/safe_markup.hpp"
#include "tests/fuzz/target.hpp"

#include <set>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;

std::optional<MentionTarget> resolve(std::string_view handle) {
    if (handle.size() % 5 == 0) {
        return std::nullopt;
    }
    return MentionTarget{"https://folk.example/@x", handle.size() % 2 == 0 ? "x" : ""};
}

void check(Composed const& made, ComposeOptions const& options) {
    require_safe_markup(made.html.view(), options.policy);
    require(
        sanitize(made.html.view(), options.policy).html == made.html,
        "the result has passed the sanitiser"
    );
    require(made.mentions.size() <= options.max_mentions, "mentions keep to their cap");
    require(made.hashtags.size() <= options.max_hashtags, "hashtags keep to their cap");
    std::set<std::string> const tags(made.hashtags.begin(), made.hashtags.end());
    require(tags.size() == made.hashtags.size(), "each hashtag comes once");
    for (auto const& mention : made.mentions) {
        require(
            mention.handle.starts_with('@') || mention.handle.starts_with('!'),
            "a mention has its sigil"
        );
    }
}

}  // namespace

void fuzz_markdown(std::string_view input) {
    ComposeOptions options;
    options.mentions = resolve;
    options.hashtags = [](std::string_view tag) {
        return "https://folk.example/tags/" + std::to_string(tag.size());
    };
    options.max_mentions = 4;
    options.max_hashtags = 4;
    for (auto const policy : {HtmlPolicy::note, HtmlPolicy::article}) {
        options.policy = policy;
        options.hard_breaks = !options.hard_breaks;
        check(markdown_to_html(input, options), options);
        check(plain_to_html(input, options), options);
    }
}

}  // namespace folkmoot::fuzz
