#include "storage/store.hpp"

#include "storage/engine/migration.hpp"
#include "storage/engine/typed_write.hpp"

#include <array>
#include <utility>

namespace folkmoot::storage {

namespace {

/// One step per schema version above 1, in order.
constexpr std::array<Migration, 0> migrations{};

}  // namespace

Store::Store(StoreOptions const& options, Environment environment)
    : environment_(std::move(environment)), ids_(options.clock) {}

Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
    Tables const names;
    auto environment = Environment::open({
        .directory = options.directory / "store",
        .mode = options.mode,
        .databases = names.catalog.database_names(),
        .schema_version = store_schema_version,
        .map_size = options.map_size,
    });
    if (!environment) {
        return std::unexpected(environment.error());
    }
    std::unique_ptr<Store> store(new Store(options, std::move(*environment)));
    if (auto started = store->start(options); !started) {
        return std::unexpected(started.error());
    }
    return store;
}

Result<void> Store::start(StoreOptions const& options) {
    bool const writes = options.mode != OpenMode::read_only;
    if (writes) {
        if (auto migrated = migrate(environment_, migrations); !migrated) {
            return migrated;
        }
    }
    std::uint64_t media_bytes = 0;
    {
        auto const txn = read();
        if (!txn) {
            return std::unexpected(txn.error());
        }
        auto const recovered = ids_.recover(*txn);
        auto const bytes = media_files.total_bytes(*txn);
        if (!recovered || !bytes) {
            return std::unexpected(recovered ? bytes.error() : recovered.error());
        }
        media_bytes = *bytes;
    }
    auto media = MediaStore::open(options.directory / "media", options.media_quota, media_bytes);
    if (!media) {
        return std::unexpected(media.error());
    }
    media_ = std::move(*media);
    if (writes) {
        WriterOptions writer;
        writer.before_commit = [this](WriteTxn& txn) { return ids_.persist(txn); };
        writer.after_commit = options.after_commit;
        writer_ = std::make_unique<Writer>(environment_, std::move(writer));
    }
    return {};
}

Result<VerifyReport> Store::verify() const {
    auto const txn = read();
    return txn ? verify_all(*txn, *this) : std::unexpected(txn.error());
}

Result<void> Store::rebuild() {
    return write_blocking(*writer_, WriteClass::maintenance, [this](WriteTxn& txn) {
        return rebuild_derived(txn, *this);
    });
}

Result<BackupManifest> Store::backup(std::filesystem::path const& target, Timestamp now) const {
    return write_backup(environment_, catalog, target, now);
}

Result<BackupManifest> Store::restore(
    std::filesystem::path const& backup, std::filesystem::path const& directory
) {
    Tables const tables;
    return restore_backup(backup, tables.catalog, store_schema_version, directory / "store");
}

}  // namespace folkmoot::storage
