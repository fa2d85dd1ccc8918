#include "node/community/commit.hpp"
#include "node/community/post_rows.hpp"

namespace folkmoot::node {

using storage::TagId;

boost::asio::awaitable<Result<std::vector<std::uint64_t>>> ensure_tags(
    Services& services, std::vector<std::string> names, storage::WriteClass write_class
) {
    std::erase_if(names, [](std::string const& name) {
        auto const folded = storage::fold_tag(name);
        return folded.empty() || folded.size() > storage::TagTable::max_name;
    });
    if (names.size() > services.limits.hashtags) {
        names.resize(services.limits.hashtags);
    }
    std::vector<std::uint64_t> ids;
    bool complete = true;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        for (auto const& name : names) {
            auto const tag = services.store.tags.by_name(*txn, name);
            complete = complete && tag.has_value();
            ids.push_back(tag ? tag->id : services.store.ids().next());
        }
    }
    if (complete) {
        co_return ids;
    }
    auto const now = milliseconds_now(services);
    auto closure = [&services, names, ids, now](storage::WriteTxn& txn
                   ) -> Result<std::vector<std::uint64_t>> {
        auto known = ids;
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const tag = services.store.tags.ensure(txn, names[i], TagId(ids[i]), now);
            if (!tag) {
                return failed(tag.error());
            }
            known[i] = tag->id;
        }
        return known;
    };
    co_return co_await commit(services, write_class, std::move(closure));
}

}  // namespace folkmoot::node
