// The node's settings: one TOML file, secrets from the environment, a value by the end. The table
// in keys.hpp is the only place that names a key: reading, checking, describing and the example
// file all walk it.
#pragma once

#include "node/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// Who may open an account.
enum class RegistrationMode : std::uint8_t { open, approval, invitation, closed };

/// All settings with their defaults. What each means, its unit and its range stand in keys.cpp.
struct Config {
    struct Node {
        std::string domain{"localhost"};
        std::string origin;  ///< never empty after parsing
        std::string name{"Folkmoot"};
        std::string description;
        std::string contact;
        std::string language{"en"};
        RegistrationMode registration{RegistrationMode::invitation};
    };

    struct Server {
        std::string listen{"127.0.0.1"};
        std::int64_t port{8420};
        std::int64_t threads{0};
        std::string certificate_file;
        std::string key_file;
        std::vector<std::string> trusted_proxies;
        std::int64_t stop_grace_seconds{20};
    };

    struct Storage {
        std::string directory;  ///< never empty after parsing
        std::string key_file;   ///< never empty after parsing
        std::int64_t map_gib{1024};
    };

    struct Media {
        std::string origin;
        std::int64_t upload_mib{40};
        std::int64_t quota_gib{100};
    };

    struct Federation {
        bool development{false};  ///< true by default for localhost and *.localhost
        std::string extra_ca_file;
        std::vector<std::string> allowed_networks;
        std::vector<std::string> static_hosts;
        std::int64_t concurrency{64};
        std::int64_t host_quota_mib{2048};
        std::int64_t host_quota_objects{1'000'000};
    };

    struct Limits {
        std::int64_t requests_per_5_minutes{300};
        std::int64_t connections{20'000};
        std::int64_t connections_per_address{64};
        std::int64_t body_memory_mib{64};
        std::int64_t post_characters{20'000};
    };

    struct Log {
        std::string level{"info"};
    };

    struct Metrics {
        std::string token;
    };

    Node node;
    Server server;
    Storage storage;
    Media media;
    Federation federation;
    Limits limits;
    Log log;
    Metrics metrics;
};

/// Exit code of a program whose configuration is wrong (EX_CONFIG of sysexits.h).
inline constexpr int config_exit_code = 78;

/// Looks up an environment variable.
using EnvironmentLookup = std::function<std::optional<std::string>(std::string_view)>;

/// The process's own environment.
EnvironmentLookup process_environment();

/// Reads settings.
/// @param text         TOML
/// @param environment  for secrets, which the file may not hold
/// @param directory    of the file: where data lies unless the file says otherwise; relative paths
/// start here
/// @return invalid_input; the safe text is one sentence that names key, value and remedy
Result<Config> parse_config(
    std::string_view text,
    EnvironmentLookup const& environment,
    std::filesystem::path const& directory
);

/// Reads "folkmoot.toml" in a data directory.
/// @return as parse_config(); also when the file is missing or cannot be read
Result<Config> load_config(
    std::filesystem::path const& directory, EnvironmentLookup const& environment
);

/// The settings in effect as "key = value" lines in the order of the table; secrets as "********".
std::string describe(Config const& config);

/// One setting in effect as describe() shows it without quotes, e.g. "server.port"; "origin" is
/// short for "node.origin". Nothing for an unknown key.
std::optional<std::string> describe_key(Config const& config, std::string_view key);

/// A documented file with every key at its default, commented out; made from the same table.
std::string example_config();

/// The authorities that the node answers to in Host headers: its own and the media origin's; in
/// development also localhost and 127.0.0.1 with the port.
std::vector<std::string> own_hosts(Config const& config);

}  // namespace folkmoot::node
