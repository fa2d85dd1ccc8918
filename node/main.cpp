// The program: makes the process safe to work in, then runs the command line (node/cli).
#include "node/cli/command_line.hpp"

#include <fcntl.h>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

namespace {

/// Gives closed standard streams a place to go: else the store's file could become descriptor 1 and
/// a line of the log end in it (threat R47).
void open_standard_streams() {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        if (::fcntl(stream, F_GETFD) == -1) {
            static_cast<void>(::open("/dev/null", O_RDWR));
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    open_standard_streams();
    // What this program writes is for its own user only.
    ::umask(S_IRWXG | S_IRWXO);
    return folkmoot::node::run_command_line(
        {argv, static_cast<std::size_t>(argc)}, {std::cin, std::cout, std::cerr}
    );
}
