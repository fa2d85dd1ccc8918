// What every rule of the community works with. A value of references: the App owns the parts and
// they outlive every coroutine of this folder. Tests put their own clock, randomness and keys in.
#pragma once

#include "activitypub/signature/key.hpp"
#include "node/app/clock.hpp"
#include "node/app/random.hpp"
#include "node/error.hpp"
#include "node/publish/key_pool.hpp"
#include "node/publish/key_vault.hpp"
#include "node/publish/publisher.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace folkmoot::node {

/// What Argon2id may cost (RFC 9106). The defaults follow libsodium's "interactive" profile.
struct PasswordCost {
    std::uint64_t operations = 2;
    std::size_t memory = std::size_t{64} << 20;  ///< bytes
};

/// Caps on what members and other servers may give us. Lengths are counted in characters (code
/// points) unless said otherwise.
struct CommunityLimits {
    std::size_t post_length = 10'000;    ///< text and content warning of a local post together
    std::size_t title_length = 200;      ///< title of a topic; longer derived ones are cut
    std::size_t attachments = 16;        ///< files of a post
    std::size_t mentions = 50;           ///< different handles of a post that are looked up
    std::size_t hashtags = 100;          ///< different tags of a post
    std::size_t resolved_mentions = 10;  ///< handles unknown here that one post may have fetched
    std::size_t display_name_length = 100;
    std::size_t summary_length = 5'000;  ///< source of a profile text or a group's description
    std::size_t profile_fields = 8;
    std::size_t field_length = 255;       ///< name or value of a profile field
    std::size_t password_min_length = 8;  ///< bytes
    std::size_t password_max_length = 256;
    std::size_t followed = 7'500;        ///< actors that one member follows
    std::size_t home_sources = 7'500;    ///< logs that one home timeline merges
    std::size_t notified_mentions = 50;  ///< local members that one post notifies
    std::int64_t idempotency_ms = 3'600'000;
    storage::HostQuota host_quota{
        .bytes = std::uint64_t{8} << 30, .objects = 5'000'000
    };  ///< what the content of one remote host may take (decision 31)
    PasswordCost password_cost;
};

/// Gives a fresh RSA key for a new local actor; normally KeyPool::take.
using RsaKeySource = std::function<boost::asio::awaitable<Result<activitypub::PrivateKey>>()>;

/// The pool as a source. `pool` must outlive it.
RsaKeySource key_source(KeyPool& pool);

/// Finds a remote actor that this node does not know yet, and stores it.
/// @param handle  "name@host" without a sigil
/// @return its id; not_found or remote_unavailable: the handle then stays plain text
using HandleResolver =
    std::function<boost::asio::awaitable<Result<storage::ActorId>>(std::string handle)>;

/// The parts. Cheap to copy.
struct Services {
    storage::Store& store;
    Site const& site;
    Publisher const& publisher;
    KeyVault& vault;
    RsaKeySource keys;
    Clock now;
    RandomBytes random;
    boost::asio::thread_pool& crypto_pool;  ///< hashes passwords; its size caps how many at once
    CommunityLimits limits{};
    HandleResolver resolve_handle{};  ///< empty: only handles known here are resolved
};

}  // namespace folkmoot::node
