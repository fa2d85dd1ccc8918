#include "node/community/received_contents.hpp"

#include <algorithm>
#include <limits>

namespace folkmoot::node {
namespace {

/// What the records of a post take beside their texts, with their indices.
constexpr std::size_t overhead = 512;

constexpr std::size_t per_reference = 64;

}  // namespace

std::uint32_t size_of_contents(
    storage::PostRecord const& post, storage::PostBodyRecord const& body
) {
    auto const texts = post.title.size() + post.iri.size() + post.url.size() + body.summary.size() +
                       body.source.size() + body.html.size();
    auto const references = post.attachments.size() + post.mentions.size() + post.tags.size() +
                            post.emojis.size() + post.to.size() + post.cc.size();
    return static_cast<std::uint32_t>(std::min<std::size_t>(
        overhead + texts + references * per_reference, std::numeric_limits<std::uint32_t>::max()
    ));
}

storage::Result<void> charge_host(
    Services& services,
    storage::WriteTxn& txn,
    storage::PostRecord const& post,
    std::int64_t bytes,
    std::int64_t objects
) {
    if (post.host == 0) {
        return {};
    }
    return services.store.hosts.charge(
        txn,
        storage::HostId(post.host),
        {.bytes = bytes, .objects = objects},
        services.limits.host_quota
    );
}

}  // namespace folkmoot::node
