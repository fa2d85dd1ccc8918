#include "node/media/uploads.hpp"

#include "activitypub/html/code_points.hpp"
#include "federation/client/run_on.hpp"
#include "node/fold_errors.hpp"
#include "node/media/file_type.hpp"
#include "node/media/image_size.hpp"
#include "storage/engine/async_write.hpp"

#include <charconv>
#include <utility>
#include <vector>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::MediaFileRecord;
using storage::MediaId;

std::size_t character_count(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        at += activitypub::decode_utf8(text, at).length;
    }
    return count;
}

std::optional<float> parse_coordinate(std::string_view text) noexcept {
    float value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, value);
    bool const readable = failure == std::errc{} && stop == end;
    return readable && value >= -1 && value <= 1 ? std::optional(value) : std::nullopt;
}

bool is_in_use(MediaFileRecord const& media) noexcept {
    return media.post != 0 || media.used_by_profile;
}

/// The file of a member that nothing uses yet.
storage::Result<MediaFileRecord> load_waiting(
    storage::Tables const& tables, storage::Txn const& txn, storage::ActorId owner, MediaId id
) {
    auto media = tables.media_files.load(txn, id);
    if (media && (media->owner != owner.value() || is_in_use(*media))) {
        return std::unexpected(storage::Error{storage::ErrorCode::not_found, "media"});
    }
    return media;
}

}  // namespace

std::optional<FocalPoint> parse_focal_point(std::string_view text) noexcept {
    auto const comma = text.find(',');
    if (comma == std::string_view::npos) {
        return std::nullopt;
    }
    auto const x = parse_coordinate(text.substr(0, comma));
    auto const y = parse_coordinate(text.substr(comma + 1));
    return x && y ? std::optional(FocalPoint{*x, *y}) : std::nullopt;
}

Uploads::Uploads(storage::Store& store, Clock now, asio::thread_pool& pool, MediaLimits limits)
    : store_(store), now_(std::move(now)), pool_(pool), limits_(limits) {}

Result<void> Uploads::check_description(std::string_view description) const {
    if (character_count(description) > limits_.description_length) {
        return refused(
            ErrorCode::unprocessable,
            "Validation failed: Description is longer than " +
                std::to_string(limits_.description_length) + " characters"
        );
    }
    return {};
}

Result<MediaFileRecord> Uploads::check(NewUpload const& upload) const {
    if (upload.bytes.size() > limits_.file_bytes) {
        return refused(
            ErrorCode::too_large,
            "Validation failed: File must be smaller than " +
                std::to_string(limits_.file_bytes >> 20U) + " MiB"
        );
    }
    if (auto fits = check_description(upload.description); !fits) {
        return std::unexpected(std::move(fits.error()));
    }
    auto const* const type = detect_file_type(upload.bytes);
    bool const is_image = type != nullptr && type->file_class == FileClass::image;
    if (type == nullptr || (upload.picture_only && !is_image)) {
        return refused(ErrorCode::unprocessable, "Validation failed: File content type is invalid");
    }
    MediaFileRecord media;
    if (is_image) {
        auto const size = read_image_size(upload.bytes, type->media_type);
        if (!size) {
            return refused(
                ErrorCode::unprocessable, "Validation failed: The picture cannot be read"
            );
        }
        auto const pixels = std::uint64_t{size->width} * size->height;
        if (std::max(size->width, size->height) > limits_.side || pixels > limits_.pixels) {
            return refused(
                ErrorCode::unprocessable, "Validation failed: The picture has too many pixels"
            );
        }
        media.width = size->width;
        media.height = size->height;
    }
    media.id = store_.ids().next();
    media.owner = upload.owner.value();
    media.state = storage::MediaState::ready;
    media.media_type = type->media_type;
    media.size = upload.bytes.size();
    media.description = upload.description;
    media.focus_x = upload.focus.x;
    media.focus_y = upload.focus.y;
    media.created = now_().time_since_epoch().count();
    return media;
}

asio::awaitable<Result<MediaFileRecord>> Uploads::store(NewUpload upload) {
    auto media = check(upload);
    if (!media) {
        co_return media;
    }
    auto const put = [this, bytes = upload.bytes] { return store_.media().put(bytes); };
    auto stored = co_await federation::run_on(pool_, put);
    if (!stored) {
        co_return failed(stored.error());
    }
    media->hash.assign(stored->hash.begin(), stored->hash.end());
    auto const quota = limits_.bytes_per_member;
    auto written = co_await storage::async_write(
        store_.writer(),
        storage::WriteClass::local,
        [&store = store_, record = *media, quota](storage::WriteTxn& txn) -> storage::Result<void> {
            auto const used = store.media_files.bytes_of(txn, storage::ActorId(record.owner));
            if (!used) {
                return std::unexpected(used.error());
            }
            if (*used + record.size > quota) {
                return std::unexpected(storage::Error{storage::ErrorCode::full, "member's quota"});
            }
            return store.media_files.insert(txn, record);
        }
    );
    if (written) {
        co_return media;
    }
    // The file stays when another record names the same bytes.
    auto const hash = stored->hash;
    stored->pin = {};
    co_await federation::run_on(pool_, [this, hash] {
        erase_files({hash});
        return true;
    });
    if (written.error().code == storage::ErrorCode::full) {
        co_return refused(
            ErrorCode::unprocessable, "Validation failed: Your files take too much room"
        );
    }
    co_return failed(written.error());
}

asio::awaitable<Result<MediaFileRecord>> Uploads::describe(DescribeUpload change) {
    if (change.description) {
        if (auto fits = check_description(*change.description); !fits) {
            co_return std::unexpected(std::move(fits.error()));
        }
    }
    auto written = co_await storage::async_write(
        store_.writer(),
        storage::WriteClass::local,
        [&store = store_, change](storage::WriteTxn& txn) -> storage::Result<MediaFileRecord> {
            auto media = load_waiting(store, txn, change.owner, change.media);
            if (!media) {
                return media;
            }
            media->description = change.description.value_or(media->description);
            if (change.focus) {
                media->focus_x = change.focus->x;
                media->focus_y = change.focus->y;
            }
            if (auto done = store.media_files.update(txn, *media); !done) {
                return std::unexpected(done.error());
            }
            return media;
        }
    );
    if (!written) {
        co_return failed(written.error());
    }
    co_return std::move(*written);
}

asio::awaitable<Result<void>> Uploads::remove(storage::ActorId owner, MediaId media) {
    using Hashes = std::vector<storage::Sha256>;
    auto written = co_await storage::async_write(
        store_.writer(),
        storage::WriteClass::local,
        [&store = store_, owner, media](storage::WriteTxn& txn) -> storage::Result<Hashes> {
            auto const record = store.media_files.load(txn, media);
            if (!record || record->owner != owner.value()) {
                return std::unexpected(storage::Error{storage::ErrorCode::not_found, "media"});
            }
            if (is_in_use(*record)) {
                return std::unexpected(storage::Error{storage::ErrorCode::invalid, "in use"});
            }
            return store.media_files.erase(txn, media);
        }
    );
    if (!written) {
        if (written.error().code == storage::ErrorCode::invalid) {
            co_return refused(
                ErrorCode::unprocessable, "Media attachment is currently used by a status"
            );
        }
        co_return failed(written.error());
    }
    co_await federation::run_on(pool_, [this, hashes = std::move(*written)] {
        erase_files(hashes);
        return true;
    });
    co_return Result<void>{};
}

asio::awaitable<Result<std::size_t>> Uploads::expire_unused(std::size_t most) {
    struct Expired {
        std::size_t records{0};
        std::vector<storage::Sha256> hashes;
    };

    auto const before = (now_() - limits_.unused).time_since_epoch().count();
    auto written = co_await storage::async_write(
        store_.writer(),
        storage::WriteClass::maintenance,
        [&store = store_, before, most](storage::WriteTxn& txn) -> storage::Result<Expired> {
            auto const unused = store.media_files.unused(txn, before, most);
            if (!unused) {
                return std::unexpected(unused.error());
            }
            Expired expired;
            for (auto const id : *unused) {
                auto const hashes = store.media_files.erase(txn, id);
                if (!hashes) {
                    return std::unexpected(hashes.error());
                }
                ++expired.records;
                expired.hashes.insert(expired.hashes.end(), hashes->begin(), hashes->end());
            }
            return expired;
        }
    );
    if (!written) {
        co_return failed(written.error());
    }
    auto const count = written->records;
    co_await federation::run_on(pool_, [this, hashes = std::move(written->hashes)] {
        erase_files(hashes);
        return true;
    });
    co_return count;
}

// A file that cannot be erased now has no record any more: `verify` finds it.
void Uploads::erase_files(std::vector<storage::Sha256> const& hashes) const {
    for (auto const& hash : hashes) {
        auto const is_named = [&] {
            auto const txn = store_.read();
            return !txn || store_.media_files.by_hash(*txn, hash).has_value();
        };
        static_cast<void>(store_.media().erase(hash, is_named));
    }
}

}  // namespace folkmoot::node
