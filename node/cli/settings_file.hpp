// folkmoot.toml as a text that people edit: written once by `init`, and single values changed
// without touching anything else in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// The settings that a new node needs to know.
struct FirstSettings {
    std::string domain;
    std::int64_t port{8420};
    std::string name;
};

/// Text of a new settings file: these settings, and where the others are described.
std::string first_settings_file(FirstSettings const& settings);

/// A text as TOML writes it, in quotes.
std::string toml_text(std::string_view text);

/// Gives a key of a section another value; the line is added where there is none. Lines that are
/// commented out stay.
/// @param literal  as TOML writes it, e.g. toml_text("folk.example") or "8420"
std::string with_setting(
    std::string const& file, std::string_view section, std::string_view key, std::string literal
);

}  // namespace folkmoot::node
