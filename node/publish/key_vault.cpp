#include "node/publish/key_vault.hpp"

#include "node/publish/names.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::KeyType;
using activitypub::PrivateKey;
using activitypub::SigningKey;

std::unexpected<Error> broken(std::string detail) {
    return std::unexpected(Error{
        ErrorCode::internal,
        "The server cannot use its keys. Please tell its operator.",
        std::move(detail)
    });
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int descriptor) noexcept : descriptor_(descriptor) {}

    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;

    ~Descriptor() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }

    int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

storage::KeyAlgorithm algorithm_of(KeyType type) {
    return type == KeyType::rsa ? storage::KeyAlgorithm::rsa_sha256
                                : storage::KeyAlgorithm::ed25519;
}

}  // namespace

Result<MasterKey> MasterKey::load(std::filesystem::path const& file) {
    Descriptor const descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct ::stat facts{};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &facts) != 0) {
        return broken(
            "the key file " + file.string() + " cannot be read (" + std::strerror(errno) +
            "); restore it from a backup"
        );
    }
    if ((facts.st_mode & 077) != 0) {
        return broken(
            "the key file " + file.string() + " may be read by others; run: chmod 600 " +
            file.string()
        );
    }
    MasterKey key;
    if (facts.st_size != static_cast<off_t>(size) ||
        ::read(descriptor.get(), key.key_.data(), size) != static_cast<ssize_t>(size)) {
        return broken(
            "the key file " + file.string() + " does not hold a key; restore it from a backup"
        );
    }
    return key;
}

Result<MasterKey> MasterKey::create(std::filesystem::path const& file) {
    Descriptor const descriptor(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
    );
    if (descriptor.get() < 0) {
        if (errno == EEXIST) {
            return std::unexpected(Error{
                ErrorCode::conflict,
                "There is a key file already.",
                file.string() + " exists and is not overwritten"
            });
        }
        return broken(file.string() + " cannot be made: " + std::strerror(errno));
    }
    MasterKey key;
    ::randombytes_buf(key.key_.data(), size);
    if (::write(descriptor.get(), key.key_.data(), size) != static_cast<ssize_t>(size) ||
        ::fsync(descriptor.get()) != 0) {
        return broken(file.string() + " cannot be written: " + std::strerror(errno));
    }
    return key;
}

MasterKey::MasterKey(MasterKey&& other) noexcept : key_(other.key_) {
    ::sodium_memzero(other.key_.data(), size);
}

MasterKey& MasterKey::operator=(MasterKey&& other) noexcept {
    std::swap(key_, other.key_);
    return *this;
}

MasterKey::~MasterKey() {
    ::sodium_memzero(key_.data(), size);
}

std::vector<std::uint8_t> MasterKey::seal(activitypub::ByteView secret) const {
    std::vector<std::uint8_t> sealed(
        crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size()
    );
    ::randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
    ::crypto_secretbox_easy(
        sealed.data() + crypto_secretbox_NONCEBYTES,
        secret.data(),
        secret.size(),
        sealed.data(),
        key_.data()
    );
    return sealed;
}

Result<activitypub::Secret> MasterKey::open(activitypub::ByteView sealed) const {
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < overhead) {
        return broken("a stored key is too short");
    }
    activitypub::Bytes clear(sealed.size() - overhead);
    if (::crypto_secretbox_open_easy(
            clear.data(),
            sealed.data() + crypto_secretbox_NONCEBYTES,
            sealed.size() - crypto_secretbox_NONCEBYTES,
            sealed.data(),
            key_.data()
        ) != 0) {
        return broken("a stored key does not open with this key file: is it another node's?");
    }
    return activitypub::Secret(std::move(clear));
}

KeyVault::KeyVault(storage::Store& store, Site const& site, MasterKey key)
    : store_(store), site_(site), key_(std::move(key)) {}

std::optional<SigningKey> KeyVault::find(Name const& name) {
    std::lock_guard const lock(mutex_);
    auto const known = by_name_.find(name);
    if (known == by_name_.end()) {
        return std::nullopt;
    }
    by_use_.splice(by_use_.begin(), by_use_, known->second);
    return known->second->second;
}

Result<SigningKey> KeyVault::signing_key(storage::ActorId actor, KeyType type) {
    if (auto key = find({actor.value(), type})) {
        return std::move(*key);
    }
    auto const txn = store_.read();
    return txn ? signing_key(*txn, actor, type) : broken(txn.error().detail);
}

Result<SigningKey> KeyVault::signing_key(
    storage::Txn const& txn, storage::ActorId actor, KeyType type
) {
    Name const name{actor.value(), type};
    if (auto key = find(name)) {
        return std::move(*key);
    }
    auto key = load(txn, actor, type);
    if (!key) {
        return key;
    }
    std::lock_guard const lock(mutex_);
    if (!by_name_.contains(name)) {
        by_use_.emplace_front(name, *key);
        by_name_[name] = by_use_.begin();
        if (by_use_.size() > capacity) {
            by_name_.erase(by_use_.back().first);
            by_use_.pop_back();
        }
    }
    return key;
}

Result<SigningKey> KeyVault::load(storage::Txn const& txn, storage::ActorId actor, KeyType type) {
    auto const owner = store_.actors.load(txn, actor);
    auto const keys = store_.actor_keys.of_actor(txn, actor);
    if (!owner || !keys) {
        return broken((owner ? keys.error() : owner.error()).detail);
    }
    auto const wanted = [type](storage::ActorKeyRecord const& key) {
        return key.algorithm == algorithm_of(type) && key.retired_at == 0;
    };
    // The newest key of a type is the current one.
    auto const found = std::find_if(keys->rbegin(), keys->rend(), wanted);
    if (found == keys->rend()) {
        return std::unexpected(Error{
            ErrorCode::not_found,
            "There is no such key.",
            "actor " + std::to_string(actor.value()) + " has no key of the type asked for"
        });
    }
    auto const secret = key_.open(found->private_key);
    if (!secret) {
        return std::unexpected(secret.error());
    }
    auto key = PrivateKey::from_pkcs8(secret->view());
    if (!key) {
        return broken(key.error().detail);
    }
    return SigningKey{Site::key_id(actor_iri(site_, *owner), found->fragment), std::move(*key)};
}

Result<storage::ActorKeyRecord> KeyVault::record_for(
    storage::ActorId owner, PrivateKey const& key, std::string fragment, std::int64_t now
) {
    storage::ActorKeyRecord record;
    record.id = store_.ids().next();
    record.owner = owner.value();
    record.algorithm = algorithm_of(key.type());
    record.fragment = std::move(fragment);
    record.created = now;
    auto const secret = key.to_pkcs8();
    if (!secret) {
        return broken(secret.error().detail);
    }
    record.private_key = key_.seal(secret->view());
    if (key.type() == KeyType::rsa) {
        record.public_key = key.public_key().to_der();
        return record;
    }
    auto raw = key.public_key().to_raw_ed25519();
    if (!raw) {
        return broken(raw.error().detail);
    }
    record.public_key = std::move(*raw);
    return record;
}

Result<std::vector<storage::ActorKeyRecord>> KeyVault::records_for(
    storage::ActorId owner, PrivateKey const& rsa, std::int64_t now
) {
    auto const ed25519 = PrivateKey::generate_ed25519();
    if (!ed25519) {
        return broken(ed25519.error().detail);
    }
    auto first = record_for(owner, rsa, "main-key", now);
    auto second = record_for(owner, *ed25519, "ed25519-key", now);
    if (!first || !second) {
        return std::unexpected(first ? second.error() : first.error());
    }
    return std::vector{std::move(*first), std::move(*second)};
}

void KeyVault::forget(storage::ActorId actor) {
    std::lock_guard const lock(mutex_);
    for (auto const type : {KeyType::rsa, KeyType::ed25519}) {
        if (auto const known = by_name_.find({actor.value(), type}); known != by_name_.end()) {
            by_use_.erase(known->second);
            by_name_.erase(known);
        }
    }
}

}  // namespace folkmoot::node
