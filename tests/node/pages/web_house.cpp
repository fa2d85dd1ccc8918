#include "tests/node/pages/web_house.hpp"

#include "node/http/finish.hpp"
#include "node/http/percent.hpp"
#include "node/oauth/endpoints.hpp"
#include "node/oauth/handlers.hpp"
#include "node/pages/endpoints.hpp"
#include "node/pages/handlers.hpp"

#include <array>
#include <stdexcept>
#include <variant>

namespace folkmoot::tests {
namespace {

namespace asio = boost::asio;
using node::Verb;

using OAuthHandler = asio::awaitable<node::Response> (*)(node::OAuthTools&, node::RequestContext&);
using PageHandler = node::Response (*)(node::PageTools&, node::RequestContext const&);
using AnyHandler = std::variant<OAuthHandler, PageHandler>;

// The handlers behind the rows of the tables: a row's own function asks for a whole App.
std::map<std::pair<Verb, std::string_view>, AnyHandler> const& handlers() {
    static std::map<std::pair<Verb, std::string_view>, AnyHandler> const table{
        {{Verb::post, "/api/v1/apps"}, node::create_app},
        {{Verb::get, "/api/v1/apps/verify_credentials"}, node::verify_app},
        {{Verb::get, "/oauth/authorize"}, node::show_consent},
        {{Verb::post, "/oauth/authorize"}, node::answer_consent},
        {{Verb::get, "/oauth/authorize/native"}, node::show_code},
        {{Verb::post, "/oauth/token"}, node::issue_token},
        {{Verb::post, "/oauth/revoke"}, node::revoke_token},
        {{Verb::get, "/oauth/userinfo"}, node::show_userinfo},
        {{Verb::post, "/oauth/userinfo"}, node::show_userinfo},
        {{Verb::get, "/.well-known/oauth-authorization-server"}, node::show_metadata},
        {{Verb::get, "/login"}, node::show_sign_in},
        {{Verb::post, "/login"}, node::sign_in},
        {{Verb::post, "/logout"}, node::sign_out},
        {{Verb::get, "/"}, node::show_landing},
        {{Verb::get, "/about"}, node::show_about},
        {{Verb::get, "/g/:group"}, node::show_group},
        {{Verb::get, "/g/:group/about"}, node::show_group_about},
        {{Verb::get, "/g/:group/:topic"}, node::show_topic},
        {{Verb::get, "/@:name"}, node::show_member},
        {{Verb::get, "/@:name/:id"}, node::show_post},
        {{Verb::get, "/p/:id"}, node::follow_short_link},
        {{Verb::post, "/preferences"}, node::set_preferences},
        {{Verb::get, "/assets/*name"}, node::show_asset},
        {{Verb::get, "/favicon.ico"}, node::show_icon},
        {{Verb::get, "/robots.txt"}, node::show_robots},
    };
    return table;
}

// Making RSA keys takes long: every actor of the tests has the same one.
activitypub::PrivateKey const& shared_key() {
    static auto const key = activitypub::PrivateKey::generate_rsa().value();
    return key;
}

asio::awaitable<node::Result<activitypub::PrivateKey>> give_key() {
    co_return shared_key();
}

webui::Templates const& templates() {
    static webui::Templates const compiled;
    return compiled;
}

}  // namespace

WebHouse::WebHouse() {
    std::string name = (std::filesystem::temp_directory_path() / "folkmoot-web-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = name;
    storage::StoreOptions options;
    options.directory = folder_ / "data";
    options.clock = [this] { return storage::Timestamp(std::chrono::milliseconds(now_ms)); };
    options.map_size = std::uint64_t{64} << 20;
    store = std::move(storage::Store::open(std::move(options)).value());
    config_.node.domain = "folk.example";
    config_.node.origin = origin;
    config_.node.name = "Folk";
    config_.node.description = "A node for tests.";
    node::Clock const clock = [this] { return node::Time(std::chrono::milliseconds(now_ms)); };
    site_ = std::make_unique<node::Site>(std::string(origin));
    vault_ = std::make_unique<node::KeyVault>(
        *store, *site_, node::MasterKey::create(folder_ / "key").value()
    );
    publisher_ = std::make_unique<node::Publisher>(*store, *site_, *vault_, clock);
    services = std::make_unique<node::Services>(node::Services{
        .store = *store,
        .site = *site_,
        .publisher = *publisher_,
        .vault = *vault_,
        .keys = give_key,
        .now = clock,
        .random = node::system_random(),
        .crypto_pool = crypto_pool_,
    });
    services->limits.password_cost = {.operations = 1, .memory = 8192};
    statistics_ = std::make_unique<node::StatisticsCache>(*store, clock);
    log_ = std::make_unique<node::Log>(
        [this](node::LogLevel, std::string_view line) { log_lines.emplace_back(line); }, clock
    );
    pages = std::make_unique<node::PageTools>(*services, config_, templates(), *statistics_);
    oauth = std::make_unique<node::OAuthTools>(*services, *pages, *log_);
    auto const tables = std::to_array({node::oauth_endpoints(), node::page_endpoints()});
    router_ = std::move(node::Router::build(tables).value());
    run(node::create_instance_actors(*services, "Folk")).value();
}

WebHouse::~WebHouse() {
    crypto_pool_.join();
    oauth.reset();
    pages.reset();
    store->writer().stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

storage::ActorId WebHouse::add_member(std::string name, storage::AccountState state) {
    node::CreateMember command;
    command.display_name = name;
    command.name = std::move(name);
    command.password = password;
    command.state = state;
    auto const made = run(node::create_member(*services, std::move(command)));
    EXPECT_TRUE(made) << made.error().safe << made.error().detail;
    return made.value_or(storage::ActorId());
}

storage::ActorId WebHouse::add_group(storage::ActorId by, std::string name, std::string title) {
    node::CreateGroup command;
    command.by = by;
    command.name = std::move(name);
    command.title = std::move(title);
    command.description = "What the group is *for*.";
    auto const made = run(node::create_group(*services, std::move(command)));
    EXPECT_TRUE(made) << made.error().safe << made.error().detail;
    return made.value_or(storage::ActorId());
}

storage::PostId WebHouse::add_post(node::CreatePost command) {
    now_ms += 1000;
    auto const made = run(node::create_post(*services, std::move(command)));
    EXPECT_TRUE(made) << made.error().safe << made.error().detail;
    return made.value_or(storage::PostId());
}

node::Response WebHouse::dispatch(
    node::Endpoint const& endpoint, node::Request const& request, node::RouteParams params
) {
    auto caller = oauth->authentication.find(request);
    if (!caller) {
        return caller.error();
    }
    if (endpoint.needs.access != node::Access::anyone && caller->anonymous()) {
        return node::Error{node::ErrorCode::unauthenticated, {}, {}};
    }
    node::RequestContext context{request, params, *caller, request.id};
    auto const& handler = handlers().at({endpoint.verb, endpoint.path});
    if (auto const* const page = std::get_if<PageHandler>(&handler)) {
        return (*page)(*pages, context);
    }
    return run(std::get<OAuthHandler>(handler)(*oauth, context));
}

node::Response WebHouse::serve(node::Request const& request) {
    auto const route = router_->match(request.verb, request.segments);
    auto response = route.endpoint == nullptr
                        ? node::Response(node::Error{node::ErrorCode::not_found, {}, {}})
                        : dispatch(*route.endpoint, request, route.params);
    if (response.failure && request.raw_path().starts_with("/api/") == false) {
        auto const page = node::error_pages(*pages);
        response.body = page(response.status, response.failure->safe, request);
        response.set("Content-Type", "text/html; charset=utf-8");
    }
    node::finish_response(response, &request, request.id, pages->policy, services->now());
    return response;
}

node::Response Browser::get(std::string const& target, Fields const& more) {
    Fields fields{{"Accept", "text/html"}};
    for (auto const& field : more) {
        if (field.first == "Accept") {
            fields.clear();
        }
    }
    fields.insert(fields.end(), more.begin(), more.end());
    return send(make_request(Verb::get, target, fields));
}

node::Response Browser::post(std::string const& target, Pairs const& fields, Fields const& more) {
    Fields headers{
        {"Accept", "text/html"},
        {"Content-Type", "application/x-www-form-urlencoded"},
    };
    bool other_origin = false;
    for (auto const& field : more) {
        other_origin = other_origin || field.first == "Origin";
        headers.push_back(field);
    }
    if (!other_origin) {
        headers.emplace_back("Origin", WebHouse::origin);
    }
    auto const cut = target.find('#');
    return send(make_request(Verb::post, target.substr(0, cut), headers, form_body(fields)));
}

node::Response Browser::sign_in(std::string const& name, std::string_view password) {
    auto const form = get("/login");
    return post(
        "/login",
        {{"csrf", input_value(form.bytes(), "csrf")},
         {"username", name},
         {"password", std::string(password)},
         {"continue", "/"}}
    );
}

std::string Browser::cookie(std::string const& name) const {
    auto const it = cookies.find("__Host-" + name);
    return it == cookies.end() ? std::string() : it->second;
}

node::Response Browser::send(node::Request request) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto const& field : request.headers.fields()) {
        fields.emplace_back(field.name, field.value);
    }
    std::string jar;
    for (auto const& [name, value] : cookies) {
        jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    }
    if (!jar.empty()) {
        fields.emplace_back("Cookie", jar);
    }
    request.headers = node::Headers::of(fields);
    request.peer = boost::asio::ip::make_address(peer);
    auto response = house_.serve(request);
    for (auto const& [name, value] : response.headers) {
        if (name != "Set-Cookie") {
            continue;
        }
        auto const equals = value.find('=');
        auto const end = value.find(';');
        auto const key = value.substr(0, equals);
        if (value.find("Max-Age=0") != std::string::npos) {
            cookies.erase(key);
        } else {
            cookies[key] = value.substr(equals + 1, end - equals - 1);
        }
    }
    return response;
}

std::string form_body(Pairs const& fields) {
    std::string body;
    for (auto const& [name, value] : fields) {
        body += (body.empty() ? "" : "&") + node::percent_encode(name) + "=" +
                node::percent_encode(value);
    }
    return body;
}

std::string input_value(std::string_view html, std::string_view name) {
    auto const at = html.find("name=\"" + std::string(name) + "\" value=\"");
    if (at == std::string_view::npos) {
        return {};
    }
    auto const start = html.find("value=\"", at) + 7;
    return std::string(html.substr(start, html.find('"', start) - start));
}

std::string header(node::Response const& response, std::string_view name) {
    return std::string(response.header(name).value_or(""));
}

}  // namespace folkmoot::tests
