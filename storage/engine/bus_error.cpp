#include "storage/engine/bus_error.hpp"

#include <csignal>
#include <string_view>
#include <unistd.h>

namespace folkmoot::storage {

namespace {

/// Only what a signal handler may do: write and leave.
void on_bus_error(int) {
    constexpr std::string_view line =
        "folkmoot: bus error: the data file is shorter than it should be or the disk cannot be "
        "read; "
        "run `folkmoot verify` and restore a backup if it finds damage\n";
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
    _exit(bus_error_exit_code);
}

}  // namespace

void install_bus_error_handler() noexcept {
    struct sigaction action{};
    action.sa_handler = on_bus_error;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace folkmoot::storage
