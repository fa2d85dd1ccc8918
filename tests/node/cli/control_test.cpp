#include "node/cli/control_client.hpp"
#include "node/cli/control_server.hpp"
#include "node/cli/wait_until_ready.hpp"
#include "tests/node/cli/temp_folder.hpp"

#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

boost::asio::awaitable<Answer> echo(Command command) {
    if (command.name == "throw") {
        throw std::runtime_error("broken");
    }
    co_return Answer{exit_code::ok, command.name + " " + command.arguments.text("name"), ""};
}

class ControlSocket : public testing::Test {
protected:
    void TearDown() override {
        server.reset();
        pool.join();
    }

    void serve(ControlLimits limits = {}) {
        auto started = ControlServer::start(pool.get_executor(), folder.path, echo, limits);
        ASSERT_TRUE(started) << started.error().detail;
        server = std::move(*started);
    }

    static Command command(std::string name) {
        Command made{std::move(name), {}};
        made.arguments.set("name", "ana");
        return made;
    }

    TempFolder folder;
    boost::asio::thread_pool pool{2};
    std::unique_ptr<ControlServer> server;
};

TEST_F(ControlSocket, CarriesACommandAndItsAnswer) {
    serve();
    auto const answer = ask_control_socket(folder.path, command("greet"));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->out, "greet ana");
}

TEST_F(ControlSocket, AnswersSeveralOneAfterAnother) {
    serve();
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(ask_control_socket(folder.path, command("greet")));
    }
}

TEST_F(ControlSocket, A14_BelongsToItsUserAlone) {
    serve();
    struct ::stat facts{};
    ASSERT_EQ(::stat(control_socket(folder.path).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(ControlSocket, ACommandThatThrowsIsAnswered) {
    serve();
    auto const answer = ask_control_socket(folder.path, command("throw"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->exit_code, exit_code::software);
    EXPECT_NE(answer->error.find("broken"), std::string::npos);
}

TEST_F(ControlSocket, ALineThatIsNoCommandIsAnswered) {
    serve();
    auto const connection = connect_to_control_socket(folder.path);
    ASSERT_TRUE(connection);
    ASSERT_EQ(::send(connection->get(), "hello\n", 6, 0), 6);
    std::array<char, 4096> buffer;
    auto const got = ::recv(connection->get(), buffer.data(), buffer.size(), 0);
    ASSERT_GT(got, 1);
    auto const answer = read_answer({buffer.data(), static_cast<std::size_t>(got) - 1});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->exit_code, exit_code::data);
}

TEST_F(ControlSocket, WhoSaysNothingIsCutOff) {
    serve({.request = 50ms});
    auto const connection = connect_to_control_socket(folder.path);
    ASSERT_TRUE(connection);
    char byte = 0;
    EXPECT_EQ(::recv(connection->get(), &byte, 1, 0), 0);
}

TEST_F(ControlSocket, ReplacesTheNameLeftByACrash) {
    ASSERT_TRUE(listen_on_control_socket(folder.path));
    EXPECT_FALSE(ask_control_socket(folder.path, command("greet")));
    serve();
    EXPECT_TRUE(ask_control_socket(folder.path, command("greet")));
}

TEST_F(ControlSocket, WorksWhereThePathIsLongerThanASocketAddress) {
    folder.path /= std::string(100, 'a');
    folder.path /= std::string(100, 'b');
    std::filesystem::create_directories(folder.path);
    serve();
    EXPECT_TRUE(ask_control_socket(folder.path, command("greet")));
    folder.path = folder.path.parent_path().parent_path();
}

TEST_F(ControlSocket, IsGoneAfterTheStop) {
    serve();
    server->stop();
    pool.join();
    EXPECT_FALSE(std::filesystem::exists(control_socket(folder.path)));
    auto const answer = ask_control_socket(folder.path, command("greet"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST_F(ControlSocket, WaitingEndsWhenTheSocketAppears) {
    Result<void> waited;
    std::thread waiter([&] { waited = wait_until_ready(folder.path, 60s, steady_clock()); });
    serve();
    waiter.join();
    EXPECT_TRUE(waited);
}

TEST_F(ControlSocket, WaitingEndsWhenTimeIsOver) {
    auto const waited = wait_until_ready(folder.path, 10ms, steady_clock());
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().code, ErrorCode::unavailable);
}

TEST_F(ControlSocket, WaitingNeedsADirectory) {
    auto const waited = wait_until_ready(folder.path / "none", 10ms, steady_clock());
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace folkmoot::node
