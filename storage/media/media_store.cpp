#include "storage/media/media_store.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace folkmoot::storage {

namespace {

constexpr char const* uploads_folder = "uploads";
constexpr std::size_t chunk_size = 64UL * 1024;

std::unexpected<Error> system_error(std::string what) {
    auto const number = errno;
    auto const code = number == ENOENT                       ? ErrorCode::not_found
                      : number == ENOSPC || number == EDQUOT ? ErrorCode::full
                                                             : ErrorCode::io;
    return std::unexpected(Error{code, std::move(what) + ": " + std::strerror(number)});
}

/// Opens a folder below another one without following links; makes it when `create`.
Result<FileHandle> open_folder(int parent, std::string const& name, bool create) {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    FileHandle folder(::openat(parent, name.c_str(), flags));
    if (folder.is_open()) {
        return folder;
    }
    if (errno != ENOENT || !create) {
        return system_error("open folder " + name);
    }
    if (::mkdirat(parent, name.c_str(), 0700) != 0 && errno != EEXIST) {
        return system_error("make folder " + name);
    }
    if (::fsync(parent) != 0) {
        return system_error("sync parent of " + name);
    }
    folder = FileHandle(::openat(parent, name.c_str(), flags));
    return folder.is_open() ? Result<FileHandle>(std::move(folder)) : system_error("open " + name);
}

/// The folder "ab/cd" of a file's name.
Result<FileHandle> open_folder_of(int root, std::string const& name, bool create) {
    auto first = open_folder(root, name.substr(0, 2), create);
    if (!first) {
        return first;
    }
    return open_folder(first->get(), name.substr(2, 2), create);
}

Result<void> write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return system_error("write upload");
        }
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    return {};
}

/// Names in a folder, without "." and "..".
Result<std::vector<std::string>> names_in(int folder) {
    int const copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const stream = copy < 0 ? nullptr : ::fdopendir(copy);
    if (stream == nullptr) {
        return system_error("list folder");
    }
    std::vector<std::string> names;
    while (auto const* entry = ::readdir(stream)) {
        std::string name = entry->d_name;
        if (name != "." && name != "..") {
            names.push_back(std::move(name));
        }
    }
    ::closedir(stream);
    return names;
}

std::optional<Sha256> parse_name(std::string const& name) {
    constexpr std::string_view digits = "0123456789abcdef";
    Sha256 hash{};
    if (name.size() != hash.size() * 2) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const value = digits.find(name[i]);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        hash[i / 2] = static_cast<std::uint8_t>((hash[i / 2] << 4U) | value);
    }
    return hash;
}

}  // namespace

struct MediaStore::State {
    std::mutex mutex;
    std::uint64_t used = 0;
    std::uint64_t next_upload = 0;
    std::map<Sha256, int> pins;
};

MediaPin::MediaPin(MediaPin&& other) noexcept
    : store_(std::exchange(other.store_, nullptr)), hash_(other.hash_) {}

MediaPin& MediaPin::operator=(MediaPin&& other) noexcept {
    std::swap(store_, other.store_);
    std::swap(hash_, other.hash_);
    return *this;
}

MediaPin::~MediaPin() {
    if (store_ != nullptr) {
        store_->unpin(hash_);
    }
}

MediaUpload::MediaUpload(MediaStore& store, FileHandle file, std::string name)
    : store_(&store), file_(std::move(file)), name_(std::move(name)) {}

MediaUpload::MediaUpload(MediaUpload&& other) noexcept
    : store_(other.store_),
      file_(std::move(other.file_)),
      name_(std::exchange(other.name_, {})),
      digest_(std::move(other.digest_)),
      size_(std::exchange(other.size_, 0)) {}

MediaUpload::~MediaUpload() {
    if (!name_.empty()) {
        ::unlinkat(store_->uploads_.get(), name_.c_str(), 0);
        store_->release(size_);
    }
}

Result<void> MediaUpload::append(std::string_view bytes) {
    if (!store_->reserve(bytes.size())) {
        return std::unexpected(Error{ErrorCode::full, "media quota"});
    }
    size_ += bytes.size();
    digest_.update(bytes);
    return write_all(file_.get(), bytes);
}

Result<StoredMedia> MediaUpload::finish() {
    if (::fsync(file_.get()) != 0) {
        return system_error("sync upload");
    }
    auto const hash = digest_.finish();
    auto stored = store_->adopt(*this, hash);
    if (stored) {
        stored->pin = MediaPin(store_, hash);
    }
    return stored;
}

MediaStore::MediaStore(FileHandle root, FileHandle uploads, std::uint64_t quota, std::uint64_t used)
    : root_(std::move(root)),
      uploads_(std::move(uploads)),
      quota_(quota),
      state_(std::make_unique<State>()) {
    state_->used = used;
}

MediaStore::~MediaStore() = default;

Result<std::unique_ptr<MediaStore>> MediaStore::open(
    std::filesystem::path const& directory, std::uint64_t quota, std::uint64_t used
) {
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return system_error("make " + directory.string());
    }
    FileHandle root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!root.is_open()) {
        return std::unexpected(
            Error{ErrorCode::invalid, directory.string() + ": " + std::strerror(errno)}
        );
    }
    auto uploads = open_folder(root.get(), uploads_folder, true);
    if (!uploads) {
        return std::unexpected(uploads.error());
    }
    auto const leftovers = names_in(uploads->get());
    if (!leftovers) {
        return std::unexpected(leftovers.error());
    }
    for (auto const& name : *leftovers) {
        ::unlinkat(uploads->get(), name.c_str(), 0);
    }
    return std::unique_ptr<MediaStore>(
        new MediaStore(std::move(root), std::move(*uploads), quota, used)
    );
}

Result<MediaUpload> MediaStore::begin() {
    std::string name;
    {
        std::scoped_lock const lock(state_->mutex);
        name = std::to_string(++state_->next_upload);
    }
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    FileHandle file(::openat(uploads_.get(), name.c_str(), flags, 0600));
    if (!file.is_open()) {
        return system_error("make upload");
    }
    return MediaUpload(*this, std::move(file), std::move(name));
}

Result<StoredMedia> MediaStore::put(std::string_view bytes) {
    auto upload = begin();
    if (!upload) {
        return std::unexpected(upload.error());
    }
    if (auto appended = upload->append(bytes); !appended) {
        return std::unexpected(appended.error());
    }
    return upload->finish();
}

Result<StoredMedia> MediaStore::adopt(MediaUpload& upload, Sha256 const& hash) {
    auto const name = to_hex(hash);
    auto const folder = open_folder_of(root_.get(), name, true);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    std::scoped_lock const lock(state_->mutex);
    // A name stands only for complete, durable bytes: an existing one needs no second look.
    bool const exists = ::faccessat(folder->get(), name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (exists) {
        ::unlinkat(uploads_.get(), upload.name_.c_str(), 0);
        state_->used -= upload.size_;
    } else if (::renameat(uploads_.get(), upload.name_.c_str(), folder->get(), name.c_str()) != 0 ||
               ::fsync(folder->get()) != 0) {
        return system_error("name upload");
    }
    upload.name_.clear();
    ++state_->pins[hash];
    return StoredMedia{.hash = hash, .size = upload.size_, .created = !exists, .pin = {}};
}

Result<OpenMedia> MediaStore::open_file(Sha256 const& hash) const {
    auto const name = to_hex(hash);
    auto const folder = open_folder_of(root_.get(), name, false);
    if (!folder) {
        return std::unexpected(folder.error());
    }
    FileHandle file(::openat(folder->get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.is_open()) {
        return system_error("open " + name);
    }
    struct stat facts{};
    if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return std::unexpected(Error{ErrorCode::corrupt, name + " is not a file"});
    }
    return OpenMedia{std::move(file), static_cast<std::uint64_t>(facts.st_size)};
}

Result<std::string> MediaStore::read(Sha256 const& hash, std::uint64_t limit) const {
    auto const opened = open_file(hash);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    if (opened->size > limit) {
        return std::unexpected(Error{ErrorCode::full, to_hex(hash) + " is longer than asked for"});
    }
    std::string bytes(opened->size, '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        auto const got = ::read(opened->file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return system_error("read " + to_hex(hash));
        }
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

Result<bool> MediaStore::erase(Sha256 const& hash, std::function<bool()> const& still_referenced) {
    auto const name = to_hex(hash);
    std::scoped_lock const lock(state_->mutex);
    if (state_->pins.contains(hash) || still_referenced()) {
        return false;
    }
    auto const folder = open_folder_of(root_.get(), name, false);
    if (!folder) {
        return folder.error().code == ErrorCode::not_found ? Result<bool>(true)
                                                           : std::unexpected(folder.error());
    }
    struct stat facts{};
    if (::fstatat(folder->get(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? Result<bool>(true) : system_error("look at " + name);
    }
    if (::unlinkat(folder->get(), name.c_str(), 0) != 0 || ::fsync(folder->get()) != 0) {
        return system_error("erase " + name);
    }
    auto const size = static_cast<std::uint64_t>(facts.st_size);
    state_->used -= std::min(size, state_->used);
    return true;
}

Result<void> MediaStore::for_each(std::function<void(Sha256 const&, std::uint64_t)> const& visit
) const {
    auto const first_level = names_in(root_.get());
    if (!first_level) {
        return std::unexpected(first_level.error());
    }
    for (auto const& first : *first_level) {
        auto const folder = open_folder(root_.get(), first, false);
        if (!folder || first == uploads_folder) {
            continue;
        }
        auto const second_level = names_in(folder->get());
        for (auto const& second : second_level.value_or(std::vector<std::string>{})) {
            auto const inner = open_folder(folder->get(), second, false);
            auto const files = inner ? names_in(inner->get()) : std::vector<std::string>{};
            for (auto const& name : files.value_or(std::vector<std::string>{})) {
                struct stat facts{};
                auto const hash = parse_name(name);
                if (hash &&
                    ::fstatat(inner->get(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0) {
                    visit(*hash, static_cast<std::uint64_t>(facts.st_size));
                }
            }
        }
    }
    return {};
}

Result<std::vector<std::string>> MediaStore::verify() const {
    std::vector<std::string> damaged;
    auto const walked = for_each([&](Sha256 const& hash, std::uint64_t) {
        auto const opened = open_file(hash);
        Sha256Stream digest;
        std::array<char, chunk_size> chunk{};
        ssize_t got = opened ? 0 : -1;
        while (opened && (got = ::read(opened->file.get(), chunk.data(), chunk.size())) > 0) {
            digest.update({chunk.data(), static_cast<std::size_t>(got)});
        }
        if (got < 0 || digest.finish() != hash) {
            auto const name = to_hex(hash);
            damaged.push_back(name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name);
        }
    });
    if (!walked) {
        return std::unexpected(walked.error());
    }
    return damaged;
}

std::uint64_t MediaStore::used_bytes() const {
    std::scoped_lock const lock(state_->mutex);
    return state_->used;
}

bool MediaStore::reserve(std::uint64_t bytes) {
    std::scoped_lock const lock(state_->mutex);
    if (bytes > quota_ || state_->used > quota_ - bytes) {
        return false;
    }
    state_->used += bytes;
    return true;
}

void MediaStore::release(std::uint64_t bytes) {
    std::scoped_lock const lock(state_->mutex);
    state_->used -= bytes;
}

void MediaStore::unpin(Sha256 const& hash) {
    std::scoped_lock const lock(state_->mutex);
    auto const pin = state_->pins.find(hash);
    if (pin != state_->pins.end() && --pin->second == 0) {
        state_->pins.erase(pin);
    }
}

}  // namespace folkmoot::storage
