// The preloaded library behind fault.hpp: stands before the system calls that make data durable and
// lets the n-th one fail. Uses nothing that could itself call what it replaces.
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <limits>
#include <string_view>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

enum class Call { none, sync, write };

struct Fault {
    Call call = Call::none;
    int error = EIO;
    long times = 1;
    off_t from = 0;
    off_t below = std::numeric_limits<off_t>::max();
    char path[1024] = "";
};

Fault fault;
std::atomic<long> calls_left{0};  // until the armed call; 0 when unarmed
std::atomic<long> failures_left{0};

template <class Function>
Function next(char const* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool concerns(int file) {
    char link[64];
    char path[1024];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    auto const length = ::readlink(link, path, sizeof path);
    return length > 0 &&
           std::string_view(path, static_cast<std::size_t>(length)).starts_with(fault.path);
}

/// True when this call is to fail; errno is then set.
/// @param offset  in the file; 0 for calls that have none
bool fails(Call call, int file, off_t offset = 0) {
    if (fault.call != call || offset < fault.from || offset >= fault.below || !concerns(file)) {
        return false;
    }
    auto const armed_now = calls_left.load() > 0 && calls_left.fetch_sub(1) == 1;
    if (armed_now) {
        failures_left = fault.times;
    }
    if (failures_left.load() <= 0) {
        return false;
    }
    --failures_left;
    errno = fault.error;
    return true;
}

bool set(Fault& parsed, long& nth, std::string_view name, std::string_view value) {
    if (name == "call") {
        parsed.call = value == "fdatasync" ? Call::sync
                      : value == "pwrite"  ? Call::write
                                           : Call::none;
        return parsed.call != Call::none;
    }
    if (name == "errno") {
        parsed.error = value == "ENOSPC" ? ENOSPC : EIO;
        return value == "ENOSPC" || value == "EIO";
    }
    if (name == "path" && value.size() < sizeof parsed.path) {
        std::memcpy(parsed.path, value.data(), value.size());
        parsed.path[value.size()] = '\0';
        return true;
    }
    auto* const number = name == "nth"     ? &nth
                         : name == "times" ? &parsed.times
                         : name == "from"  ? &parsed.from
                         : name == "below" ? &parsed.below
                                           : nullptr;
    if (number != nullptr) {
        *number = std::strtol(value.data(), nullptr, 10);
    }
    return number != nullptr && *number > 0;
}

}  // namespace

extern "C" {

int folkmoot_arm_fault(char const* spec) {
    Fault parsed;
    long nth = 1;
    std::string_view rest = spec;
    while (!rest.empty()) {
        auto const item = rest.substr(0, rest.find(','));
        auto const equals = item.find('=');
        if (equals == std::string_view::npos ||
            !set(parsed, nth, item.substr(0, equals), item.substr(equals + 1))) {
            return -1;
        }
        rest.remove_prefix(item.size() == rest.size() ? item.size() : item.size() + 1);
    }
    fault = parsed;
    failures_left = 0;
    calls_left = nth;
    return 0;
}

int fdatasync(int file) {
    return fails(Call::sync, file) ? -1 : next<int (*)(int)>("fdatasync")(file);
}

int fsync(int file) {
    return fails(Call::sync, file) ? -1 : next<int (*)(int)>("fsync")(file);
}

ssize_t write(int file, void const* bytes, size_t size) {
    using Function = ssize_t (*)(int, void const*, size_t);
    return fails(Call::write, file) ? -1 : next<Function>("write")(file, bytes, size);
}

ssize_t pwrite(int file, void const* bytes, size_t size, off_t offset) {
    using Function = ssize_t (*)(int, void const*, size_t, off_t);
    return fails(Call::write, file, offset) ? -1
                                            : next<Function>("pwrite")(file, bytes, size, offset);
}

ssize_t pwrite64(int file, void const* bytes, size_t size, off64_t offset) {
    using Function = ssize_t (*)(int, void const*, size_t, off64_t);
    return fails(Call::write, file, offset) ? -1
                                            : next<Function>("pwrite64")(file, bytes, size, offset);
}

ssize_t pwritev(int file, iovec const* parts, int count, off_t offset) {
    using Function = ssize_t (*)(int, iovec const*, int, off_t);
    return fails(Call::write, file, offset) ? -1
                                            : next<Function>("pwritev")(file, parts, count, offset);
}

}  // extern "C"
