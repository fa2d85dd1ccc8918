// folkmoot_render_samples FOLDER: writes every sample page and the assets to FOLDER, to look at
// them in a browser. Serve it: python3 -m http.server --bind 127.0.0.1 --directory FOLDER 8099
#include "tests/webui/samples.hpp"
#include "webui/style/assets.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

int main(int count, char** arguments) {
    using namespace folkmoot::webui;
    if (count != 2) {
        std::cerr << "usage: folkmoot_render_samples FOLDER\n";
        return 64;
    }
    std::filesystem::path const folder = arguments[1];
    std::filesystem::create_directories(folder / "assets");
    for (Asset const& asset : assets())
        std::ofstream(folder.string() + std::string(asset.path), std::ios::binary) << asset.body;
    Templates const templates;
    for (SamplePage const& page : sample_pages(templates))
        std::ofstream(folder / (page.name + ".html"), std::ios::binary) << page.html;
}
