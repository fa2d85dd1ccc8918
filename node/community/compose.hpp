// Texts of members as Html, with handles and hashtags found: handles that this node knows are
// resolved from the snapshot, unknown ones are fetched before it. Inside this folder only.
#pragma once

#include "activitypub/html/markdown.hpp"
#include "node/community/posts.hpp"
#include "node/community/services.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// A rendered text.
struct ComposedText {
    std::string html;
    std::vector<storage::ActorRecord> mentioned;  ///< each once, in reading order
    std::vector<std::string> handles;             ///< of `mentioned`, as written, with their sigils
    std::vector<std::string> hashtags;            ///< without "#", as first written
};

/// Renders a text. Handles that lead to nobody stay text.
ComposedText compose(
    storage::Txn const& txn,
    Services const& services,
    std::string_view text,
    TextFormat format,
    activitypub::HtmlPolicy policy
);

/// Has handles of a text that are not known here looked up and stored, as many as the limits allow;
/// those that lead to nobody are passed by.
boost::asio::awaitable<void> resolve_unknown_handles(Services& services, std::string text);

/// Hashtags of a text, without "#", as compose() would find them.
std::vector<std::string> hashtags_in(
    Services const& services, std::string_view text, TextFormat format
);

/// Number of code points of UTF-8.
std::size_t length_of(std::string_view text) noexcept;

/// The beginning of a text, at most `characters` code points, ending in "…" when cut.
std::string cut_to(std::string_view text, std::size_t characters);

/// @return Error{unprocessable} naming what is too long, or is not valid UTF-8
Result<void> check_length(std::string_view text, std::size_t most, std::string_view what);

}  // namespace folkmoot::node
