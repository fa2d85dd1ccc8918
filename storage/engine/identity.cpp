#include "storage/engine/identity.hpp"

#include "storage/digest.hpp"
#include "storage/engine/fault_point.hpp"
#include "storage/engine/file_handle.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <sodium.h>
#include <string_view>
#include <system_error>

namespace folkmoot::storage::detail {

namespace {

constexpr std::string_view identity_name = "store.id";
constexpr std::string_view unfinished_name = "store.id.new";
constexpr std::string_view first_line = "folkmoot store 1\n";
constexpr std::size_t id_length = 32;

std::string identity_text(std::string const& id) {
    return std::string(first_line) + id + "\n";
}

std::optional<std::string> parse_identity(std::string_view text) {
    if (!text.starts_with(first_line) || text.size() != first_line.size() + id_length + 1 ||
        !text.ends_with('\n')) {
        return std::nullopt;
    }
    auto const id = text.substr(first_line.size(), id_length);
    auto const is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return std::ranges::all_of(id, is_hex) ? std::optional(std::string(id)) : std::nullopt;
}

bool is_there(std::filesystem::path const& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

}  // namespace

Result<StoreFound> look_for_store(std::filesystem::path const& directory) {
    auto const text = read_small_file(directory / identity_name);
    if (text) {
        auto const id = parse_identity(*text);
        if (!id) {
            return std::unexpected(Error{
                ErrorCode::foreign_store,
                (directory / identity_name).string() + " is not an identity file"
            });
        }
        return StoreFound{Found::store, *id};
    }
    if (text.error().code != ErrorCode::not_found) {
        return std::unexpected(text.error());
    }
    if (is_there(directory / unfinished_name)) {
        return StoreFound{Found::unfinished, {}};
    }
    if (is_there(directory / "data.mdb")) {
        return std::unexpected(Error{
            ErrorCode::foreign_store,
            directory.string() + " holds a data file without an identity file"
        });
    }
    return StoreFound{Found::nothing, {}};
}

Result<std::string> begin_identity(std::filesystem::path const& directory) {
    for (auto const* name : {"data.mdb", "lock.mdb"}) {
        std::error_code failure;
        std::filesystem::remove(directory / name, failure);
        if (failure) {
            return std::unexpected(system_error(failure.value(), "remove", directory / name));
        }
    }
    if (sodium_init() < 0) {
        return std::unexpected(Error{ErrorCode::io, "no source of randomness"});
    }
    std::array<std::uint8_t, id_length / 2> random{};
    randombytes_buf(random.data(), random.size());
    auto id = to_hex(random);
    if (auto const written = write_synced(directory / unfinished_name, identity_text(id));
        !written) {
        return std::unexpected(written.error());
    }
    if (auto const synced = sync_path(directory); !synced) {
        return std::unexpected(synced.error());
    }
    fault_point("store.create.marker");
    return id;
}

Result<void> finish_identity(std::filesystem::path const& directory) {
    fault_point("store.create.data");
    auto const renamed = rename_synced(directory / unfinished_name, directory / identity_name);
    fault_point("store.create.done");
    return renamed;
}

Result<void> write_identity(std::filesystem::path const& directory, std::string const& id) {
    return write_synced(directory / identity_name, identity_text(id));
}

}  // namespace folkmoot::storage::detail
