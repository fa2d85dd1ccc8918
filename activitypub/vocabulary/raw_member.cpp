#include "activitypub/vocabulary/activity.hpp"

namespace folkmoot::activitypub {
namespace {

/// Walks JSON text that is known to be valid, without building anything.
class Walker {
public:
    explicit Walker(std::string_view text) noexcept : text_(text) {}

    char next() noexcept {
        while (at_ < text_.size() && is_space(text_[at_])) {
            ++at_;
        }
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    void step() noexcept { ++at_; }

    bool at_end() const noexcept { return at_ >= text_.size(); }

    /// The string that starts here, with its quotes.
    std::string_view string() noexcept {
        auto const start = at_++;
        while (!at_end() && text_[at_] != '"') {
            at_ += text_[at_] == '\\' ? 2 : 1;
        }
        ++at_;
        return since(start);
    }

    /// The value that starts here.
    std::string_view value() noexcept {
        char const first = next();
        if (first == '"') {
            return string();
        }
        auto const start = at_;
        if (first == '{' || first == '[') {
            skip_structure();
        } else {
            while (!at_end() && text_[at_] != ',' && text_[at_] != '}' && !is_space(text_[at_])) {
                ++at_;
            }
        }
        return since(start);
    }

private:
    static bool is_space(char c) noexcept {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    std::string_view since(std::size_t start) const noexcept {
        return start <= text_.size() ? text_.substr(start, at_ - start) : std::string_view{};
    }

    void skip_structure() noexcept {
        std::size_t depth = 0;
        do {
            char const c = text_[at_];
            if (c == '"') {
                string();
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : 0;
            depth -= c == '}' || c == ']' ? 1 : 0;
            ++at_;
        } while (depth > 0 && !at_end());
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::string_view raw_member(std::string_view document, std::string_view name) noexcept {
    Walker walker(document);
    if (walker.next() != '{') {
        return {};
    }
    walker.step();
    while (walker.next() == '"') {
        auto const key = walker.string();
        if (walker.next() != ':') {
            return {};
        }
        walker.step();
        auto const value = walker.value();
        // Names with escapes are not looked for: none that we read needs them.
        if (key.size() == name.size() + 2 && key.substr(1, name.size()) == name) {
            return value;
        }
        if (walker.next() != ',') {
            return {};
        }
        walker.step();
    }
    return {};
}

}  // namespace folkmoot::activitypub
