#include "storage/engine/data_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <span>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace folkmoot::storage::detail {

namespace {

/// The start of a meta page: the page header (16 bytes), then struct MDB_meta.
struct MetaPage {
    std::uint64_t page_number;
    std::uint16_t pad;
    std::uint16_t flags;
    std::uint32_t unused;
    std::uint32_t magic;
    std::uint32_t version;
    std::uint64_t address;
    std::uint64_t map_size;
    std::uint32_t page_size;  // stored in the free list's MDB_db
    std::uint8_t rest_of_databases[92];
    std::uint64_t last_page;
    std::uint64_t transaction;
};

static_assert(sizeof(MetaPage) == 152);

constexpr std::uint16_t meta_page_flag = 0x08;
constexpr std::uint32_t lmdb_magic = 0xBEEFC0DE;
constexpr std::uint32_t lmdb_data_version = 1;

Error corrupt(std::filesystem::path const& path, std::string_view what) {
    return {ErrorCode::corrupt, path.string() + " " + std::string(what)};
}

bool is_page_size(std::uint32_t size) noexcept {
    return size >= 512 && size <= 65536 && (size & (size - 1)) == 0;
}

std::optional<MetaPage> read_meta_page(int file, std::uint64_t offset) {
    MetaPage page{};
    if (::pread(file, &page, sizeof page, static_cast<off_t>(offset)) !=
        static_cast<ssize_t>(sizeof page)) {
        return std::nullopt;
    }
    auto const sound = (page.flags & meta_page_flag) != 0 && page.magic == lmdb_magic &&
                       page.version == lmdb_data_version && is_page_size(page.page_size);
    return sound ? std::optional(page) : std::nullopt;
}

/// Takes the pages that the free list names out of `missing`.
Result<void> drop_free_pages(
    MDB_txn* txn, std::vector<bool>& missing, std::uint64_t first_missing
) {
    constexpr MDB_dbi free_list = 0;
    MDB_cursor* cursor = nullptr;
    if (auto const code = mdb_cursor_open(txn, free_list, &cursor); code != MDB_SUCCESS) {
        return std::unexpected(lmdb_error(code, "open the free list"));
    }
    MDB_val key{};
    MDB_val value{};
    auto code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST);
    for (; code == MDB_SUCCESS; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
        // A count, then so many page numbers.
        std::span const words(static_cast<char const*>(value.mv_data), value.mv_size);
        for (std::size_t at = sizeof(std::size_t); at + sizeof(std::size_t) <= words.size();
             at += sizeof(std::size_t)) {
            std::size_t page = 0;
            std::memcpy(&page, &words[at], sizeof page);
            if (page >= first_missing && page - first_missing < missing.size()) {
                missing[page - first_missing] = false;
            }
        }
    }
    mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? Result<void>{}
                                : std::unexpected(lmdb_error(code, "read the free list"));
}

Result<void> only_free_pages_missing(EnvironmentState& state, DataFile const& file) {
    auto const first_missing = file.size / file.page_size;
    std::vector<bool> missing(file.last_page + 1 - first_missing, true);
    MDB_txn* txn = nullptr;
    if (auto const code = mdb_txn_begin(state.env, nullptr, MDB_RDONLY, &txn);
        code != MDB_SUCCESS) {
        return std::unexpected(lmdb_error(code, "begin a snapshot"));
    }
    auto const listed = drop_free_pages(txn, missing, first_missing);
    mdb_txn_abort(txn);
    if (!listed) {
        return listed;
    }
    for (bool const lost : missing) {
        if (lost) {
            return std::unexpected(
                corrupt(state.data_file(), "is cut off: pages in use are missing at its end")
            );
        }
    }
    return {};
}

}  // namespace

Result<DataFile> inspect_data_file(std::filesystem::path const& path) {
    FileHandle const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info{};
    if (!file.is_open() || ::fstat(file.get(), &info) != 0) {
        return std::unexpected(system_error(errno, "open", path));
    }
    if (info.st_size == 0) {
        return std::unexpected(corrupt(path, "is empty"));
    }
    auto const first = read_meta_page(file.get(), 0);
    auto const second = first ? read_meta_page(file.get(), first->page_size) : std::nullopt;
    if (!first || !second || first->page_size != second->page_size) {
        return std::unexpected(
            corrupt(path, "is not a data file of this machine's layout, or its head is damaged")
        );
    }
    auto const& newer = second->transaction > first->transaction ? *second : *first;
    constexpr auto most_pages = std::uint64_t{1} << 47;
    if (newer.last_page < 1 || newer.last_page > most_pages) {
        return std::unexpected(corrupt(path, "has a damaged head"));
    }
    return DataFile{static_cast<std::uint64_t>(info.st_size), newer.page_size, newer.last_page};
}

Result<void> check_missing_tail(EnvironmentState& state, DataFile const& file) {
    if (file.size >= file.expected_size()) {
        return {};
    }
    auto const path = state.data_file();
    // More than this cannot be pages that one transaction took and gave back.
    constexpr std::uint64_t most_missing = std::uint64_t{1} << 30;
    if (state.options.mode == OpenMode::read_only ||
        file.expected_size() - file.size > most_missing) {
        return std::unexpected(corrupt(path, "is cut off"));
    }
    if (::truncate(path.c_str(), static_cast<off_t>(file.expected_size())) != 0) {
        return std::unexpected(system_error(errno, "extend", path));
    }
    auto const sound = only_free_pages_missing(state, file);
    if (!sound && ::truncate(path.c_str(), static_cast<off_t>(file.size)) != 0) {
        return std::unexpected(system_error(errno, "restore the length of", path));
    }
    return sound;
}

}  // namespace folkmoot::storage::detail
