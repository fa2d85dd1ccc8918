#include "tests/node/api/api_node.hpp"

#include "tests/node/media/sample_files.hpp"

#include <array>
#include <span>
#include <utility>

namespace folkmoot::tests {

using namespace folkmoot::node;

std::optional<std::string> Answer::link(std::string_view relation) const {
    auto const header = response.header("Link");
    if (!header) {
        return std::nullopt;
    }
    constexpr std::string_view origin = "<https://folk.example";
    auto const mark = "; rel=\"" + std::string(relation) + "\"";
    auto const end = header->find(">" + mark);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    auto const start = header->rfind(origin, end);
    return std::string(header->substr(start + origin.size(), end - start - origin.size()));
}

ScopeSet every_scope() {
    return {Scope::read, Scope::write, Scope::follow, Scope::push, Scope::profile};
}

ApiNode::ApiNode()
    : uploads(std::make_unique<Uploads>(*store, clock(), read_pool)),
      statistics(std::make_unique<StatisticsCache>(*store, clock())),
      log_([](LogLevel, std::string_view) {}, clock()),
      limiter_(RateTable::defaults(1'000'000), node::system_random(), 1000) {
    config.node.name = "Folk";
    config.node.description = "A node for tests.";
    config.node.contact = "post@folk.example";
    api = std::make_unique<ClientApi>(ClientApiParts{
        .services = *services,
        .config = config,
        .uploads = *uploads,
        .statistics = *statistics,
        .read_pool = read_pool,
        .resolve_address = [this](std::string address) -> boost::asio::awaitable<Result<Found>> {
            resolved.push_back(std::move(address));
            if (!resolution) {
                co_return std::unexpected(Error{ErrorCode::remote_unavailable, {}, {}});
            }
            co_return *resolution;
        }
    });
    for (auto const& endpoint : client_endpoints()) {
        rows_.push_back(endpoint.row);
        rows_.back().run = run_row;
    }
    std::array<std::span<Endpoint const>, 1> const tables{rows_};
    router_.emplace(std::move(Router::build(tables).value()));
    dispatcher_ = std::make_unique<Dispatcher>(DispatcherParts{
        .app = reinterpret_cast<App&>(*this),
        .router = *router_,
        .authenticate = [this](App&, Request const&) -> boost::asio::awaitable<Result<Caller>> {
            co_return caller_.value_or(Caller{});
        },
        .limiter = limiter_,
        .log = log_,
        .metrics = metrics_,
        .clock = clock(),
        .error_page = {},
        .origin = site.origin(),
        .media_host = {},
        .metrics_token = {},
    });
}

ApiNode::~ApiNode() {
    read_pool.join();
}

// The rows' own handlers ask a whole node for the API; here it is at hand.
boost::asio::awaitable<Response> ApiNode::run_row(App& app, RequestContext& context) {
    auto& self = reinterpret_cast<ApiNode&>(app);
    auto const match = self.router_->match(context.request.verb, context.request.segments);
    auto const index = static_cast<std::size_t>(match.endpoint - self.rows_.data());
    return client_endpoints()[index].handler(*self.api, context);
}

Caller ApiNode::as(storage::ActorId member, ScopeSet scopes) {
    return {.member = member.value(), .token = member.value(), .scopes = scopes};
}

Answer ApiNode::send(Request const& request, Caller caller) {
    caller_ = std::move(caller);
    Answer answer;
    answer.response = run(dispatcher_->serve(request));
    auto const text = answer.response.bytes();
    answer.body = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    return answer;
}

Answer ApiNode::call(
    Verb verb, std::string const& target, Caller caller, Json const& body, Fields fields
) {
    if (!body.is_null()) {
        fields.emplace_back("Content-Type", "application/json");
    }
    return send(
        make_request(verb, target, fields, body.is_null() ? std::string{} : body.dump()),
        std::move(caller)
    );
}

std::string ApiNode::upload(storage::ActorId owner) {
    auto const bytes = std::make_shared<std::string const>(png_file(2, 1));
    NewUpload file;
    file.owner = owner;
    file.bytes = *bytes;
    file.keeper = bytes;
    return std::to_string(must(uploads->store(std::move(file))).id);
}

Json ApiTest::write_status(storage::ActorId author, Json const& fields) {
    auto answer = node.post("/api/v1/statuses", ApiNode::as(author), fields);
    EXPECT_EQ(answer.status(), 200) << answer.body.dump();
    return answer.body;
}

std::vector<std::string> ids_of(Json const& list) {
    std::vector<std::string> ids;
    for (auto const& item : list) {
        ids.push_back(item.at("id").get<std::string>());
    }
    return ids;
}

std::vector<std::string> all_pages(ApiNode& node, std::string target, Caller const& caller) {
    std::vector<std::string> ids;
    for (int page = 0; page < 1000; ++page) {
        auto const answer = node.get(target, caller);
        if (answer.status() != 200) {
            ADD_FAILURE() << target << ": " << answer.status() << " " << answer.body.dump();
            return ids;
        }
        auto const shown = ids_of(answer.body);
        ids.insert(ids.end(), shown.begin(), shown.end());
        auto const next = answer.link("next");
        if (!next) {
            return ids;
        }
        target = *next;
    }
    ADD_FAILURE() << "the list has no end";
    return ids;
}

}  // namespace folkmoot::tests
