#include "node/config/config.hpp"

#include "node/config/development.hpp"
#include "node/config/keys.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <toml++/toml.h>
#include <utility>

namespace folkmoot::node {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> refuse(std::string sentence) {
    return std::unexpected{Error{ErrorCode::invalid_input, std::move(sentence), {}}};
}

std::string written(toml::node const& value) {
    if (auto const* text = value.as_string()) {
        return '"' + text->get() + '"';
    }
    if (auto const* number = value.as_integer()) {
        return std::to_string(number->get());
    }
    if (auto const* flag = value.as_boolean()) {
        return flag->get() ? "true" : "false";
    }
    return value.is_array() ? "a list" : value.is_table() ? "a table" : "a value of another kind";
}

std::unexpected<Error> wrong(
    Setting const& setting, std::string const& value, std::string const& why
) {
    auto const shown =
        setting.secret.empty() ? " = " + value : " (" + std::string{setting.secret} + ")";
    return refuse(std::string{setting.key} + shown + " is wrong: it " + why + ".");
}

// Puts the value of one row into the configuration.
class Assign {
public:
    Assign(
        Config& config, Setting const& setting, toml::node const& value, fs::path const& directory
    )
        : config_(config), setting_(setting), value_(value), directory_(directory) {}

    Result<void> operator()(TextSetting const& kind) const {
        auto const* const text = value_.as_string();
        if (text == nullptr) {
            return mistyped("must be a text in quotes");
        }
        auto result = text->get();
        if (auto const problem = kind.problem ? kind.problem(result) : std::string{};
            !problem.empty()) {
            return mistyped(problem);
        }
        if (kind.path && !result.empty()) {
            result = (directory_ / result).lexically_normal().string();
        }
        kind.field(config_) = std::move(result);
        return {};
    }

    Result<void> operator()(NumberSetting const& kind) const {
        auto const* const number = value_.as_integer();
        if (number == nullptr || number->get() < kind.min || number->get() > kind.max) {
            return mistyped(
                "must be a whole number from " + std::to_string(kind.min) + " to " +
                std::to_string(kind.max)
            );
        }
        kind.field(config_) = number->get();
        return {};
    }

    Result<void> operator()(FlagSetting const& kind) const {
        auto const* const flag = value_.as_boolean();
        if (flag == nullptr) {
            return mistyped("must be true or false");
        }
        kind.field(config_) = flag->get();
        return {};
    }

    Result<void> operator()(ListSetting const& kind) const {
        auto const* const list = value_.as_array();
        if (list == nullptr || !std::all_of(list->begin(), list->end(), [](auto const& item) {
                return item.is_string();
            })) {
            return mistyped("must be a list of texts, as [\"127.0.0.1\"]");
        }
        std::vector<std::string> result;
        for (auto const& item : *list) {
            result.push_back(item.as_string()->get());
            if (auto const problem = kind.problem(result.back()); !problem.empty()) {
                return wrong(setting_, written(item), problem);
            }
        }
        kind.field(config_) = std::move(result);
        return {};
    }

    Result<void> operator()(ChoiceSetting const& kind) const {
        auto const* const text = value_.as_string();
        auto const it = text == nullptr
                            ? kind.words.end()
                            : std::find(kind.words.begin(), kind.words.end(), text->get());
        if (it == kind.words.end()) {
            std::string words;
            for (auto const word : kind.words) {
                words.append(words.empty() ? "" : ", ").append(word);
            }
            return mistyped("must be one of " + words);
        }
        kind.set(config_, static_cast<std::size_t>(it - kind.words.begin()));
        return {};
    }

private:
    std::unexpected<Error> mistyped(std::string const& why) const {
        return wrong(setting_, written(value_), why);
    }

    Config& config_;
    Setting const& setting_;
    toml::node const& value_;
    fs::path const& directory_;
};

Setting const* find_setting(std::string_view key) {
    auto const table = settings();
    auto const it = std::find_if(table.begin(), table.end(), [&](Setting const& setting) {
        return setting.key == key;
    });
    return it == table.end() ? nullptr : &*it;
}

Result<void> read_section(
    std::string_view section,
    toml::table const& table,
    fs::path const& directory,
    Config& config,
    std::set<std::string, std::less<>>& given
) {
    for (auto const& [name, value] : table) {
        auto const key = std::string{section} + "." + std::string{name.str()};
        auto const* const setting = find_setting(key);
        if (setting == nullptr) {
            return refuse(
                key + " = " + written(value) +
                " is no known setting; remove it, or see `folkmoot config example` for all there "
                "are."
            );
        }
        if (!setting->secret.empty()) {
            return refuse(
                key +
                " is a secret and does not belong in the file; set the environment variable " +
                std::string{setting->secret} + " instead."
            );
        }
        if (auto assigned = std::visit(Assign{config, *setting, value, directory}, setting->kind);
            !assigned) {
            return assigned;
        }
        given.insert(key);
    }
    return {};
}

Result<void> read_secrets(EnvironmentLookup const& environment, Config& config) {
    for (auto const& setting : settings()) {
        if (setting.secret.empty()) {
            continue;
        }
        if (auto const value = environment(setting.secret)) {
            toml::value<std::string> const text{*value};
            if (auto assigned = std::visit(Assign{config, setting, text, {}}, setting.kind);
                !assigned) {
                return assigned;
            }
        }
    }
    return {};
}

void derive(Config& config, fs::path const& directory, bool development_given) {
    auto& node = config.node;
    if (!development_given) {
        config.federation.development = is_localhost_name(node.domain);
    }
    if (node.origin.empty()) {
        bool const plain = is_localhost_name(node.domain) || is_ip_address(node.domain);
        node.origin = plain ? "http://" + node.domain + ":" + std::to_string(config.server.port)
                            : "https://" + node.domain;
    }
    if (config.storage.directory.empty()) {
        config.storage.directory = directory.string();
    }
    if (config.storage.key_file.empty()) {
        config.storage.key_file = (directory / "secret.key").string();
    }
}

// Rules that tie several keys together.
Result<void> check_together(Config const& config) {
    auto const& [node, server, storage, media, federation, limits, log, metrics] = config;
    if (server.certificate_file.empty() != server.key_file.empty()) {
        return refuse(
            "server.certificate_file = \"" + server.certificate_file +
            "\" and server.key_file = \"" + server.key_file +
            "\" belong together: set both, or none."
        );
    }
    if (federation.development && !may_develop(node.domain)) {
        return refuse(
            "federation.development = true is refused for node.domain = \"" + node.domain +
            "\": it turns checks off that protect a public node; set it to false, or use localhost."
        );
    }
    if (!federation.development && node.origin.starts_with("http://")) {
        return refuse(
            "node.origin = \"" + node.origin +
            "\" is wrong: a node that federates needs https; write https://, or set "
            "federation.development = true on a test machine."
        );
    }
    if (!media.origin.empty() && media.origin == node.origin) {
        return refuse(
            "media.origin = \"" + media.origin +
            "\" is wrong: it must differ from node.origin; leave it empty to serve media there."
        );
    }
    return {};
}

}  // namespace

EnvironmentLookup process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        auto const* const value = std::getenv(std::string{name}.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>{value};
    };
}

Result<Config> parse_config(
    std::string_view text, EnvironmentLookup const& environment, fs::path const& directory
) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (toml::parse_error const& error) {
        return refuse(
            "The configuration is not TOML: line " + std::to_string(error.source().begin.line) +
            ": " + std::string{error.description()} + "."
        );
    }
    Config config;
    std::set<std::string, std::less<>> given;
    for (auto const& [name, value] : root) {
        auto const* const section = value.as_table();
        if (section == nullptr) {
            return refuse(
                std::string{name.str()} + " = " + written(value) +
                " stands outside of a section; put it below a line like [server]."
            );
        }
        if (auto read = read_section(name.str(), *section, directory, config, given); !read) {
            return std::unexpected{std::move(read.error())};
        }
    }
    if (auto read = read_secrets(environment, config); !read) {
        return std::unexpected{std::move(read.error())};
    }
    derive(config, directory, given.contains("federation.development"));
    if (auto checked = check_together(config); !checked) {
        return std::unexpected{std::move(checked.error())};
    }
    return config;
}

Result<Config> load_config(fs::path const& directory, EnvironmentLookup const& environment) {
    std::error_code error;
    auto const absolute = fs::absolute(directory, error);
    if (error) {
        return refuse(
            "The directory \"" + directory.string() + "\" cannot be found (" + error.message() +
            "); name one that begins with \"/\"."
        );
    }
    auto const path = absolute / "folkmoot.toml";
    std::ifstream file{path};
    if (!file) {
        return refuse(
            path.string() + " cannot be read; make it with `folkmoot init --data " +
            directory.string() + "`, or name another directory with --data."
        );
    }
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    return parse_config(text, environment, path.parent_path());
}

std::vector<std::string> own_hosts(Config const& config) {
    std::vector<std::string> hosts;
    auto const add = [&](std::string const& origin) {
        if (auto const at = origin.find("://"); at != std::string::npos) {
            hosts.push_back(origin.substr(at + 3));
        }
    };
    add(config.node.origin);
    add(config.media.origin);
    if (config.federation.development) {
        auto const port = ":" + std::to_string(config.server.port);
        hosts.push_back("localhost" + port);
        hosts.push_back("127.0.0.1" + port);
    }
    return hosts;
}

}  // namespace folkmoot::node
