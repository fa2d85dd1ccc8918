#include "node/cli/command_line.hpp"

#include "node/cli/run_on_node.hpp"
#include "node/version.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <expected>
#include <filesystem>
#include <istream>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace folkmoot::node {
namespace {

/// Where the parser puts the value of one option.
struct Slot {
    OptionSpec const* spec;
    CLI::Option* option{nullptr};
    std::string text{};
    std::int64_t number{0};
    bool flag{false};
};

/// A row of the table as the parser knows it.
struct Parsed {
    CommandSpec const* spec;
    CLI::App* parser;
    std::deque<Slot> slots{};
};

std::string shown_name(OptionSpec const& spec) {
    std::string name{spec.shown.empty() ? spec.name : spec.shown};
    if (spec.positional) {
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        return name;
    }
    std::ranges::replace(name, '_', '-');
    return "--" + name;
}

void add_option(CLI::App& parser, Slot& slot) {
    auto const name = shown_name(*slot.spec);
    std::string const help{slot.spec->help};
    switch (slot.spec->kind) {
        case OptionKind::flag:
        case OptionKind::input_line:
            slot.option = parser.add_flag(name, slot.flag, help);
            return;
        case OptionKind::number:
            slot.option = parser.add_option(name, slot.number, help)->check(CLI::NonNegativeNumber);
            break;
        default:
            slot.option = parser.add_option(name, slot.text, help);
    }
    // A positional argument is told by its name; its value would only be called TEXT.
    slot.option->type_name(slot.spec->positional ? "" : "VALUE")->required(slot.spec->required);
}

std::string read_all(std::istream& in) {
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// A path as it was typed, absolute and without a slash at its end.
/// @param shown  how the command line calls it, for the sentence of the failure
std::expected<std::filesystem::path, Answer> typed_path(
    std::string const& text, std::string const& shown
) {
    if (text.empty()) {
        return std::unexpected(Answer{exit_code::usage, "", shown + " is empty; name a directory."}
        );
    }
    std::error_code error;
    auto const path = std::filesystem::absolute(text, error).lexically_normal();
    if (error) {
        return std::unexpected(Answer{
            exit_code::no_input,
            "",
            shown + " " + text + " cannot be found from here (" + error.message() +
                "); change to a directory that exists, or give a path that begins with \"/\"."
        });
    }
    return path.has_filename() ? path : path.parent_path();
}

std::expected<nlohmann::json, Answer> value_of(Slot const& slot, std::istream& in) {
    switch (slot.spec->kind) {
        case OptionKind::flag:
            return slot.flag;
        case OptionKind::number:
            return slot.number;
        case OptionKind::path: {
            auto path = typed_path(slot.text, shown_name(*slot.spec));
            if (!path) {
                return std::unexpected(std::move(path.error()));
            }
            return path->string();
        }
        case OptionKind::input_line: {
            std::string line;
            std::getline(in, line);
            return line;
        }
        case OptionKind::text:
            break;
    }
    return slot.spec->positional && slot.text == "-" ? read_all(in) : slot.text;
}

/// Builds one parser for the program out of the table.
class Parser {
public:
    Parser() {
        app_.set_version_flag("--version", "folkmoot " + std::string{program_version});
        app_.add_option("--data", data_, "Data directory of the node")
            ->envname("FOLKMOOT_DATA")
            ->type_name("DIR")
            ->capture_default_str();
        app_.fallthrough();
        app_.require_subcommand(1);
        for (auto const& spec : commands()) {
            if (!spec.hidden) {
                add(spec);
            }
        }
    }

    /// Parses, then runs what was named.
    int run(std::span<char const* const> arguments, Console& console) {
        try {
            app_.parse(static_cast<int>(arguments.size()), arguments.data());
        } catch (CLI::ParseError const& error) {
            return explain(error, console);
        }
        auto const chosen =
            std::ranges::find_if(parsed_, [](Parsed const& one) { return one.parser->parsed(); });
        auto data = typed_path(data_, "--data");
        if (!data) {
            return tell(data.error(), console);
        }
        Arguments values;
        for (auto const& slot : chosen->slots) {
            if (slot.option->count() > 0) {
                auto value = value_of(slot, console.in);
                if (!value) {
                    return tell(value.error(), console);
                }
                values.set(slot.spec->name, std::move(*value));
            }
        }
        Invocation const invocation{std::move(*data), std::move(values), console};
        if (auto const* const local = std::get_if<LocalCommand>(&chosen->spec->run)) {
            return (*local)(invocation);
        }
        return run_on_node(*chosen->spec, invocation);
    }

private:
    void add(CommandSpec const& spec) {
        auto const blank = spec.name.find(' ');
        auto* parent = &app_;
        if (blank != std::string_view::npos) {
            std::string const family{spec.name.substr(0, blank)};
            auto& known = families_[family];
            if (known == nullptr) {
                known = app_.add_subcommand(family, "Commands about one " + family);
                known->require_subcommand(1);
            }
            parent = known;
        }
        auto const verb = blank == std::string_view::npos ? spec.name : spec.name.substr(blank + 1);
        auto& one = parsed_.emplace_back(
            Parsed{&spec, parent->add_subcommand(std::string{verb}, std::string{spec.help})}
        );
        for (auto const& option : spec.options) {
            add_option(*one.parser, one.slots.emplace_back(Slot{&option}));
        }
    }

    /// Help and version are asked for and go to standard output; anything else is a mistake.
    int explain(CLI::ParseError const& error, Console& console) const {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
            return app_.exit(error, console.out, console.err);
        }
        // The help of the whole program tells of the command that was named, with its full name.
        console.err << "folkmoot: " << mistake_in(error) << "\n\n" << app_.help();
        return exit_code::usage;
    }

    /// The parser misses a command where one was named that does not exist: names it.
    std::string mistake_in(CLI::ParseError const& error) const {
        CLI::App const* named = &app_;
        std::string path = app_.get_name();
        while (!named->get_subcommands().empty()) {
            named = named->get_subcommands().front();
            path += " " + named->get_name();
        }
        auto const unknown = app_.remaining(true);
        if (named->get_require_subcommand_min() == 0 || unknown.empty()) {
            return error.what();
        }
        auto const* const kind = unknown.front().starts_with('-') ? "option" : "command";
        return "\"" + unknown.front() + "\" is no " + kind + " of " + path + ".";
    }

    CLI::App app_{"A federated community node.", "folkmoot"};
    std::string data_{"data"};
    std::map<std::string, CLI::App*> families_;
    std::deque<Parsed> parsed_;
};

}  // namespace

int run_command_line(std::span<char const* const> arguments, Console console) {
    Parser parser;
    return parser.run(arguments, console);
}

}  // namespace folkmoot::node
