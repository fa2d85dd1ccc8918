// Files that are part of the program: templates, catalogues, style sheet, pictures. The build turns
// each list into one function (embed.cmake), so that nothing has to be found on disk at run time.
#pragma once

#include <span>
#include <string_view>

namespace folkmoot::webui {

/// One embedded file. All views are valid for the life of the program.
struct EmbeddedFile {
    std::string_view name;    ///< file name without folder
    std::string_view bytes;   ///< its content
    std::string_view sha256;  ///< of the content, lower-case hexadecimal
};

/// The page templates (*.tpl).
std::span<EmbeddedFile const> embedded_templates() noexcept;

/// The compiled message catalogues (*.mo), named after their gettext locale.
std::span<EmbeddedFile const> embedded_catalogues() noexcept;

/// Style sheet and pictures, and beside each text file its gzip form under its name and ".gz".
std::span<EmbeddedFile const> embedded_assets() noexcept;

}  // namespace folkmoot::webui
