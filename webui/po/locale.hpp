// The languages of the interface and the choice between them. Pure functions of their arguments.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace folkmoot::webui {

/// A language of the interface.
enum class Locale : std::uint8_t { en, zh_hans };

/// Every language, in the order in which they are offered.
inline constexpr std::array all_locales{Locale::en, Locale::zh_hans};

/// The BCP 47 tag for `lang` attributes, headers and cookies: "en", "zh-Hans".
std::string_view web_tag(Locale locale) noexcept;

/// The gettext name of the catalogue: "en", "zh_CN".
std::string_view gettext_name(Locale locale) noexcept;

/// The language's name for itself: "English", "简体中文".
std::string_view own_name(Locale locale) noexcept;

/// Reads a web tag as a cookie or a form gives it, in any case; nothing when it is no language of
/// ours.
std::optional<Locale> read_locale(std::string_view tag) noexcept;

/// The language to show: the cookie's if it is one of ours, else the best match of Accept-Language
/// (RFC 9110 section 12.5.4, basic filtering of RFC 4647; every Chinese tag but explicitly
/// traditional ones counts as zh-Hans), else `fallback`.
/// @param cookie           value of the locale cookie, empty when absent
/// @param accept_language  header value, empty when absent; at most the first 512 bytes are read
Locale choose_locale(
    std::string_view cookie, std::string_view accept_language, Locale fallback
) noexcept;

}  // namespace folkmoot::webui
