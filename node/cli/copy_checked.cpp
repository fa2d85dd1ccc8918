#include "node/cli/copy_checked.hpp"

#include "node/fold_errors.hpp"
#include "storage/digest.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace folkmoot::node {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> missing(fs::path const& path) {
    return refused(ErrorCode::not_found, path.string() + " cannot be read.");
}

std::unexpected<Error> unwritable(fs::path const& path) {
    return refused(ErrorCode::unavailable, path.string() + " cannot be written; is the disk full?");
}

void remove_quietly(fs::path const& path) {
    std::error_code ignored;
    fs::remove(path, ignored);
}

}  // namespace

Result<std::uint64_t> copy_checked(
    fs::path const& from, fs::path const& to, std::string const& sha256
) {
    std::ifstream in(from, std::ios::binary);
    if (!in) {
        return missing(from);
    }
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    std::ofstream out(to, std::ios::binary | std::ios::trunc);
    storage::Sha256Stream digest;
    std::vector<char> buffer(std::size_t{1} << 20);
    std::uint64_t size = 0;
    while (out && (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
                   in.gcount() > 0)) {
        std::string_view const piece(buffer.data(), static_cast<std::size_t>(in.gcount()));
        digest.update(piece);
        out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        size += piece.size();
    }
    out.close();
    if (!out || in.bad()) {
        remove_quietly(to);
        return out ? missing(from) : unwritable(to);
    }
    if (storage::to_hex(digest.finish()) != sha256) {
        remove_quietly(to);
        return refused(
            ErrorCode::unprocessable, from.string() + " is damaged: its digest differs."
        );
    }
    return size;
}

Result<void> copy_private(fs::path const& from, fs::path const& to) {
    std::ifstream in(from, std::ios::binary);
    if (!in) {
        return missing(from);
    }
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    int const descriptor =
        ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return errno == EEXIST
                   ? Result<void>(refused(ErrorCode::conflict, to.string() + " exists already."))
                   : unwritable(to);
    }
    bool const written =
        ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    return written ? Result<void>{} : unwritable(to);
}

}  // namespace folkmoot::node
