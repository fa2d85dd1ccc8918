#include "webui/style/assets.hpp"

#include "webui/embedded.hpp"

#include <string>
#include <vector>

namespace folkmoot::webui {

namespace {

std::string_view media_type(std::string_view name) {
    if (name.ends_with(".css"))
        return "text/css; charset=utf-8";
    if (name.ends_with(".svg"))
        return "image/svg+xml";
    return "image/png";
}

// The assets with the strings that their paths point into.
struct Table {
    Table() {
        auto const files = embedded_assets();
        paths.reserve(files.size());
        for (EmbeddedFile const& file : files) {
            if (file.name.ends_with(".gz")) {
                rows.back().gzip = file.bytes;
                continue;
            }
            std::size_t const dot = file.name.rfind('.');
            std::string path = "/assets/";
            path.append(file.name.substr(0, dot)).append(".").append(file.sha256.substr(0, 10));
            path.append(file.name.substr(dot));
            paths.push_back(std::move(path));
            rows.push_back({file.name, paths.back(), media_type(file.name), file.bytes, {}});
        }
    }

    std::vector<std::string> paths;
    std::vector<Asset> rows;
};

Table const& table() {
    static Table const made;
    return made;
}

}  // namespace

std::span<Asset const> assets() noexcept {
    return table().rows;
}

std::string_view asset_path(std::string_view name) noexcept {
    for (Asset const& asset : assets())
        if (asset.name == name)
            return asset.path;
    return {};
}

}  // namespace folkmoot::webui
