// The files that pages refer to: style sheet, icons, default pictures. They are part of the program
// and never change while it runs; their names carry a hash of their content, so that they may be
// cached for ever.
#pragma once

#include <span>
#include <string_view>

namespace folkmoot::webui {

/// A static file inside the program. All views are valid for the life of the program.
struct Asset {
    std::string_view name;  ///< the name in the source, e.g. "folkmoot.css"
    std::string_view path;  ///< where it is served, e.g. "/assets/folkmoot.1b2c3d4e5f.css"
    std::string_view type;  ///< value for Content-Type
    std::string_view body;  ///< the bytes
    std::string_view
        gzip;  ///< the same, compressed with gzip; empty where that saves nothing (pictures)
};

/// Every asset. Serve them with `Cache-Control: public, max-age=31536000, immutable`.
std::span<Asset const> assets() noexcept;

/// Where an asset is served, by its name in the source; empty for an unknown name. The default
/// pictures of members and groups are "avatar.png" and "header.png", the site icon is "favicon.svg"
/// (also "favicon.png").
std::string_view asset_path(std::string_view name) noexcept;

}  // namespace folkmoot::webui
