#include "tests/corpus/corpus_files.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

namespace folkmoot::tests {
namespace {

namespace fs = std::filesystem;

std::string read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Rows "| file | what it is | source |" below headings "## folder (count)".
std::map<std::string, std::string> read_descriptions(fs::path const& readme) {
    std::map<std::string, std::string> descriptions;
    std::ifstream file(readme);
    std::string line;
    std::string folder;
    while (std::getline(file, line)) {
        if (line.starts_with("## ")) {
            folder = line.substr(3, line.find(" (") - 3);
            continue;
        }
        auto const name_end = line.find(" | ");
        auto const what_end = line.find(" | ", name_end + 3);
        bool const row = line.starts_with("| ") && what_end != std::string::npos;
        if (row && line.substr(0, name_end).ends_with(".json")) {
            auto const what = line.substr(name_end + 3, what_end - name_end - 3);
            descriptions[folder + '/' + line.substr(2, name_end - 2)] = what;
        }
    }
    return descriptions;
}

}  // namespace

std::optional<fs::path> corpus_folder() {
    auto const* given = std::getenv("FOLKMOOT_SHARED_CORPUS");
    fs::path const folder = given != nullptr
                                ? fs::path(given)
                                : fs::path(FOLKMOOT_SOURCE_DIR).parent_path() / "shared" / "corpus";
    return fs::exists(folder / "README.md") ? std::optional(folder) : std::nullopt;
}

std::vector<CorpusFile> load_corpus(fs::path const& folder) {
    auto const descriptions = read_descriptions(folder / "README.md");
    std::vector<CorpusFile> files;
    for (auto const& entry : fs::recursive_directory_iterator(folder)) {
        auto const name = fs::relative(entry.path(), folder).generic_string();
        if (entry.path().extension() != ".json" || name.starts_with("hostile/")) {
            continue;
        }
        auto const found = descriptions.find(name);
        files.push_back(
            {name,
             found == descriptions.end() ? std::string() : found->second,
             read_file(entry.path())}
        );
    }
    std::ranges::sort(files, {}, &CorpusFile::name);
    return files;
}

}  // namespace folkmoot::tests
