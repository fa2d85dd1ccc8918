#include "node/community/tags.hpp"

#include "node/community/commit.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::TagId;

Result<void> check_name(std::string const& name) {
    auto const folded = storage::fold_tag(name);
    if (folded.empty() || folded.size() > storage::TagTable::max_name ||
        folded.find_first_of(" \t\r\n#") != std::string::npos) {
        return refused(ErrorCode::unprocessable, "This is not a hashtag.");
    }
    return {};
}

}  // namespace

awaitable<Result<storage::HashtagRecord>> follow_tag(
    Services& services, storage::ActorId member, std::string name
) {
    if (auto const checked = check_name(name); !checked) {
        co_return std::unexpected(checked.error());
    }
    auto const now = milliseconds_now(services);
    TagId const fresh(services.store.ids().next());
    storage::FollowedTagRecord followed;
    followed.id = services.store.ids().next();
    followed.member = member.value();
    auto closure = [&services, member, name, fresh, followed, now](storage::WriteTxn& txn
                   ) -> Result<storage::HashtagRecord> {
        auto& tags = services.store.tags;
        auto tag = tags.ensure(txn, name, fresh, now);
        if (!tag) {
            return failed(tag.error());
        }
        auto const known = tags.is_followed(txn, member, TagId(tag->id));
        if (!known) {
            return failed(known.error());
        }
        auto row = followed;
        row.tag = tag->id;
        if (auto stored = *known ? storage::Result<void>{} : tags.follow(txn, row); !stored) {
            return failed(stored.error());
        }
        return std::move(*tag);
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

awaitable<Result<storage::HashtagRecord>> unfollow_tag(
    Services& services, storage::ActorId member, std::string name
) {
    auto closure = [&services, member, name](storage::WriteTxn& txn
                   ) -> Result<storage::HashtagRecord> {
        auto tag = services.store.tags.by_name(txn, name);
        if (!tag) {
            return failed(tag.error());
        }
        auto const ended = services.store.tags.unfollow(txn, member, TagId(tag->id));
        return ended ? Result<storage::HashtagRecord>(std::move(*tag)) : failed(ended.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
