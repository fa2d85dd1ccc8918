#include "node/cli/command_line.hpp"

#include "tests/node/cli/temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace folkmoot::node {
namespace {

/// What the program said.
struct Said {
    int exit_code;
    std::string out;
    std::string err;
};

/// Runs the program on one data directory.
class CommandLine : public testing::Test {
protected:
    Said run(std::vector<std::string> arguments, std::string const& input = "") const {
        arguments.insert(arguments.begin(), "folkmoot");
        arguments.insert(arguments.end(), {"--data", data.string()});
        std::vector<char const*> pointers;
        for (auto const& argument : arguments) {
            pointers.push_back(argument.c_str());
        }
        std::istringstream in(input);
        std::ostringstream out;
        std::ostringstream err;
        auto const code = run_command_line(pointers, {in, out, err});
        return {code, out.str(), err.str()};
    }

    Said init() const {
        return run({"init", "--domain", "localhost", "--port", "8420", "--owner", "olga"});
    }

    /// A node as init() makes it, copied from one that all tests share: keys take their time.
    void prepare() {
        static TempFolder const shared;
        auto const original = shared.path / "data";
        auto const own = std::exchange(data, original);
        if (!std::filesystem::exists(original)) {
            ASSERT_EQ(init().exit_code, 0);
        }
        data = own;
        std::filesystem::copy(original, data, std::filesystem::copy_options::recursive);
    }

    TempFolder folder;
    std::filesystem::path data{folder.path / "data"};
};

struct Mistake {
    char const* name;
    std::vector<std::string> arguments;
};

class CommandLineMistake : public CommandLine, public testing::WithParamInterface<Mistake> {};

TEST_P(CommandLineMistake, GetsTheUsageAnd64) {
    auto const said = run(GetParam().arguments);
    EXPECT_EQ(said.exit_code, 64);
    EXPECT_TRUE(said.err.starts_with("folkmoot: ")) << said.err;
    EXPECT_NE(said.err.find("Usage:"), std::string::npos) << said.err;
    EXPECT_EQ(said.out, "");
}

INSTANTIATE_TEST_SUITE_P(
    Usage,
    CommandLineMistake,
    testing::Values(
        Mistake{"NoCommand", {}},
        Mistake{"UnknownCommand", {"fly"}},
        Mistake{"FamilyWithoutVerb", {"member"}},
        Mistake{"MissingArgument", {"member", "add"}},
        Mistake{"UnknownOption", {"member", "add", "ana", "--wings", "2"}},
        Mistake{"NumberThatIsNone", {"init", "--owner", "ana", "--port", "many"}},
        Mistake{"HiddenCommand", {"examine"}}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

/// Runs the program from a directory that was removed.
class FromNowhere : public CommandLine {
protected:
    void SetUp() override {
        auto const gone = folder.path / "gone";
        std::filesystem::create_directory(gone);
        std::filesystem::current_path(gone);
        std::filesystem::remove(gone);
    }

    void TearDown() override { std::filesystem::current_path(before_); }

private:
    std::filesystem::path before_{std::filesystem::current_path()};
};

TEST_F(FromNowhere, ARelativeDirectoryIsOneSentenceAnd66) {
    data = "data";
    for (auto const& command : std::vector<std::vector<std::string>>{
             {"init", "--owner", "olga"}, {"serve"}, {"stats"}, {"config", "check"}
         }) {
        auto const said = run(command);
        EXPECT_EQ(said.exit_code, 66) << command.front();
        EXPECT_NE(said.err.find("--data data cannot be found"), std::string::npos) << said.err;
    }
}

TEST_F(FromNowhere, AnAbsoluteDirectoryWorks) {
    prepare();
    EXPECT_EQ(run({"stats"}).exit_code, 0);
    auto const said = run({"backup", "copy"});
    EXPECT_EQ(said.exit_code, 66);
    EXPECT_NE(said.err.find("DIR copy cannot be found"), std::string::npos) << said.err;
}

TEST_F(CommandLine, AnEmptyPathIsOneSentenceAnd64) {
    prepare();
    auto const backup = run({"backup", ""});
    EXPECT_EQ(backup.exit_code, 64);
    EXPECT_EQ(backup.err, "folkmoot: DIR is empty; name a directory.\n");
    data = "";
    for (auto const& command : std::vector<std::vector<std::string>>{
             {"init", "--owner", "olga"},
             {"serve"},
             {"verify"},
             {"member", "list"},
             {"config", "check"}
         }) {
        auto const said = run(command);
        EXPECT_EQ(said.exit_code, 64) << command.front();
        EXPECT_EQ(said.err, "folkmoot: --data is empty; name a directory.\n");
    }
}

TEST_F(CommandLine, ASlashAtTheEndOfAPathChangesNothing) {
    prepare();
    auto const backup = (folder.path / "backup").string();
    EXPECT_EQ(run({"backup", backup + "/"}).exit_code, 0);
    EXPECT_TRUE(std::filesystem::exists(backup + "/folkmoot.toml"));
}

TEST_F(CommandLine, AnUnknownCommandIsNamed) {
    EXPECT_TRUE(run({"bogus"}).err.starts_with("folkmoot: \"bogus\" is no command of folkmoot.\n"));
    EXPECT_TRUE(run({"member", "bogus"})
                    .err.starts_with("folkmoot: \"bogus\" is no command of folkmoot member.\n"));
    EXPECT_TRUE(
        run({"--bogus"}).err.starts_with("folkmoot: \"--bogus\" is no option of folkmoot.\n")
    );
}

TEST_F(CommandLine, TheUsageHoldsTheFullNameOfTheCommand) {
    for (auto const& said : {run({"member", "add"}), run({"member", "add", "--help"})}) {
        EXPECT_NE((said.out + said.err).find("Usage: folkmoot member add "), std::string::npos)
            << said.out << said.err;
    }
}

TEST_F(CommandLine, HelpAndVersionAreNoMistakes) {
    auto const help = run({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_NE(help.out.find("doctor"), std::string::npos);
    EXPECT_EQ(run({"--version"}).exit_code, 0);
}

TEST_F(CommandLine, InitMakesAPrivateNodeWithAnOwner) {
    auto const said = init();
    ASSERT_EQ(said.exit_code, 0) << said.err;
    EXPECT_TRUE(std::regex_search(said.out, std::regex("Password: \\S+\n")));
    struct ::stat facts{};
    ASSERT_EQ(::stat(data.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0700U);
    ASSERT_EQ(::stat((data / "secret.key").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    auto const members = run({"member", "list"});
    EXPECT_TRUE(std::regex_search(members.out, std::regex("olga +owner +active")));
    EXPECT_EQ(run({"config", "check", "--print", "origin"}).out, "http://localhost:8420\n");
}

TEST_F(CommandLine, InitNeverTouchesANodeThatIsThere) {
    ASSERT_EQ(init().exit_code, 0);
    auto const again = init();
    EXPECT_EQ(again.exit_code, 73);
    EXPECT_EQ(again.out, "");
}

TEST_F(CommandLine, InitGoesOnWhereItWasInterrupted) {
    prepare();
    std::filesystem::remove(data / "folkmoot.toml");
    auto const again = init();
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_TRUE(std::regex_search(again.out, std::regex("Password: \\S+\n")));
}

/// No file of this process can grow beyond a size: the disk is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        ::rlimit const small{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }

    FullDisk(FullDisk const&) = delete;
    FullDisk& operator=(FullDisk const&) = delete;

    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    void (*handler_)(int);
    ::rlimit before_{};
};

/// 16 bytes end in the key file, 4096 in the store.
TEST_F(CommandLine, AFailedInitLeavesNothingBehind) {
    for (rlim_t const bytes : {0U, 16U, 4096U}) {
        Said said;
        {
            FullDisk const full(bytes);
            said = init();
        }
        EXPECT_NE(said.exit_code, 0) << bytes;
        EXPECT_NE(said.err, "") << bytes;
        EXPECT_FALSE(std::filesystem::exists(data)) << bytes;
    }
    auto const again = init();
    EXPECT_EQ(again.exit_code, 0) << again.err;
}

TEST_F(CommandLine, AFailedInitLeavesWhatWasThere) {
    std::filesystem::create_directory(data);
    std::ofstream(data / "notes") << "mine";
    {
        FullDisk const full(16);
        EXPECT_NE(init().exit_code, 0);
    }
    EXPECT_TRUE(std::filesystem::exists(data / "notes"));
    EXPECT_FALSE(std::filesystem::exists(data / "secret.key"));
}

TEST_F(CommandLine, InitRefusesBadNamesBeforeItMakesAnything) {
    EXPECT_EQ(run({"init", "--owner", "Ana the bee"}).exit_code, 64);
    EXPECT_EQ(run({"init", "--owner", "ana", "--domain", "NOT A NAME"}).exit_code, 64);
    EXPECT_EQ(run({"init"}).exit_code, 64);
    EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(CommandLine, TheDomainChangesUntilTheNodeHasFederated) {
    prepare();
    auto const said = run({"init", "--change-domain", "--domain", "folk.example"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    EXPECT_EQ(run({"config", "check", "--print", "origin"}).out, "https://folk.example\n");
    EXPECT_EQ(run({"member", "add", "ana"}).exit_code, 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(CommandLine, AChangedDomainInTheFileAloneIsRefused) {
    prepare();
    std::ofstream(data / "folkmoot.toml") << "[node]\ndomain = \"other.example\"\n";
    auto const said = run({"stats"});
    EXPECT_EQ(said.exit_code, 78);
    EXPECT_NE(said.err.find("--change-domain"), std::string::npos);
}

TEST_F(CommandLine, WrongSettingsAreOneSentenceAnd78) {
    prepare();
    std::ofstream(data / "folkmoot.toml", std::ios::app) << "speed = 9\n";
    for (auto const& command :
         {std::vector<std::string>{"config", "check"}, {"stats"}, {"serve"}}) {
        auto const said = run(command);
        EXPECT_EQ(said.exit_code, 78);
        EXPECT_NE(said.err.find("server.speed"), std::string::npos) << said.err;
        EXPECT_EQ(std::ranges::count(said.err, '\n'), 1);
    }
}

TEST_F(CommandLine, ADirectoryWithoutNodeSaysHowToMakeOne) {
    auto const said = run({"member", "list"});
    EXPECT_EQ(said.exit_code, 78);
    EXPECT_NE(said.err.find("folkmoot init"), std::string::npos);
}

TEST_F(CommandLine, MembersGroupsAndPosts) {
    prepare();
    EXPECT_TRUE(std::regex_search(run({"member", "add", "ana"}).out, std::regex("Password: \\S+")));
    auto const group = run({"group", "add", "bees", "--title", "Bees", "--owner", "ana"});
    EXPECT_EQ(group.exit_code, 0) << group.err;
    EXPECT_EQ(run({"follow", "olga", "bees"}).out, "olga follows bees.\n");
    auto const topic =
        run({"post", "olga", "They swarm.", "--group", "bees", "--title", "What now?"});
    ASSERT_EQ(topic.exit_code, 0) << topic.err;
    auto address = topic.out;
    address.pop_back();
    auto const reply = run({"post", "ana", "-", "--reply-to", address}, "Get a box.");
    EXPECT_EQ(reply.exit_code, 0) << reply.err;
    EXPECT_TRUE(std::regex_search(run({"group", "list"}).out, std::regex("bees +2 +1 +Bees")));
    auto const stats = run({"stats"}).out;
    EXPECT_NE(stats.find("local_posts 2\n"), std::string::npos) << stats;
    EXPECT_NE(stats.find("groups 1\n"), std::string::npos);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(CommandLine, WhoIsNotThereIsNamed) {
    prepare();
    for (auto const& command : std::vector<std::vector<std::string>>{
             {"member", "password", "nobody"},
             {"member", "suspend", "nobody"},
             {"member", "role", "nobody", "admin"},
             {"follow", "olga", "nobody"},
             {"post", "nobody", "hello"},
             {"group", "add", "bees", "--owner", "nobody"}
         }) {
        auto const said = run(command);
        EXPECT_EQ(said.exit_code, 67) << command.front();
        EXPECT_NE(said.err.find("nobody"), std::string::npos) << said.err;
    }
}

TEST_F(CommandLine, AStoppedNodeCannotLookStrangersUp) {
    prepare();
    auto const said = run({"follow", "olga", "bo@elsewhere.example"});
    EXPECT_EQ(said.exit_code, 67);
    EXPECT_NE(said.err.find("start the node"), std::string::npos);
}

TEST_F(CommandLine, A02_ANewPasswordIsPrintedOnlyWhenItWasMade) {
    prepare();
    auto const made = run({"member", "password", "olga"});
    EXPECT_TRUE(std::regex_search(made.out, std::regex("Password: \\S+")));
    auto const given =
        run({"member", "password", "olga", "--password-stdin"}, "correct horse battery\n");
    EXPECT_EQ(given.exit_code, 0) << given.err;
    EXPECT_EQ(given.out.find("Password:"), std::string::npos);
    EXPECT_EQ(run({"member", "password", "olga", "--password-stdin"}, "x\n").exit_code, 65);
}

TEST_F(CommandLine, SuspensionsComeAndGo) {
    prepare();
    ASSERT_EQ(run({"member", "add", "ana"}).exit_code, 0);
    ASSERT_EQ(run({"member", "suspend", "ana", "--reason", "spam"}).exit_code, 0);
    EXPECT_TRUE(std::regex_search(run({"member", "list"}).out, std::regex("ana +member +suspended"))
    );
    ASSERT_EQ(run({"member", "unsuspend", "ana"}).exit_code, 0);
    EXPECT_TRUE(std::regex_search(run({"member", "list"}).out, std::regex("ana +member +active")));
}

TEST_F(CommandLine, TheLastOwnerStays) {
    prepare();
    EXPECT_EQ(run({"member", "role", "olga", "member"}).exit_code, 73);
    ASSERT_EQ(run({"member", "add", "ana", "--role", "owner"}).exit_code, 0);
    EXPECT_EQ(run({"member", "role", "olga", "moderator"}).exit_code, 0);
    EXPECT_EQ(run({"member", "role", "olga", "queen"}).exit_code, 65);
}

TEST_F(CommandLine, RebuildChangesNothingInASoundStore) {
    prepare();
    ASSERT_EQ(run({"group", "add", "bees", "--owner", "olga"}).exit_code, 0);
    ASSERT_EQ(run({"post", "olga", "hello", "--group", "bees"}).exit_code, 0);
    auto const before = run({"stats", "--digest"}).out;
    EXPECT_NE(before.find("posts 1 "), std::string::npos);
    EXPECT_EQ(before.find("seen_"), std::string::npos);
    ASSERT_EQ(run({"rebuild"}).exit_code, 0);
    EXPECT_EQ(run({"stats", "--digest"}).out, before);
}

TEST_F(CommandLine, R12_ARestoredNodeHoldsTheSame) {
    prepare();
    ASSERT_EQ(run({"post", "olga", "hello"}).exit_code, 0);
    auto const backup = (folder.path / "backup").string();
    auto const written = run({"backup", backup});
    ASSERT_EQ(written.exit_code, 0) << written.err;
    EXPECT_EQ(run({"backup", backup}).exit_code, 73);
    auto const before = run({"stats", "--digest"}).out;

    auto const original = data;
    EXPECT_EQ(run({"restore", backup}).exit_code, 73) << "never over a node";
    data = folder.path / "restored";
    auto const restored = run({"restore", backup});
    ASSERT_EQ(restored.exit_code, 0) << restored.err;
    EXPECT_EQ(run({"stats", "--digest"}).out, before);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    EXPECT_EQ(run({"post", "olga", "I am back"}).exit_code, 0);
}

TEST_F(CommandLine, R12_ADamagedBackupIsRefused) {
    prepare();
    auto const backup = folder.path / "backup";
    ASSERT_EQ(run({"backup", backup.string()}).exit_code, 0);
    {
        std::fstream file(backup / "store/data.mdb", std::ios::in | std::ios::out);
        file.seekp(20'000);
        file << "damage";
    }
    data = folder.path / "restored";
    EXPECT_NE(run({"restore", backup.string()}).exit_code, 0);
    EXPECT_NE(run({"verify"}).exit_code, 0);
}

TEST_F(CommandLine, R06_R07_ADamagedStoreIsNamedAndNeverReplaced) {
    prepare();
    std::filesystem::resize_file(data / "store/data.mdb", 0);
    for (auto const& command : std::vector<std::vector<std::string>>{{"verify"}, {"serve"}}) {
        auto const said = run(command);
        EXPECT_NE(said.exit_code, 0);
        EXPECT_NE(said.err.find("data.mdb"), std::string::npos) << said.err;
    }
    EXPECT_EQ(std::filesystem::file_size(data / "store/data.mdb"), 0U);
}

TEST_F(CommandLine, DoctorLooksAtAStoppedNodeToo) {
    prepare();
    auto const said = run({"doctor"});
    EXPECT_EQ(said.exit_code, 1);
    EXPECT_NE(said.out.find("ok       key file"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("problem  node: does not run"), std::string::npos);
}

TEST_F(CommandLine, AnExchangedKeyFileIsNamed) {
    prepare();
    std::ofstream(data / "secret.key") << std::string(32, 'k');
    for (auto const& command : std::vector<std::vector<std::string>>{{"stats"}, {"serve"}}) {
        auto const said = run(command);
        EXPECT_EQ(said.exit_code, 78) << command.front();
        EXPECT_NE(said.err.find((data / "secret.key").string()), std::string::npos) << said.err;
        EXPECT_NE(said.err.find("restore the one that belongs"), std::string::npos) << said.err;
    }
}

TEST_F(CommandLine, AMissingKeyFileSaysWhatToDo) {
    prepare();
    std::filesystem::remove(data / "secret.key");
    auto const said = run({"stats"});
    EXPECT_EQ(said.exit_code, 78);
    EXPECT_NE(said.err.find("restore it from a backup"), std::string::npos);
}

}  // namespace
}  // namespace folkmoot::node
