#include "node/cli/control_client.hpp"

#include "node/fold_errors.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <sys/socket.h>

namespace folkmoot::node {
namespace {

std::unexpected<Error> broken_off(std::string detail) {
    return refused(
        ErrorCode::unavailable, "The node ended before it had answered.", std::move(detail)
    );
}

Result<void> send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return broken_off(std::strerror(errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<std::string> receive_line(int socket) {
    std::string line;
    std::array<char, 65'536> buffer;
    while (line.size() <= max_answer_bytes) {
        auto const got = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return broken_off(got < 0 ? std::strerror(errno) : "connection closed");
        }
        line.append(buffer.data(), static_cast<std::size_t>(got));
        if (line.ends_with('\n')) {
            line.pop_back();
            return line;
        }
    }
    return broken_off("the answer is too long");
}

}  // namespace

Result<Answer> ask_control_socket(std::filesystem::path const& directory, Command const& command) {
    auto const connection = connect_to_control_socket(directory);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    if (auto const sent = send_all(connection->get(), write_command(command) + "\n"); !sent) {
        return std::unexpected(sent.error());
    }
    auto const line = receive_line(connection->get());
    return line ? read_answer(*line) : std::unexpected(line.error());
}

}  // namespace folkmoot::node
