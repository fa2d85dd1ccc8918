// The table of settings. Internal to node/config.
#pragma once

#include "node/config/config.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace folkmoot::node {

/// A text. `problem` says what is wrong with a value, as the end of the sentence "… is wrong: it ";
/// "" when nothing is.
struct TextSetting {
    std::string& (*field)(Config&);
    std::string (*problem)(std::string const&){nullptr};
    bool path{false};  ///< a file or folder: made absolute from the configuration's directory
};

/// A whole number within [min, max].
struct NumberSetting {
    std::int64_t& (*field)(Config&);
    std::int64_t min{0};
    std::int64_t max{std::numeric_limits<std::int64_t>::max()};
};

struct FlagSetting {
    bool& (*field)(Config&);
};

/// A list of texts; `problem` as for TextSetting, of one item.
struct ListSetting {
    std::vector<std::string>& (*field)(Config&);
    std::string (*problem)(std::string const&){nullptr};
};

/// One of several words.
struct ChoiceSetting {
    std::span<std::string_view const> words;
    std::size_t (*get)(Config const&);
    void (*set)(Config&, std::size_t);
};

/// One row: a key, what it means, where its value lies.
struct Setting {
    std::string_view key;   ///< "section.name"
    std::string_view unit;  ///< "MiB", or "" for none
    std::string_view help;  ///< sentences for the example file
    std::variant<TextSetting, NumberSetting, FlagSetting, ListSetting, ChoiceSetting> kind;

    /// Name of the environment variable of a secret; "" for settings of the file.
    std::string_view secret{};
};

/// Every setting; those of one section stand together.
std::span<Setting const> settings();

}  // namespace folkmoot::node
