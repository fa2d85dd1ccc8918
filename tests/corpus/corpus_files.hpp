// The collected payloads of other projects, read where they lie: FOLKMOOT_SHARED_CORPUS, or
// shared/corpus beside the repository. They are not part of it; where they are missing, their tests
// say so and skip.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::tests {

/// One document and what the collection's README says it is, e.g. "activity Create{Note} (actor is
/// list)".
struct CorpusFile {
    std::string name;  ///< "mastodon/lemmyassets-activities-delete.json"
    std::string what;  ///< empty when the README does not list it
    std::string text;
};

/// The folder of the collection; nullopt where there is none.
std::optional<std::filesystem::path> corpus_folder();

/// All documents but the hostile set, sorted by name.
std::vector<CorpusFile> load_corpus(std::filesystem::path const& folder);

}  // namespace folkmoot::tests
