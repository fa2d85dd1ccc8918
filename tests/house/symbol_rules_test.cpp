// Doors of the house as the linker sees them: which objects of the program may refer to functions that reach the
// network, the store, a parser or a key (threat S05). What no object refers to is not called, whatever the text says.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// A family of functions of the system or of a library, and the sources whose objects may refer to it.
struct Door {
    std::string name;
    std::string symbols;  ///< expression for the whole symbol; C++ names as they are mangled
    std::set<std::string> homes;
};

std::ostream& operator<<(std::ostream& out, Door const& door) {
    return out << door.name;
}

/// Asio and Beast are compiled there, and refer to nearly all of the network by themselves.
constexpr char const* asio = "federation/client/net_impl.cpp";

std::vector<Door> const doors = {
    {"S05_Connect",
     R"(connect|.*(start_connect_op|non_blocking_connect|socket_ops\d+connect|sync_connect).*)",
     {asio, "federation/client/connector.cpp", "node/cli/control_socket.cpp"}},
    {"S05_LookUpNames",
     R"(getaddrinfo|getnameinfo|gethostby.*|res_n?(query|search)|.*resolver_service.*)",
     {asio, "federation/client/dns.cpp"}},
    {"S05_Socket", R"(socket|socketpair)", {asio, "node/cli/control_socket.cpp"}},
    {"Listen",
     R"(bind|listen|accept4?|.*(start_accept_op|non_blocking_accept).*)",
     {asio, "node/http/server.cpp", "node/cli/control_server.cpp", "node/cli/control_socket.cpp"}},
    {"StartAProgram", R"(fork|vfork|exec[lv]p?e?|posix_spawnp?|system|popen|dlopen)", {}},
    {"S02_Tls",
     R"(SSL_.*)",
     {asio, "federation/client/tls_context.cpp", "federation/client/tls_stream.cpp"}},
    {"ReadCertificates",
     R"((d2i_|PEM_read_bio_)?X509.*)",
     {asio, "federation/client/tls_context.cpp", "federation/client/tls_stream.cpp", "node/cli/certificate_age.cpp"}},
    {"F01_SignAndVerify",
     R"(EVP_(DigestSign|DigestVerify|PKEY_sign|PKEY_verify|Sign|Verify).*|RSA_.*|ED25519_.*)",
     {"activitypub/signature/key.cpp", "activitypub/signature/private_key.cpp"}},
    {"MakeKeys", R"(EVP_PKEY_(Q_)?keygen.*|EVP_RSA_gen)", {"activitypub/signature/private_key.cpp"}},
    {"HashPasswords", R"(crypto_pwhash.*)", {"node/community/passwords.cpp"}},
    {"LockKeysAway", R"(crypto_(secretbox|aead|box).*)", {"node/publish/key_vault.cpp"}},
    {"RandomBytes", R"(RAND_.*|getrandom|getentropy|randombytes.*|.*random_device.*)",
     {asio,
      "node/app/random.cpp",
      "node/publish/key_vault.cpp",     // the master key, nonces
      "storage/engine/identity.cpp"}},  // the name of a new store
    {"ParseHtml", R"(html[A-Z].*)", {"activitypub/html/html_tree.cpp"}},
    {"ParseXml",
     R"(xml(Read|Parse|CtxtRead|SAX|TextReader).*)",
     {"activitypub/discovery/host_meta.cpp", "activitypub/html/html_tree.cpp"}},
    {"S07_Inflate",
     R"(inflate.*|uncompress.*|gz(open|read).*)",
     {"federation/client/gzip_decoder.cpp"}},
    {"Lmdb",
     R"(mdb_.*)",
     {"storage/engine/backup.cpp",
      "storage/engine/cursor.cpp",
      "storage/engine/data_file.cpp",
      "storage/engine/environment.cpp",
      "storage/engine/environment_state.cpp",
      "storage/engine/transaction.cpp",
      "storage/engine/write_batch.cpp",
      "storage/engine/writer.cpp"}},
};

/// "…/node/CMakeFiles/folkmoot_node.dir/./http/server.cpp.o" to "node/http/server.cpp".
std::string source_of(std::filesystem::path const& object) {
    auto const inside = object.lexically_relative(FOLKMOOT_BINARY_DIR).lexically_normal();
    std::filesystem::path source;
    for (auto const& part : inside) {
        if (part != "CMakeFiles" && part.extension() != ".dir") {
            source /= part;
        }
    }
    return source.replace_extension().generic_string();
}

using References = std::map<std::string, std::set<std::string>>;

/// Each symbol that is referred to and not defined in the same object, with the sources that do so.
References read_references() {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const tool(
        ::popen(FOLKMOOT_NM " -A -u @" FOLKMOOT_BINARY_DIR "/room_objects.txt", "r"), ::pclose
    );
    References references;
    std::string line;
    for (int c = tool ? std::fgetc(tool.get()) : EOF; c != EOF; c = std::fgetc(tool.get())) {
        if (c != '\n') {
            line.push_back(static_cast<char>(c));
            continue;
        }
        auto const object = line.find(".o:");
        auto const symbol = line.rfind(' ');
        if (object != std::string::npos && symbol != std::string::npos) {
            references[line.substr(symbol + 1)].insert(source_of(line.substr(0, object + 2)));
        }
        line.clear();
    }
    return references;
}

References const& references() {
    static References const all = read_references();
    return all;
}

class SymbolRules : public testing::TestWithParam<Door> {};

// Equal and not only contained: a home that no longer needs its door loses it.
TEST_P(SymbolRules, OnlyTheirHomesReferToThem) {
    std::regex const expression(GetParam().symbols, std::regex::optimize);
    std::set<std::string> found;
    for (auto const& [symbol, sources] : references()) {
        if (std::regex_match(symbol, expression)) {
            found.insert(sources.begin(), sources.end());
        }
    }
    EXPECT_EQ(found, GetParam().homes);
}

INSTANTIATE_TEST_SUITE_P(House, SymbolRules, testing::ValuesIn(doors), [](auto const& parameter) {
    return parameter.param.name;
});

TEST(SymbolRules, AllObjectsWereRead) {
    std::set<std::string> sources;
    for (auto const& [symbol, some] : references()) {
        sources.insert(some.begin(), some.end());
    }
    EXPECT_GT(sources.size(), 400U);
    EXPECT_TRUE(sources.contains("node/http/server.cpp"));
    EXPECT_TRUE(sources.contains("activitypub/html/html_tree.cpp"));
}

}  // namespace
