// What the tests of the outbound client share: an event loop, scripted DNS and a client with short
// limits.
#pragma once

#include "federation/client/http_client.hpp"
#include "tests/support/awaitable_test.hpp"
#include "tests/support/fake_resolver.hpp"
#include "tests/support/stub_server.hpp"
#include "tests/support/test_certificates.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// Limits that a failing peer reaches at once, while a healthy one on loopback stays far below
/// `total`.
inline FetchOptions quick_options() {
    using std::chrono::milliseconds;
    FetchOptions options;
    options.limits.connect = milliseconds(2'000);
    options.limits.tls = milliseconds(2'000);
    options.limits.first_byte = milliseconds(2'000);
    options.limits.total = milliseconds(5'000);
    return options;
}

/// A client in development mode: names lead where the fake resolver says, plain http is allowed.
class ClientTest : public testing::Test {
protected:
    ClientTest() {
        config.user_agent = user_agent("1.2.3", "folk.example");
        config.addresses.development = true;
    }

    ~ClientTest() override {
        if (client_) {
            tests::run_awaitable(io, client_->shutdown(std::chrono::seconds(0)));
        }
    }

    /// The client, made from `config` at its first use.
    HttpClient& client() {
        if (!client_) {
            auto made = HttpClient::create(io.get_executor(), config, dns);
            EXPECT_TRUE(made) << made.error().detail;
            client_ = *made;
        }
        return *client_;
    }

    Result<HttpResponse> fetch(HttpRequest request, FetchOptions options = quick_options()) {
        return tests::run_awaitable(io, client().fetch(std::move(request), std::move(options)));
    }

    Result<HttpResponse> get(std::string url, FetchOptions options = quick_options()) {
        HttpRequest request;
        request.url = std::move(url);
        return fetch(std::move(request), std::move(options));
    }

    Result<HttpResponse> post(
        std::string url, std::string body, FetchOptions options = quick_options()
    ) {
        HttpRequest request;
        request.method = Method::post;
        request.url = std::move(url);
        request.body = std::move(body);
        return fetch(std::move(request), std::move(options));
    }

    boost::asio::io_context io;
    tests::FakeResolver dns;
    HttpClientConfig config;

private:
    std::shared_ptr<HttpClient> client_;
};

}  // namespace folkmoot::federation
