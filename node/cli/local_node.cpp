#include "node/cli/local_node.hpp"

#include "node/fold_errors.hpp"
#include "node/store_damage.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::uint64_t gib = std::uint64_t{1} << 30;

CommunityLimits community_limits(Config const& config) {
    CommunityLimits limits;
    limits.post_length = static_cast<std::size_t>(config.limits.post_characters);
    return limits;
}

OpenFailure open_failure(storage::Error const& error, Config const& config) {
    OpenFailure failure{error.code == storage::ErrorCode::locked, fold(error)};
    failure.error.safe = error.code == storage::ErrorCode::not_found
                             ? "There is no store in " + config.storage.directory
                             : "The store in " + config.storage.directory + " cannot be opened";
    return failure;
}

}  // namespace

std::expected<std::unique_ptr<LocalNode>, OpenFailure> LocalNode::open(
    Config config, std::filesystem::path directory, storage::OpenMode mode, MasterKey key
) {
    storage::StoreOptions options;
    options.directory = config.storage.directory;
    options.mode = mode;
    options.clock = system_clock();
    options.map_size = static_cast<std::uint64_t>(config.storage.map_gib) * gib;
    options.media_quota = static_cast<std::uint64_t>(config.media.quota_gib) * gib;
    auto store = storage::Store::open(std::move(options));
    if (!store) {
        return std::unexpected(open_failure(store.error(), config));
    }
    return std::unique_ptr<LocalNode>(
        new LocalNode(std::move(config), std::move(directory), std::move(*store), std::move(key))
    );
}

LocalNode::LocalNode(
    Config config,
    std::filesystem::path directory,
    std::unique_ptr<storage::Store> store,
    MasterKey key
)
    : config_(std::move(config)),
      directory_(std::move(directory)),
      store_(std::move(store)),
      now_(system_clock()),
      site_(config_.node.origin, config_.media.origin),
      vault_(*store_, site_, std::move(key)),
      publisher_(*store_, site_, vault_, now_),
      crypto_pool_(1),
      services_{
          .store = *store_,
          .site = site_,
          .publisher = publisher_,
          .vault = vault_,
          // Made when asked for: most commands need none, and a pool would begin at once.
          .keys = []() -> boost::asio::awaitable<Result<activitypub::PrivateKey>> {
              auto key_pair = activitypub::PrivateKey::generate_rsa();
              co_return key_pair ? Result<activitypub::PrivateKey>(std::move(*key_pair))
                                 : failed(key_pair.error());
          },
          .now = now_,
          .random = system_random(),
          .crypto_pool = crypto_pool_,
          .limits = community_limits(config_)
      } {}

LocalNode::~LocalNode() {
    crypto_pool_.join();
}

Answer LocalNode::run(Command command) {
    return wait_for(execute(context(), std::move(command)));
}

Result<void> check_identity(storage::Store const& store, Site const& site) {
    auto const txn = store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const identity = store.identity.load(*txn);
    if (!identity && identity.error().code != storage::ErrorCode::not_found) {
        return damaged_store(identity.error());
    }
    if (!identity) {
        return refused(
            ErrorCode::not_found, "The store holds no node yet; run `folkmoot init` first."
        );
    }
    if (identity->domain != site.domain()) {
        return refused(
            ErrorCode::conflict,
            "The store belongs to " + identity->domain + ", the configuration says " +
                site.domain() + "; set it back, or run `folkmoot init --change-domain`."
        );
    }
    return {};
}

}  // namespace folkmoot::node
