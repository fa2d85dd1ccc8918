#include "node/cli/wait_until_ready.hpp"

#include "node/cli/control_client.hpp"
#include "node/fold_errors.hpp"

#include <array>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace folkmoot::node {
namespace {

bool answers(std::filesystem::path const& directory) {
    auto const answer = ask_control_socket(directory, {"ready", {}});
    return answer && answer->exit_code == exit_code::ok;
}

/// Waits for something to happen in the watched directory; false when time is over.
bool wait_for_event(int watch, std::chrono::steady_clock::duration wait) {
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(wait).count();
    pollfd event{watch, POLLIN, 0};
    if (left <= 0 || ::poll(&event, 1, static_cast<int>(left)) == 0) {
        return false;
    }
    std::array<char, 4096> events;
    static_cast<void>(::read(watch, events.data(), events.size()));
    return true;
}

}  // namespace

Result<void> wait_until_ready(
    std::filesystem::path const& directory,
    std::chrono::milliseconds limit,
    SteadyClock const& clock
) {
    auto const end = clock() + limit;
    SocketHandle const watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!watch.is_open() ||
        ::inotify_add_watch(watch.get(), directory.c_str(), IN_CREATE | IN_MOVED_TO) < 0) {
        return refused(ErrorCode::not_found, directory.string() + " cannot be watched.");
    }
    // The watch is set before the first question, so that nothing is missed in between.
    while (!answers(directory)) {
        if (!wait_for_event(watch.get(), end - clock())) {
            return refused(
                ErrorCode::unavailable,
                "The node in " + directory.string() + " was not ready in time; its log says why."
            );
        }
    }
    return {};
}

}  // namespace folkmoot::node
