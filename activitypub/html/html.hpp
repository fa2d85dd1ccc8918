// The type that marks text as safe to print unescaped. Header only, because pages may know nothing
// else of this room.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace folkmoot::activitypub {

/// HTML that the sanitiser has written: the only text that a template prints unescaped.
/// Made by sanitize() and markdown_to_html(), and by trusted() from bytes that one of them stored
/// earlier.
class Html {
public:
    /// The empty fragment.
    Html() = default;

    /// Takes back a fragment that the sanitiser wrote and the store kept. Never call it with
    /// anything else: a test lists the callers.
    static Html trusted(std::string stored) { return Html(std::move(stored)); }

    /// The markup, UTF-8. Valid while this value lives.
    std::string_view view() const noexcept { return markup_; }

    bool empty() const noexcept { return markup_.empty(); }

    friend bool operator==(Html const&, Html const&) = default;

private:
    explicit Html(std::string markup) : markup_(std::move(markup)) {}

    std::string markup_;
};

}  // namespace folkmoot::activitypub
