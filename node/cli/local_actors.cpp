#include "node/cli/local_actors.hpp"

#include "node/fold_errors.hpp"

namespace folkmoot::node {

Result<void> each_local_actor(
    storage::Store const& store,
    storage::ActorKind kind,
    std::function<Result<void>(storage::Txn const&, storage::ActorRecord const&)> const& show
) {
    storage::PageRequest request{.limit = storage::max_page_size};
    for (bool more = true; more;) {
        auto const txn = store.read();
        if (!txn) {
            return failed(txn.error());
        }
        auto const page = store.actors.of_host(*txn, storage::HostId{}, kind, request);
        if (!page) {
            return failed(page.error());
        }
        for (auto const& actor : page->items) {
            if (auto const shown = show(*txn, actor); !shown) {
                return shown;
            }
        }
        more = page->more;
        request.max_id = page->resume;
    }
    return {};
}

}  // namespace folkmoot::node
