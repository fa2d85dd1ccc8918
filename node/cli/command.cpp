#include "node/cli/command.hpp"

#include "activitypub/json/guard.hpp"
#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using nlohmann::json;

std::unexpected<Error> malformed() {
    return refused(ErrorCode::invalid_input, "This is no command that Folkmoot knows.");
}

/// Texts may hold bytes that are no UTF-8, e.g. a file name: they are replaced, never refused.
std::string dump(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::optional<std::string> Arguments::find(std::string_view name) const {
    auto const it = values_.find(name);
    return it != values_.end() && it->is_string() ? std::optional{it->get<std::string>()}
                                                  : std::nullopt;
}

std::int64_t Arguments::number(std::string_view name, std::int64_t otherwise) const {
    auto const it = values_.find(name);
    return it != values_.end() && it->is_number_integer() ? it->get<std::int64_t>() : otherwise;
}

bool Arguments::flag(std::string_view name) const {
    auto const it = values_.find(name);
    return it != values_.end() && it->is_boolean() && it->get<bool>();
}

Answer answer_of(Error const& error) {
    auto sentence = error.safe.empty() ? std::string{to_string(error.code)} : error.safe;
    if (!error.detail.empty()) {
        sentence += " (" + error.detail + ")";
    }
    return {exit_code_of(error.code), "", std::move(sentence)};
}

std::string write_command(Command const& command) {
    return dump({{"command", command.name}, {"arguments", command.arguments.values()}});
}

std::string write_answer(Answer const& answer) {
    return dump({{"exit_code", answer.exit_code}, {"out", answer.out}, {"error", answer.error}});
}

Result<Command> read_command(std::string_view line) {
    auto const parsed = activitypub::parse_json(
        line,
        {.max_bytes = max_command_bytes, .max_depth = 3, .max_string_bytes = max_command_bytes}
    );
    if (!parsed || !parsed->contains("command") || !(*parsed)["command"].is_string() ||
        !parsed->contains("arguments") || !(*parsed)["arguments"].is_object()) {
        return malformed();
    }
    return Command{(*parsed)["command"].get<std::string>(), Arguments{(*parsed)["arguments"]}};
}

Result<Answer> read_answer(std::string_view line) {
    auto const parsed = activitypub::parse_json(
        line, {.max_bytes = max_answer_bytes, .max_depth = 2, .max_string_bytes = max_answer_bytes}
    );
    if (!parsed || !parsed->contains("exit_code") || !(*parsed)["exit_code"].is_number_integer()) {
        return refused(ErrorCode::internal, "The node's answer cannot be read.");
    }
    Arguments const answer{*parsed};
    return Answer{
        static_cast<int>(answer.number("exit_code", exit_code::software)),
        answer.text("out"),
        answer.text("error")
    };
}

}  // namespace folkmoot::node
