#include "tests/activitypub/signature/fixtures.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/digest.hpp"
#include "activitypub/signature/message_signature.hpp"

#include <cstdlib>
#include <iostream>

namespace folkmoot::activitypub::test {

SignaturePolicy home_policy() {
    SignaturePolicy policy;
    policy.authority = "home.test";
    return policy;
}

PrivateKey const& rsa_key() {
    static auto const key = PrivateKey::generate_rsa().value();
    return key;
}

PrivateKey const& other_rsa_key() {
    static auto const key = PrivateKey::generate_rsa().value();
    return key;
}

PrivateKey const& ed25519_key() {
    static auto const key = PrivateKey::generate_ed25519().value();
    return key;
}

HttpMessage unsigned_post(std::string_view body) {
    return {
        .method = "POST",
        .target = "/inbox",
        .headers =
            {
                {"Host", "home.test"},
                {"Date", std::string(test_date)},
                {"Digest", make_digest(body)},
                {"Content-Digest", make_content_digest(body)},
                {"Content-Type", "application/activity+json"},
            },
    };
}

HttpMessage unsigned_get(std::string_view target) {
    return {
        .method = "GET",
        .target = std::string(target),
        .headers = {{"Host", "home.test"}, {"Date", std::string(test_date)}},
    };
}

std::string cavage_header(
    HttpMessage const& message, PrivateKey const& key, CavageRecipe const& recipe
) {
    std::string text;
    std::string names;
    for (auto const& name : recipe.covered) {
        std::string value = message.combined(name).value_or("");
        if (name == "(request-target)") {
            auto const path =
                recipe.form == TargetForm::full ? std::string_view(message.target) : message.path();
            value = to_lower(message.method) + " " + std::string(path);
        } else if (name == "(created)") {
            value = recipe.created;
        } else if (name == "(expires)") {
            value = recipe.expires;
        }
        text += (text.empty() ? "" : "\n") + name + ": " + value;
        names += (names.empty() ? "" : " ") + name;
    }
    std::string header = "keyId=\"" + std::string(key_id) + "\"";
    if (!recipe.algorithm.empty()) {
        header += ",algorithm=\"" + recipe.algorithm + "\"";
    }
    if (!recipe.created.empty()) {
        header += ",created=" + recipe.created;
    }
    if (!recipe.expires.empty()) {
        header += ",expires=" + recipe.expires;
    }
    return header + ",headers=\"" + names + "\",signature=\"" +
           encode_base64(key.sign(text).value()) + "\"";
}

HttpMessage cavage_post(std::string_view body) {
    auto message = unsigned_post(body);
    sign_cavage(message, {std::string(key_id), rsa_key()}, test_now).value();
    return message;
}

HttpMessage rfc9421_post(PrivateKey const& key, std::string_view body) {
    auto message = unsigned_post(body);
    sign_message(message, {std::string(key_id), key}, "https://home.test", test_now).value();
    return message;
}

std::mt19937_64 seeded_generator() {
    auto const* given = std::getenv("FOLKMOOT_TEST_SEED");
    auto const seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::cout << "seed " << seed << "\n";
    return std::mt19937_64(seed);
}

Bytes from_hex(std::string_view hex) {
    Bytes out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out.push_back(
            static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16))
        );
    }
    return out;
}

std::string_view const vector_pkcs1_pem =
    "-----BEGIN RSA PUBLIC KEY-----\n"
    "MIIBCgKCAQEAusLT2kfp0qgnO/siiVmYzyjFRaTRS0T5qiQnKhkpSgO+oXSYx4Zf\n"
    "t9/QF3sqqddaWcXxrLaiUcmkkX5Rl2jC3ywEQDUG+5SWXZEsIq1qJL9NS5mO6ZcU\n"
    "1ABucQlPBykXbl7vI18gqsO9i84lz/3WCB8jKYCrzBKRxU8dQSMKbwCPwa2iYpWA\n"
    "v6NJXW5hiXa0eC0V4a21uUI+pllH8bfGYp9JeTpK6OTclgCl20vn0TLIyWQoHlE/\n"
    "sQK5zPKSTgyv0jZI/yzZWGZrHYBJzpL70ziBiq4avQjTqhBU18iCN/KeB9T/rjmX\n"
    "n6bRmim8Y32mJshCPA5Q6p7SnQGViyKECwIDAQAB\n"
    "-----END RSA PUBLIC KEY-----\n";

std::string_view const vector_spki_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAusLT2kfp0qgnO/siiVmY\n"
    "zyjFRaTRS0T5qiQnKhkpSgO+oXSYx4Zft9/QF3sqqddaWcXxrLaiUcmkkX5Rl2jC\n"
    "3ywEQDUG+5SWXZEsIq1qJL9NS5mO6ZcU1ABucQlPBykXbl7vI18gqsO9i84lz/3W\n"
    "CB8jKYCrzBKRxU8dQSMKbwCPwa2iYpWAv6NJXW5hiXa0eC0V4a21uUI+pllH8bfG\n"
    "Yp9JeTpK6OTclgCl20vn0TLIyWQoHlE/sQK5zPKSTgyv0jZI/yzZWGZrHYBJzpL7\n"
    "0ziBiq4avQjTqhBU18iCN/KeB9T/rjmXn6bRmim8Y32mJshCPA5Q6p7SnQGViyKE\n"
    "CwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

std::string_view const vector_cavage_signature =
    "N2vuaZ44Syw5vdmNOP1rIkStTJXYnqQYgFPP7ZNInDZWBQz9eja+M3+MKmZ1M3In03AggphFozk0"
    "gZ/KsqHLYpk0bdqpi4Naug6gPJ1TZ6ZjCtFYF6Y0rxg+p7VFWhyaosUfBGb08DdLxQe9g/uhPB+F"
    "xlYj2oK3ClLX/OA0JgRvqSFdjlmSV29PBB/ImcP9bYx27Um5ekXV8RtI+DunCt4De6v9SxQ4D04i"
    "w0/k7bn0hFMjLCwCS+28wcMC6TglpixZ/EE5VRCllriyG+IPOxVMO33fxFjY1I+rgOM2aFFCoPLM"
    "t49Ntce9i1BBdC4+ixnvIX2ArcTWJPJPSYo7mg==";

std::string_view const vector_rfc9421_signature =
    "nt6VxkQmxpVTumflIpzrNcF/s28xNqa9IiJKmTmbPi7pjoKHxzeyqJ0bJ4hj8XVpvaAK914HyJ4d"
    "VB7daXddExQA8MA2PcOvw5aup+/XVxA52kdHekkOAbdb/SXhppy1JxYR6vzQokOuc1q9L2FrGCAp"
    "rAKyGx1tc5fAm9q6RnP7xUSuKTHRBZXzbqxsZUJeTSFDRBDT6LgTfFKBFoX7Z0l39IywGViG8hUt"
    "9bDkibUL6Fg0wPqXAIWkgYxNJotLHBfGXHTuIIQoR86aMkEz/HYAnaXzj2WA7aqIknrv/fu51NrR"
    "3bgBWQqKqRS5VYwOGHPCKE0GGVknR4G7T9M8/Q==";

}  // namespace folkmoot::activitypub::test
