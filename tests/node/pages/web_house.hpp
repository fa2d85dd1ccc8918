// A node without sockets: a real store in a temporary folder, the community's rules, the pages and
// OAuth, and a browser that keeps cookies and follows the real tables of endpoints.
#pragma once

#include "node/app/log.hpp"
#include "node/community/groups.hpp"
#include "node/community/members.hpp"
#include "node/community/posts.hpp"
#include "node/http/router.hpp"
#include "node/oauth/oauth_tools.hpp"
#include "node/pages/page_tools.hpp"
#include "storage/engine/typed_write.hpp"
#include "tests/node/http/request_builder.hpp"
#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::tests {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The house. Its time stands still until a test moves it.
class WebHouse {
public:
    static constexpr std::string_view origin = "https://folk.example";
    static constexpr std::string_view password = "correct horse battery";

    WebHouse();
    ~WebHouse();
    WebHouse(WebHouse const&) = delete;
    WebHouse& operator=(WebHouse const&) = delete;

    /// Runs a use case of the community.
    template <class T>
    T run(boost::asio::awaitable<T> work) {
        return run_awaitable(io_, std::move(work));
    }

    /// A member with the house's password.
    storage::ActorId add_member(
        std::string name, storage::AccountState state = storage::AccountState::active
    );

    /// A public group made by a member.
    storage::ActorId add_group(storage::ActorId by, std::string name, std::string title);

    /// A post; fails the test when it is refused.
    storage::PostId add_post(node::CreatePost command);

    /// The answer to a request, finished as the server would.
    node::Response serve(node::Request const& request);

    /// Runs a write that must succeed.
    template <class Change>
    void must_write(Change change) {
        auto const written =
            storage::write_blocking(store->writer(), storage::WriteClass::local, std::move(change));
        ASSERT_TRUE(written) << written.error().detail;
    }

    std::int64_t now_ms = 1'790'000'000'000;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<node::Services> services;
    std::unique_ptr<node::PageTools> pages;
    std::unique_ptr<node::OAuthTools> oauth;
    std::vector<std::string> log_lines;

private:
    node::Response dispatch(
        node::Endpoint const& endpoint, node::Request const& request, node::RouteParams params
    );

    std::filesystem::path folder_;
    boost::asio::io_context io_;
    boost::asio::thread_pool crypto_pool_{1};
    node::Config config_;
    std::unique_ptr<node::Site> site_;
    std::unique_ptr<node::KeyVault> vault_;
    std::unique_ptr<node::Publisher> publisher_;
    std::unique_ptr<node::StatisticsCache> statistics_;
    std::unique_ptr<node::Log> log_;
    std::optional<node::Router> router_;
};

/// A browser without script on one house.
class Browser {
public:
    explicit Browser(WebHouse& house) : house_(house) {}

    node::Response get(std::string const& target, Fields const& more = {});

    /// Sends a form from the node's own page unless `more` says otherwise.
    node::Response post(std::string const& target, Pairs const& fields, Fields const& more = {});

    /// Signs in through the form.
    node::Response sign_in(std::string const& name, std::string_view password = WebHouse::password);

    /// Value of a cookie, "" for none.
    std::string cookie(std::string const& name) const;

    std::map<std::string, std::string> cookies;
    std::string peer = "192.0.2.1";

private:
    node::Response send(node::Request request);

    WebHouse& house_;
};

/// Text of a form's body.
std::string form_body(Pairs const& fields);

/// Value of the hidden or visible input of this name in a page; "" for none.
std::string input_value(std::string_view html, std::string_view name);

/// A header's value, "" for none.
std::string header(node::Response const& response, std::string_view name);

}  // namespace folkmoot::tests
