#include "node/cli/missing_media.hpp"

#include "node/fold_errors.hpp"

#include <algorithm>
#include <cstdint>

namespace folkmoot::node {

Result<std::vector<std::string>> missing_media(storage::Store& store) {
    std::vector<std::string> missing;
    auto const look = [&](std::vector<std::uint8_t> const& bytes) {
        storage::Sha256 hash{};
        if (bytes.size() != hash.size()) {
            return;
        }
        std::ranges::copy(bytes, hash.begin());
        if (!store.media().open_file(hash)) {
            missing.push_back(storage::to_hex(hash));
        }
    };
    storage::MediaId after{};
    for (bool more = true; more;) {
        auto const txn = store.read();
        if (!txn) {
            return failed(txn.error());
        }
        auto const page = store.media_files.list(*txn, after, 500);
        if (!page) {
            return failed(page.error());
        }
        for (auto const& media : *page) {
            look(media.hash);
            look(media.preview_hash);
            after = storage::MediaId(media.id);
        }
        more = !page->empty();
    }
    return missing;
}

}  // namespace folkmoot::node
