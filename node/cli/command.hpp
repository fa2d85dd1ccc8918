// A command and its answer as values, and their form on the local socket: one JSON object a line.
// The same command is carried out by a running node or, when none runs, by the program itself.
#pragma once

#include "node/cli/exit_code.hpp"
#include "node/error.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Most bytes of a command on the socket, and of an answer.
inline constexpr std::size_t max_command_bytes = std::size_t{1} << 20;
inline constexpr std::size_t max_answer_bytes = std::size_t{64} << 20;

/// The values given to a command, by name: texts, whole numbers and flags. Checked against the
/// command's declaration before a command sees them (check_arguments).
class Arguments {
public:
    Arguments() = default;

    /// @param values  a JSON object
    explicit Arguments(nlohmann::json values) : values_(std::move(values)) {}

    void set(std::string_view name, nlohmann::json value) {
        values_[std::string{name}] = std::move(value);
    }

    /// The text of this name, or nothing when it was not given.
    std::optional<std::string> find(std::string_view name) const;

    /// The text of this name; "" when it was not given.
    std::string text(std::string_view name) const { return find(name).value_or(""); }

    /// The number of this name, or `otherwise`.
    std::int64_t number(std::string_view name, std::int64_t otherwise) const;

    /// Whether a flag was given.
    bool flag(std::string_view name) const;

    nlohmann::json const& values() const noexcept { return values_; }

private:
    nlohmann::json values_ = nlohmann::json::object();
};

/// What is to be done.
struct Command {
    std::string name;  ///< as declared, e.g. "member add"
    Arguments arguments;
};

/// What came of it.
struct Answer {
    int exit_code{exit_code::ok};
    std::string out;    ///< for standard output
    std::string error;  ///< one sentence for standard error; "" when nothing went wrong

    friend bool operator==(Answer const&, Answer const&) = default;
};

/// The answer that tells a failure.
Answer answer_of(Error const& error);

/// One line, without its end.
std::string write_command(Command const& command);
std::string write_answer(Answer const& answer);

/// Reads a line back. Error{invalid_input} for anything else than what the writers above give.
Result<Command> read_command(std::string_view line);
Result<Answer> read_answer(std::string_view line);

}  // namespace folkmoot::node
