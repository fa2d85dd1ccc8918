#include "federation/resolve/document_fetcher.hpp"

#include "federation/client/retry.hpp"
#include "federation/resolve/document_reader.hpp"
#include "federation/resolve/expiring_cache.hpp"
#include "federation/resolve/host_breaker.hpp"
#include "federation/resolve/shared_answer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <unordered_map>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::Iri;

class DocumentFetcher::Impl : public std::enable_shared_from_this<DocumentFetcher::Impl> {
public:
    Impl(
        asio::any_io_executor executor,
        DocumentFetcherConfig config,
        HttpFetch door,
        DocumentSigner signer,
        WallClock clock
    )
        : strand_(asio::make_strand(executor)),
          config_(std::move(config)),
          door_(std::move(door)),
          signer_(std::move(signer)),
          clock_(std::move(clock)),
          failures_(config_.negative_entries) {
        config_.limits.body = config_.json.max_bytes;
    }

    asio::any_io_executor const& strand() const { return strand_; }

    asio::awaitable<Result<FetchedDocument>> fetch(
        Iri url, FetchBudget budget, Authorization authorization
    ) {
        auto const self = shared_from_this();
        url = url.without_fragment();
        std::string const key = url.text();
        if (auto const* const failure = failures_.find(key, clock_())) {
            co_return std::unexpected(*failure);
        }
        auto const found = running_.find(key);
        std::shared_ptr<Shared> shared;
        if (found != running_.end()) {
            shared = found->second;
        } else {
            shared = std::make_shared<Shared>();
            running_[key] = shared;
            // Detached from this caller, whose cancellation must not end what others wait for; its
            // time is bounded by the door's.
            asio::co_spawn(
                strand_,
                fetch_once(std::move(url), std::move(budget), authorization),
                [self, key, shared](std::exception_ptr thrown, Result<FetchedDocument> result) {
                    self->finish(key, *shared, thrown, std::move(result));
                }
            );
        }
        co_return co_await Shared::wait(shared, strand_);
    }

    asio::awaitable<Result<HttpResponse>> get(
        Iri url, std::string accept, FetchBudget budget, Authorization authorization
    ) {
        auto const self = shared_from_this();
        if (auto paid = budget.take_fetch(); !paid) {
            co_return std::unexpected(std::move(paid.error()));
        }
        auto const host = url.origin().text();
        if (!breaker_.allows(host, clock_())) {
            co_return std::unexpected(Error{ErrorCode::unreachable, "not asking " + host + " now"});
        }
        bool const is_signed = authorization == Authorization::signed_by_instance && signer_;
        auto form = is_signed ? std::optional(preferred_form(host)) : std::nullopt;
        auto response = co_await send(url, accept, form);
        if (form && response && response->status == 401) {
            form = other_form(*form, url);
            response = co_await send(url, accept, form);
            if (response && response->ok()) {
                forms_.put(host, *form, clock_() + form_lifetime);
            }
        }
        judge_host(host, response);
        if (response && !response->ok()) {
            co_return std::unexpected(status_error(*response));
        }
        co_return response;
    }

    asio::awaitable<Result<FetchedDocument>> accept(
        HttpResponse response, FetchBudget budget, Authorization authorization
    ) {
        auto const self = shared_from_this();
        auto first = read_response(std::move(response), config_.json, config_.ids);
        if (!first) {
            co_return std::unexpected(std::move(first.error()));
        }
        if (first->matches) {
            co_return std::move(first->document);
        }
        // The document says that its address is another one of its origin: that address decides
        // (F05).
        auto again = co_await get(
            first->document.id, std::string(activitypub_accept), std::move(budget), authorization
        );
        if (!again) {
            co_return std::unexpected(std::move(again.error()));
        }
        auto second = read_response(std::move(*again), config_.json, config_.ids);
        if (!second) {
            co_return std::unexpected(std::move(second.error()));
        }
        if (!second->matches || second->document.id != first->document.id) {
            co_return std::unexpected(Error{
                ErrorCode::remote_invalid,
                "id is not the address it came from: " + second->document.id.text()
            });
        }
        co_return std::move(second->document);
    }

    void forget_failure(Iri const& url) {
        failures_.erase(url.without_fragment().text());
        breaker_.succeeded(url.origin().text());
    }

private:
    using Shared = SharedAnswer<FetchedDocument>;

    static constexpr std::chrono::days form_lifetime{7};
    static constexpr std::size_t form_entries = 10'000;

    asio::awaitable<Result<FetchedDocument>> fetch_once(
        Iri url, FetchBudget budget, Authorization authorization
    ) {
        auto response =
            co_await get(std::move(url), std::string(activitypub_accept), budget, authorization);
        if (!response) {
            co_return std::unexpected(std::move(response.error()));
        }
        co_return co_await accept(std::move(*response), std::move(budget), authorization);
    }

    void finish(
        std::string const& key,
        Shared& shared,
        std::exception_ptr thrown,
        Result<FetchedDocument> result
    ) {
        if (thrown) {
            result = std::unexpected(Error{ErrorCode::unavailable, "fetch was cancelled"});
        }
        remember(key, result);
        running_.erase(key);
        shared.set(std::move(result));
    }

    /// Failures that say something of the document. Our own limits and policy do not.
    void remember(std::string const& key, Result<FetchedDocument> const& result) {
        if (result) {
            return;
        }
        switch (result.error().code) {
            case ErrorCode::not_found:
            case ErrorCode::gone:
                failures_.put(key, result.error(), clock_() + config_.negative_missing);
                break;
            case ErrorCode::unreachable:
            case ErrorCode::remote_status:
            case ErrorCode::remote_invalid:
            case ErrorCode::refused_address:
                failures_.put(key, result.error(), clock_() + config_.negative_other);
                break;
            default:
                break;
        }
    }

    asio::awaitable<Result<HttpResponse>> send(
        Iri const& url, std::string const& accept, std::optional<SignatureForm> form
    ) {
        HttpRequest request;
        request.url = url.without_fragment().text();
        request.headers.push_back({"Accept", accept});
        FetchOptions options;
        options.limits = config_.limits;
        options.host_filter = config_.host_filter;
        options.gzip = true;
        if (form) {
            options.signer = [signer = signer_, form = *form](SigningInput input) {
                return signer(std::move(input), form);
            };
        }
        co_return co_await door_(std::move(request), std::move(options));
    }

    SignatureForm preferred_form(std::string const& host) {
        auto const* const known = forms_.find(host, clock_());
        return known != nullptr ? *known : SignatureForm::cavage;
    }

    /// What to try once after a 401: without the query where there is one, else the other scheme.
    static SignatureForm other_form(SignatureForm tried, Iri const& url) {
        if (tried != SignatureForm::cavage) {
            return SignatureForm::cavage;
        }
        return url.target().contains('?') ? SignatureForm::cavage_path_only
                                          : SignatureForm::message;
    }

    void judge_host(std::string const& host, Result<HttpResponse> const& response) {
        if (response ? response->status >= 500 : response.error().code == ErrorCode::unreachable) {
            breaker_.failed(host, clock_());
        } else if (response) {
            breaker_.succeeded(host);
        }
    }

    asio::any_io_executor const strand_;
    DocumentFetcherConfig config_;
    HttpFetch const door_;
    DocumentSigner const signer_;
    WallClock const clock_;
    ExpiringCache<Error> failures_;
    ExpiringCache<SignatureForm> forms_{form_entries};
    HostBreaker breaker_;
    std::unordered_map<std::string, std::shared_ptr<Shared>> running_;
};

HttpFetch http_fetch(HttpClient& client) {
    return [&client](HttpRequest request, FetchOptions options) {
        return client.fetch(std::move(request), std::move(options));
    };
}

DocumentFetcher::DocumentFetcher(
    asio::any_io_executor executor,
    DocumentFetcherConfig config,
    HttpFetch door,
    DocumentSigner signer,
    WallClock clock
)
    : impl_(std::make_shared<Impl>(
          std::move(executor),
          std::move(config),
          std::move(door),
          std::move(signer),
          std::move(clock)
      )) {}

DocumentFetcher::~DocumentFetcher() = default;

asio::awaitable<Result<FetchedDocument>> DocumentFetcher::fetch(
    Iri url, FetchBudget budget, Authorization authorization
) {
    auto const impl = impl_;
    co_return co_await asio::co_spawn(
        impl->strand(),
        impl->fetch(std::move(url), std::move(budget), authorization),
        asio::use_awaitable
    );
}

asio::awaitable<Result<HttpResponse>> DocumentFetcher::get(
    Iri url, std::string accept, FetchBudget budget, Authorization authorization
) {
    auto const impl = impl_;
    co_return co_await asio::co_spawn(
        impl->strand(),
        impl->get(std::move(url), std::move(accept), std::move(budget), authorization),
        asio::use_awaitable
    );
}

asio::awaitable<Result<FetchedDocument>> DocumentFetcher::accept(
    HttpResponse response, FetchBudget budget, Authorization authorization
) {
    auto const impl = impl_;
    co_return co_await asio::co_spawn(
        impl->strand(),
        impl->accept(std::move(response), std::move(budget), authorization),
        asio::use_awaitable
    );
}

void DocumentFetcher::forget_failure(Iri const& url) {
    asio::post(impl_->strand(), [impl = impl_, url] { impl->forget_failure(url); });
}

}  // namespace folkmoot::federation
