#include "federation/client/http_client.hpp"

#include "federation/client/connection.hpp"
#include "federation/client/connection_pool.hpp"
#include "federation/client/connector.hpp"
#include "federation/client/host_slots.hpp"
#include "federation/client/http_exchange.hpp"
#include "federation/client/metrics_recorder.hpp"
#include "federation/client/redirect.hpp"
#include "federation/client/url.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <list>
#include <utility>
#include <vector>

namespace folkmoot::federation {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

using HopResult = std::expected<HttpResponse, FetchFailure>;

std::unexpected<FetchFailure> failed(FetchOutcome outcome, Error error) {
    return std::unexpected(FetchFailure{outcome, std::move(error), true});
}

std::unexpected<FetchFailure> failed(Error error) {
    return failed(outcome_of_error(error.code), std::move(error));
}

}  // namespace

/// The books - slots, kept connections, running fetches - live on one strand; each connection's
/// bytes on its own.
class HttpClient::Impl : public std::enable_shared_from_this<HttpClient::Impl> {
public:
    Impl(
        asio::any_io_executor executor,
        HttpClientConfig config,
        Resolver& resolver,
        TlsClientContext tls
    )
        : config_(std::move(config)),
          strand_(asio::make_strand(executor)),
          connector_(executor, config_.addresses, resolver, std::move(tls)),
          slots_(std::make_shared<HostSlots>(config_.concurrency, config_.waiting)),
          pool_(config_.idle_connections, config_.idle_time),
          pool_timer_(strand_) {}

    asio::any_io_executor strand() const { return strand_; }

    asio::awaitable<Result<HttpResponse>> run(HttpRequest request, FetchOptions options) {
        auto const self = shared_from_this();
        auto const start = Clock::now();
        HopResult result = failed(Error{ErrorCode::unavailable, "stopping"});
        if (!stopped_) {
            result = co_await follow(std::move(request), std::move(options));
        }
        auto const took =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
        metrics_.record(result ? outcome_of_status(result->status) : result.error().outcome, took);
        if (!result) {
            co_return std::unexpected(std::move(result.error().error));
        }
        co_return std::move(*result);
    }

    asio::awaitable<void> shutdown(Clock::duration grace) {
        auto const self = shared_from_this();
        stopped_ = true;
        slots_->stop();
        if (!running_.empty()) {
            idle_.expires_after(grace);
            co_await idle_.async_wait(asio::as_tuple(asio::use_awaitable));
        }
        if (!running_.empty()) {
            for (auto* const fetch : running_) {
                fetch->stopped = true;
                fetch->timer.cancel();
            }
            idle_.expires_at(Clock::time_point::max());
            co_await idle_.async_wait(asio::as_tuple(asio::use_awaitable));
        }
        pool_.clear();
        pool_timer_.cancel();
        publish_gauges();
    }

    ClientMetrics metrics() const { return metrics_.snapshot(); }

private:
    /// A hop under way, so that shutdown() can reach it. Lives in the hop's frame.
    struct Running {
        Running(Impl& the_owner, Clock::duration limit)
            : owner(the_owner), timer(the_owner.strand_, limit) {
            position = owner.running_.insert(owner.running_.end(), this);
            owner.publish_gauges();
        }

        Running(Running const&) = delete;
        Running& operator=(Running const&) = delete;

        ~Running() {
            owner.running_.erase(position);
            owner.publish_gauges();
            if (owner.stopped_ && owner.running_.empty()) {
                owner.idle_.cancel();
            }
        }

        Impl& owner;
        asio::steady_timer timer;
        std::list<Running*>::iterator position;
        bool stopped = false;
    };

    /// The request with its redirects. `total` counts while a hop runs, not while it waits for its
    /// slot.
    asio::awaitable<HopResult> follow(HttpRequest request, FetchOptions options) {
        auto first = Url::parse(request.url);
        if (!first) {
            co_return failed(std::move(first.error()));
        }
        std::vector<Url> visited{std::move(*first)};
        Clock::duration remaining = options.limits.total;
        while (true) {
            Url const url = visited.back();
            if (auto refusal = check(url, options)) {
                co_return failed(std::move(*refusal));
            }
            auto slot = co_await wait_for_slot(url, options);
            if (!slot) {
                co_return failed(std::move(slot.error()));
            }
            auto const start = Clock::now();
            HopResult result = co_await bounded_hop(url, request, options, remaining);
            remaining -= Clock::now() - start;
            if (!result || !is_followed(request.method, result->status)) {
                co_return result;
            }
            auto next = next_hop(visited, result->header("Location"), options.limits.redirects);
            if (!next) {
                co_return failed(std::move(next.error()));
            }
            if (next->origin() != url.origin()) {
                drop_credentials(request.headers);
            }
            visited.push_back(std::move(*next));
            metrics_.add(metrics_.redirects_followed);
        }
    }

    std::optional<Error> check(Url const& url, FetchOptions const& options) const {
        if (!is_permitted_endpoint(url.scheme(), url.port(), config_.addresses) ||
            !is_permitted_host(url.host(), config_.addresses)) {
            return Error{ErrorCode::refused_address, "URL refused: " + url.text()};
        }
        if (options.host_filter && !options.host_filter(url.host())) {
            return Error{ErrorCode::forbidden, "host refused: " + url.host()};
        }
        return std::nullopt;
    }

    asio::awaitable<Result<HostSlots::Slot>> wait_for_slot(Url url, FetchOptions const& options) {
        auto slot =
            co_await slots_->acquire(url.origin(), options.host_concurrency, options.limits.slot);
        publish_gauges();
        co_return slot;
    }

    /// hop() within the time that is left; also what shutdown() cuts off.
    asio::awaitable<HopResult> bounded_hop(
        Url const& url,
        HttpRequest const& request,
        FetchOptions const& options,
        Clock::duration remaining
    ) {
        using namespace asio::experimental::awaitable_operators;
        auto const deadline = Clock::now() + remaining;
        Running running(*this, remaining);
        auto done = co_await (
            hop(url, request, options, deadline) ||
            running.timer.async_wait(asio::as_tuple(asio::use_awaitable))
        );
        if (done.index() == 0) {
            co_return std::get<0>(std::move(done));
        }
        if (running.stopped) {
            co_return failed(Error{ErrorCode::unavailable, "stopping"});
        }
        co_return failed(
            FetchOutcome::timed_out, Error{ErrorCode::unreachable, "time-out of " + url.host()}
        );
    }

    /// One request to one URL: sign, connect or reuse, exchange, keep.
    asio::awaitable<HopResult> hop(
        Url const& url,
        HttpRequest const& request,
        FetchOptions const& options,
        Clock::time_point deadline
    ) {
        auto wire = co_await prepare(url, request, options);
        if (!wire) {
            co_return failed(std::move(wire.error()));
        }
        auto connection = pool_.take(url.origin());
        publish_gauges();
        if (connection) {
            metrics_.add(metrics_.connections_reused);
            auto result = co_await converse(url, connection, *wire, options, deadline);
            if (result || result.error().response_began) {
                co_return finish(url, std::move(connection), std::move(result));
            }
            // The peer closed it while it was idle, which it may at any time (RFC 9112
            // section 9.3.1).
            metrics_.add(metrics_.stale_retries);
        }
        auto opened = co_await connector_.open(url, options.limits, deadline);
        if (!opened) {
            co_return std::unexpected(std::move(opened.error()));
        }
        connection = std::move(*opened);
        metrics_.add(metrics_.connections_opened);
        auto result = co_await converse(url, connection, *wire, options, deadline);
        co_return finish(url, std::move(connection), std::move(result));
    }

    /// The bytes of one hop, signed for it.
    asio::awaitable<Result<WireRequest>> prepare(
        Url const& url, HttpRequest const& request, FetchOptions const& options
    ) {
        auto headers = request.headers;
        if (options.signer) {
            SigningInput input{request.method, url.text(), url.target(), url.authority(), headers};
            auto added = co_await options.signer(std::move(input));
            if (!added) {
                co_return std::unexpected(std::move(added.error()));
            }
            replace_headers(headers, std::move(*added));
        }
        auto const& body = request.method == Method::post ? request.body : std::string();
        auto head = write_request_head(
            request.method, url, config_.user_agent, headers, options.gzip, body.size()
        );
        if (!head) {
            co_return std::unexpected(std::move(head.error()));
        }
        co_return WireRequest{request.method, std::move(*head), body};
    }

    static void replace_headers(HeaderList& headers, HeaderList added) {
        std::erase_if(headers, [&](Header const& header) {
            return find_header(added, header.name).has_value();
        });
        std::ranges::move(added, std::back_inserter(headers));
    }

    /// The exchange, on the connection's strand.
    asio::awaitable<std::expected<WireResponse, FetchFailure>> converse(
        Url const& url,
        std::shared_ptr<Connection> connection,
        WireRequest const& request,
        FetchOptions const& options,
        Clock::time_point deadline
    ) {
        auto result = co_await asio::co_spawn(
            connection->get_executor(),
            exchange(connection, request, options.limits, options.gzip, deadline),
            asio::use_awaitable
        );
        if (!result) {
            result.error().error.detail += " (" + url.host() + ")";
        }
        co_return result;
    }

    HopResult finish(
        Url const& url,
        std::shared_ptr<Connection> connection,
        std::expected<WireResponse, FetchFailure> result
    ) {
        if (!result) {
            return std::unexpected(std::move(result.error()));
        }
        if (result->reusable && !stopped_) {
            pool_.keep(url.origin(), std::move(connection), Clock::now());
            publish_gauges();
            watch_pool();
        }
        result->response.final_url = url.text();
        return std::move(result->response);
    }

    /// Wakes when the oldest kept connection's time ends: one timer, no sweep.
    void watch_pool() {
        auto const next = pool_.next_expiry();
        if (pool_watched_ || !next) {
            return;
        }
        pool_watched_ = true;
        pool_timer_.expires_at(*next);
        pool_timer_.async_wait([weak = weak_from_this()](boost::system::error_code) {
            if (auto const self = weak.lock()) {
                self->pool_watched_ = false;
                self->pool_.expire(Clock::now());
                self->publish_gauges();
                self->watch_pool();
            }
        });
    }

    void publish_gauges() {
        metrics_.in_flight.store(running_.size());
        metrics_.waiting.store(slots_->waiting());
        metrics_.idle.store(pool_.size());
    }

    HttpClientConfig const config_;
    asio::any_io_executor const strand_;
    Connector connector_;
    std::shared_ptr<HostSlots> slots_;
    ConnectionPool pool_;
    asio::steady_timer pool_timer_;
    bool pool_watched_ = false;
    bool stopped_ = false;
    std::list<Running*> running_;
    asio::steady_timer idle_{strand_};
    MetricsRecorder metrics_;
};

std::string user_agent(std::string_view version, std::string_view domain) {
    std::string text("folkmoot/");
    return text.append(version).append(" (+https://").append(domain).append(")");
}

Result<std::shared_ptr<HttpClient>> HttpClient::create(
    asio::any_io_executor executor, HttpClientConfig config, Resolver& resolver
) {
    TlsClientOptions options;
    options.extra_ca_file = config.extra_ca_file;
    auto tls = TlsClientContext::create(options);
    if (!tls) {
        return std::unexpected(std::move(tls.error()));
    }
    auto impl =
        std::make_shared<Impl>(std::move(executor), std::move(config), resolver, std::move(*tls));
    return std::shared_ptr<HttpClient>(new HttpClient(std::move(impl)));
}

HttpClient::HttpClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpClient::~HttpClient() = default;

asio::awaitable<Result<HttpResponse>> HttpClient::fetch(HttpRequest request, FetchOptions options) {
    auto const impl = impl_;
    co_return co_await asio::co_spawn(
        impl->strand(), impl->run(std::move(request), std::move(options)), asio::use_awaitable
    );
}

asio::awaitable<void> HttpClient::shutdown(Clock::duration grace) {
    auto const impl = impl_;
    co_await asio::co_spawn(impl->strand(), impl->shutdown(grace), asio::use_awaitable);
}

ClientMetrics HttpClient::metrics() const {
    return impl_->metrics();
}

}  // namespace folkmoot::federation
