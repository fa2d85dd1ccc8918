#include "federation/resolve/document_signer.hpp"

#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace folkmoot::federation {
namespace {

class DocumentSignerTest : public testing::Test {
protected:
    HeaderList sign(SignatureForm form) {
        auto key = activitypub::PrivateKey::generate_ed25519();
        auto const shared = std::make_shared<activitypub::SigningKey const>(
            activitypub::SigningKey{"https://folk.example/actor#main-key", *key}
        );
        auto const signer = make_document_signer(shared, pool, [] {
            return std::chrono::sys_time<std::chrono::milliseconds>(
                std::chrono::milliseconds(784'111'777'000)
            );
        });
        SigningInput input{
            Method::get,
            "https://remote.example/users/ana?page=1",
            "/users/ana?page=1",
            "remote.example",
            {}
        };
        auto const headers = tests::run_awaitable(io, signer(input, form));
        EXPECT_TRUE(headers) << headers.error().detail;
        return *headers;
    }

    boost::asio::io_context io;
    boost::asio::thread_pool pool{1};
};

TEST_F(DocumentSignerTest, CavageCoversWhatEveryPeerTakes) {
    auto const headers = sign(SignatureForm::cavage);
    EXPECT_EQ(find_header(headers, "Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
    auto const signature = find_header(headers, "Signature").value_or("");
    EXPECT_TRUE(signature.contains("keyId=\"https://folk.example/actor#main-key\"")) << signature;
    EXPECT_TRUE(signature.contains("headers=\"(request-target) host date\"")) << signature;
    EXPECT_FALSE(find_header(headers, "Host")) << "the client writes Host";
    EXPECT_FALSE(find_header(headers, "Signature-Input"));
}

TEST_F(DocumentSignerTest, MessageSignaturesAreTheOtherScheme) {
    auto const headers = sign(SignatureForm::message);
    auto const input = find_header(headers, "Signature-Input").value_or("");
    EXPECT_TRUE(input.contains("(\"@method\" \"@target-uri\")")) << input;
    EXPECT_TRUE(find_header(headers, "Signature"));
    EXPECT_FALSE(find_header(headers, "Date"));
}

TEST_F(DocumentSignerTest, F12_PathOnlyIsAnotherSignature) {
    // Ed25519 signs deterministically, but each call here has its own key: compare what one key
    // makes of both forms.
    auto key = activitypub::PrivateKey::generate_ed25519();
    auto const shared = std::make_shared<activitypub::SigningKey const>(
        activitypub::SigningKey{"https://folk.example/actor#main-key", *key}
    );
    auto const signer = make_document_signer(shared, pool, [] {
        return std::chrono::sys_time<std::chrono::milliseconds>();
    });
    SigningInput with_query{
        Method::get, "https://remote.example/a?b", "/a?b", "remote.example", {}
    };
    SigningInput without{Method::get, "https://remote.example/a", "/a", "remote.example", {}};
    auto const full = tests::run_awaitable(io, signer(with_query, SignatureForm::cavage));
    auto const path_only =
        tests::run_awaitable(io, signer(with_query, SignatureForm::cavage_path_only));
    auto const of_path = tests::run_awaitable(io, signer(without, SignatureForm::cavage));
    EXPECT_NE(find_header(*full, "Signature"), find_header(*path_only, "Signature"));
    EXPECT_EQ(find_header(*path_only, "Signature"), find_header(*of_path, "Signature"));
}

}  // namespace
}  // namespace folkmoot::federation
