// Names of template variables and sections: checked while compiling, compared without hashing.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace folkmoot::webui {

/// A name of at most 24 characters as three machine words, padded with zeros. Comparing two costs
/// less than hashing one, and a section holds few names.
class NameWords {
public:
    static constexpr std::size_t most = 24;

    /// The words of a name; a longer name is cut, and equals no name that was checked while
    /// compiling.
    static constexpr NameWords of(std::string_view name) noexcept {
        NameWords made;
        if consteval {
            for (std::size_t at = 0; at < name.size(); ++at)
                made.words_[at / 8] |= std::uint64_t{static_cast<unsigned char>(name[at])}
                                       << (at % 8 * 8);
        } else {
            std::memcpy(made.words_.data(), name.data(), std::min(name.size(), most));
        }
        return made;
    }

    friend constexpr bool operator==(NameWords const&, NameWords const&) = default;

private:
    std::array<std::uint64_t, 3> words_{};
};

/// Which bytes a template variable takes; part of its name, so that a template cannot mix them up.
enum class NameKind { text, html, json };

/// The name of a template variable or section.
template <NameKind kind>
struct Name {
    consteval Name(char const* name) : words(NameWords::of(name)) {
        std::string_view const text = name;
        bool const html = text.starts_with("HTML_");
        bool const json = text.starts_with("JSON_");
        if (text.size() >= NameWords::most || html != (kind == NameKind::html) ||
            json != (kind == NameKind::json))
            throw std::logic_error("the prefix of a template variable says what it takes");
    }

    NameWords words;
};

}  // namespace folkmoot::webui
