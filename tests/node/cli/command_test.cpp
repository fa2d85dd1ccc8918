#include "node/cli/command.hpp"

#include "node/cli/command_table.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace folkmoot::node {
namespace {

TEST(CommandOnTheSocket, ComesBackAsItWasSent) {
    Command command{"member add", {}};
    command.arguments.set("name", "ana");
    command.arguments.set("display_name", "Ana \"the bee\" 蜂\nline");
    command.arguments.set("markdown", true);
    command.arguments.set("timeout", 60);
    auto const line = write_command(command);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    auto const read = read_command(line);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, command.name);
    EXPECT_EQ(read->arguments.values(), command.arguments.values());
}

TEST(CommandOnTheSocket, AnswersComeBackAsTheyWereSent) {
    Answer const answer{exit_code::no_user, "a\nb\n", "Nobody here is called \"bo\"."};
    auto const read = read_answer(write_answer(answer));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, answer);
}

struct BadLine {
    char const* name;
    char const* line;
};

class BadCommandLine : public testing::TestWithParam<BadLine> {};

TEST_P(BadCommandLine, IsRefused) {
    auto const read = read_command(GetParam().line);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::invalid_input);
}

INSTANTIATE_TEST_SUITE_P(
    Command,
    BadCommandLine,
    testing::Values(
        BadLine{"Empty", ""},
        BadLine{"NotJson", "GET / HTTP/1.1"},
        BadLine{"List", "[]"},
        BadLine{"WithoutName", R"({"arguments":{}})"},
        BadLine{"NameOfAnotherKind", R"({"command":1,"arguments":{}})"},
        BadLine{"WithoutArguments", R"({"command":"stats"})"},
        BadLine{"ArgumentsOfAnotherKind", R"({"command":"stats","arguments":[]})"},
        BadLine{"TooDeep", R"({"command":"stats","arguments":{"a":{"b":{"c":1}}}})"}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Arguments, ReadsValuesOfTheRightKindOnly) {
    Arguments arguments;
    arguments.set("text", "a");
    arguments.set("number", 7);
    arguments.set("flag", true);
    EXPECT_EQ(arguments.text("text"), "a");
    EXPECT_EQ(arguments.number("number", 0), 7);
    EXPECT_TRUE(arguments.flag("flag"));
    EXPECT_EQ(arguments.find("number"), std::nullopt);
    EXPECT_EQ(arguments.number("text", 3), 3);
    EXPECT_FALSE(arguments.flag("text"));
    EXPECT_EQ(arguments.text("missing"), "");
}

TEST(CommandTable, NamesAreUnique) {
    std::set<std::string_view> names;
    for (auto const& spec : commands()) {
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    }
}

TEST(CommandTable, EveryCommandHasHelpAndNoOptionTwice) {
    for (auto const& spec : commands()) {
        EXPECT_FALSE(spec.help.empty()) << spec.name;
        std::set<std::string_view> options;
        for (auto const& option : spec.options) {
            EXPECT_FALSE(option.help.empty()) << spec.name << " " << option.name;
            EXPECT_TRUE(options.insert(option.name).second) << spec.name << " " << option.name;
        }
    }
}

struct ArgumentCase {
    char const* name;
    char const* arguments;
    bool valid;
};

class CheckArguments : public testing::TestWithParam<ArgumentCase> {};

TEST_P(CheckArguments, AgainstTheDeclarationOfMemberAdd) {
    auto const* const spec = find_command("member add");
    ASSERT_NE(spec, nullptr);
    Arguments const arguments(nlohmann::json::parse(GetParam().arguments));
    EXPECT_EQ(check_arguments(*spec, arguments).has_value(), GetParam().valid);
}

INSTANTIATE_TEST_SUITE_P(
    Command,
    CheckArguments,
    testing::Values(
        ArgumentCase{"Least", R"({"name":"ana"})", true},
        ArgumentCase{"More", R"({"name":"ana","role":"admin","password":"x"})", true},
        ArgumentCase{"MissingName", R"({"role":"admin"})", false},
        ArgumentCase{"NameOfAnotherKind", R"({"name":true})", false},
        ArgumentCase{"Undeclared", R"({"name":"ana","owner":true})", false}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(ExitCodes, TellMistakesOfTheCallerFromFailuresOfTheMachine) {
    EXPECT_EQ(answer_of({ErrorCode::unprocessable, "a", ""}).exit_code, 65);
    EXPECT_EQ(answer_of({ErrorCode::not_found, "a", ""}).exit_code, 67);
    EXPECT_EQ(answer_of({ErrorCode::internal, "a", ""}).exit_code, 70);
    EXPECT_EQ(answer_of({ErrorCode::conflict, "a", ""}).exit_code, 73);
    EXPECT_EQ(answer_of({ErrorCode::unavailable, "a", ""}).exit_code, 75);
    EXPECT_EQ(answer_of({ErrorCode::forbidden, "a", ""}).exit_code, 77);
    EXPECT_EQ(answer_of({ErrorCode::internal, "a", "b"}).error, "a (b)");
}

}  // namespace
}  // namespace folkmoot::node
