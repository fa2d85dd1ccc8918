#include "node/config/config.hpp"

#include "node/config/keys.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

Result<Config> parse(std::string const& text, std::string const& metrics_token = "") {
    return parse_config(
        text,
        [&](std::string_view name) -> std::optional<std::string> {
            return name == "FOLKMOOT_METRICS_TOKEN" && !metrics_token.empty()
                       ? std::optional{metrics_token}
                       : std::nullopt;
        },
        "/var/lib/folkmoot"
    );
}

TEST(Config, EmptyFileGivesADevelopmentNodeOnLocalhost) {
    auto const config = parse("");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->node.origin, "http://localhost:8420");
    EXPECT_TRUE(config->federation.development);
    EXPECT_EQ(config->storage.directory, "/var/lib/folkmoot");
    EXPECT_EQ(config->storage.key_file, "/var/lib/folkmoot/secret.key");
    EXPECT_EQ(
        own_hosts(*config),
        (std::vector<std::string>{"localhost:8420", "localhost:8420", "127.0.0.1:8420"})
    );
}

TEST(Config, ReadsEveryKindOfSetting) {
    auto const config = parse(R"(
[node]
domain = "folk.example"
registration = "approval"
[server]
port = 80
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
certificate_file = "tls/chain.pem"
key_file = "/etc/key.pem"
[media]
origin = "https://media.folk.example"
)");
    ASSERT_TRUE(config) << config.error().safe;
    EXPECT_EQ(config->node.origin, "https://folk.example");
    EXPECT_EQ(config->node.registration, RegistrationMode::approval);
    EXPECT_EQ(config->server.port, 80);
    EXPECT_EQ(config->server.trusted_proxies.size(), 2u);
    EXPECT_EQ(config->server.certificate_file, "/var/lib/folkmoot/tls/chain.pem");
    EXPECT_EQ(config->server.key_file, "/etc/key.pem");
    EXPECT_FALSE(config->federation.development);
    EXPECT_EQ(own_hosts(*config), (std::vector<std::string>{"folk.example", "media.folk.example"}));
}

struct Case {
    char const* name;
    std::string text;
    std::vector<std::string> mentions;  // key, value, remedy
};

std::ostream& operator<<(std::ostream& out, Case const& one) {
    return out << one.name;
}

class WrongConfig : public testing::TestWithParam<Case> {};

TEST_P(WrongConfig, IsOneSentenceWithKeyValueAndRemedy) {
    auto const config = parse(GetParam().text);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::invalid_input);
    auto const& sentence = config.error().safe;
    EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    EXPECT_EQ(sentence.find('\n'), std::string::npos);
    for (auto const& part : GetParam().mentions) {
        EXPECT_NE(sentence.find(part), std::string::npos) << sentence << " lacks " << part;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    WrongConfig,
    testing::Values(
        Case{"UnknownKey", "[server]\nprot = 80", {"server.prot", "80", "remove it"}},
        Case{"UnknownSection", "[sever]\nport = 80", {"sever.port", "remove it"}},
        Case{"OutsideOfSection", "port = 80", {"port = 80", "[server]"}},
        Case{"PortTooLarge", "[server]\nport = 65536", {"server.port", "65536", "from 0 to 65535"}},
        Case{"PortAsText", "[server]\nport = \"80\"", {"server.port", "\"80\"", "whole number"}},
        Case{"NumberForText", "[node]\nname = 1", {"node.name", "1", "quotes"}},
        Case{"EmptyName", "[node]\nname = \"\"", {"node.name", "1 to 100"}},
        Case{
            "DomainWithPort",
            "[node]\ndomain = \"folk.example:80\"",
            {"node.domain", "without a port"}
        },
        Case{
            "DomainInUpperCase", "[node]\ndomain = \"Folk.example\"", {"node.domain", "lower case"}
        },
        Case{
            "Registration",
            "[node]\nregistration = \"free\"",
            {"node.registration", "\"free\"", "invitation"}
        },
        Case{
            "ListOfNumbers",
            "[server]\ntrusted_proxies = [1]",
            {"server.trusted_proxies", "list of texts"}
        },
        Case{
            "ProxyName",
            "[server]\ntrusted_proxies = [\"nginx\"]",
            {"server.trusted_proxies", "\"nginx\"", "IP"}
        },
        Case{
            "OriginWithSlash",
            "[media]\norigin = \"https://m.example/\"",
            {"media.origin", "without a slash"}
        },
        Case{
            "SameOrigins",
            "[node]\ndomain = \"folk.example\"\n[media]\norigin = \"https://folk.example\"",
            {"media.origin", "differ from node.origin"}
        },
        Case{
            "KeyWithoutCertificate",
            "[server]\nkey_file = \"k\"",
            {"certificate_file", "key_file", "set both"}
        },
        Case{
            "DevelopmentInPublic",
            "[node]\ndomain = \"folk.example\"\n[federation]\ndevelopment = true",
            {"federation.development", "folk.example", "set it to false"}
        },
        Case{
            "HttpInPublic",
            "[node]\ndomain = \"folk.example\"\norigin = \"http://folk.example\"",
            {"node.origin", "https"}
        },
        Case{
            "SecretInFile",
            "[metrics]\ntoken = \"0123456789abcdef\"",
            {"metrics.token", "FOLKMOOT_METRICS_TOKEN"}
        },
        Case{"NotToml", "[server", {"line 1"}},
        Case{"DuplicateKey", "[server]\nport = 1\nport = 2", {"line 3"}}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Config, DevelopmentIsAllowedForTestNamesAndOwnAddresses) {
    EXPECT_TRUE(parse("[node]\ndomain = \"a.test\"\n[federation]\ndevelopment = true"));
    EXPECT_TRUE(parse("[node]\ndomain = \"127.0.0.1\"\n[federation]\ndevelopment = true"));
    EXPECT_FALSE(parse("[node]\ndomain = \"192.0.2.55\"\n[federation]\ndevelopment = true"));
    auto const named = parse("[node]\ndomain = \"a.test\"");
    ASSERT_TRUE(named);
    EXPECT_FALSE(named->federation.development);
}

TEST(Config, SecretsComeFromTheEnvironmentAndAreMasked) {
    auto const config = parse("", "0123456789abcdef");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->metrics.token, "0123456789abcdef");
    auto const shown = describe(*config);
    EXPECT_EQ(shown.find("0123456789abcdef"), std::string::npos);
    EXPECT_NE(shown.find("metrics.token = \"********\""), std::string::npos);
    auto const wrong = parse("", "short-token");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().safe.find("short-token"), std::string::npos);
}

TEST(Config, DescribesEveryKeyOnce) {
    auto const shown = describe(*parse(""));
    for (auto const& setting : settings()) {
        EXPECT_NE(("\n" + shown).find("\n" + std::string{setting.key} + " = "), std::string::npos)
            << setting.key;
    }
    EXPECT_EQ(describe_key(*parse(""), "origin"), "http://localhost:8420");
    EXPECT_EQ(describe_key(*parse(""), "server.port"), "8420");
    EXPECT_EQ(describe_key(*parse(""), "nothing"), std::nullopt);
}

// The example with every mark taken away must read back to the defaults: it cannot drift from the
// code.
TEST(Config, ExampleReadsBackToTheDefaults) {
    std::string text = example_config();
    EXPECT_TRUE(parse(text)) << parse(text).error().safe;
    for (auto const& setting : settings()) {
        auto const name = std::string{setting.key.substr(setting.key.find('.') + 1)};
        auto const at = text.find("\n#" + name + " = ");
        if (setting.secret.empty() && setting.key != "federation.development") {
            ASSERT_NE(at, std::string::npos) << setting.key;
        }
    }
    for (auto at = text.find("\n#"); at != std::string::npos; at = text.find("\n#", at + 1)) {
        if (text[at + 2] != ' ' && text.substr(at + 2, 11) != "development") {
            text.erase(at + 1, 1);
        }
    }
    auto const config = parse(text);
    ASSERT_TRUE(config) << config.error().safe;
    EXPECT_EQ(describe(*config), describe(*parse("")));
}

TEST(Config, ADirectoryWithoutNameIsRefused) {
    auto const config = load_config("", process_environment());
    ASSERT_FALSE(config);
    EXPECT_NE(config.error().safe.find("cannot be found"), std::string::npos)
        << config.error().safe;
}

TEST(Config, MissingFileSaysHowToMakeIt) {
    auto const config = load_config("/nonexistent/folder", process_environment());
    ASSERT_FALSE(config);
    EXPECT_NE(
        config.error().safe.find("folkmoot init --data /nonexistent/folder"), std::string::npos
    );
}

}  // namespace
}  // namespace folkmoot::node
