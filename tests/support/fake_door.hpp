// The outbound door as a script: responses by URL, requests recorded. No sockets.
#pragma once

#include "federation/resolve/document_fetcher.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::tests {

/// A request that went through the door.
struct DoorRequest {
    std::string url;
    std::string accept;
    std::string signature;  ///< what the signer added as `Signature`; empty for none
};

/// A fake HttpClient. URLs without a script answer 404. Must outlive the functions it gives out.
class FakeDoor {
public:
    using Answer = federation::Result<federation::HttpResponse>;

    /// Adds the next answer for `url`; the last one is repeated.
    void answer(std::string const& url, Answer answer) {
        if (answer && answer->final_url.empty()) {
            answer->final_url = url;
        }
        answers_[url].push_back(std::move(answer));
    }

    /// The same, from parts.
    void respond(
        std::string const& url,
        unsigned status,
        std::string const& content_type,
        std::string const& body,
        federation::HeaderList headers = {}
    ) {
        federation::HttpResponse response;
        response.status = status;
        response.body = body;
        response.headers = std::move(headers);
        if (!content_type.empty()) {
            response.headers.push_back({"Content-Type", content_type});
        }
        answer(url, std::move(response));
    }

    /// An ActivityPub document whose id is its address.
    void document(std::string const& url, std::string const& members = R"("type":"Note")") {
        respond(url, 200, "application/activity+json", R"({"id":")" + url + "\"," + members + "}");
    }

    /// Forgets the answers of `url`, so that the next one given holds at once.
    void forget(std::string const& url) { answers_.erase(url); }

    /// What failed on the way.
    void fail(std::string const& url, federation::ErrorCode code) {
        answer(url, std::unexpected(federation::Error{code, "scripted"}));
    }

    federation::HttpFetch fetch() {
        return [this](federation::HttpRequest request, federation::FetchOptions options) {
            return run(std::move(request), std::move(options));
        };
    }

    /// Requests wait at the door from now on, until release().
    void hold() { held_ = true; }

    void release() {
        held_ = false;
        for (auto* const timer : waiting_) {
            timer->cancel();
        }
    }

    std::vector<DoorRequest> const& requests() const { return requests_; }

private:
    boost::asio::awaitable<Answer> run(
        federation::HttpRequest request, federation::FetchOptions options
    ) {
        // As with real I/O, others run meanwhile.
        co_await boost::asio::post(
            co_await boost::asio::this_coro::executor, boost::asio::use_awaitable
        );
        DoorRequest seen{request.url, {}, {}};
        seen.accept = federation::find_header(request.headers, "Accept").value_or("");
        if (options.signer) {
            auto const headers =
                co_await options.signer({request.method, request.url, "/", "host", request.headers}
                );
            if (headers) {
                seen.signature = federation::find_header(*headers, "Signature").value_or("");
            }
        }
        requests_.push_back(seen);
        if (held_) {
            boost::asio::steady_timer timer(
                co_await boost::asio::this_coro::executor,
                std::chrono::steady_clock::time_point::max()
            );
            waiting_.push_back(&timer);
            co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            std::erase(waiting_, &timer);
        }
        auto const found = answers_.find(request.url);
        if (found == answers_.end()) {
            federation::HttpResponse missing;
            missing.status = 404;
            missing.final_url = request.url;
            co_return missing;
        }
        auto answer = found->second.front();
        if (found->second.size() > 1) {
            found->second.pop_front();
        }
        co_return answer;
    }

    std::map<std::string, std::deque<Answer>> answers_;
    std::vector<DoorRequest> requests_;
    bool held_ = false;
    std::vector<boost::asio::steady_timer*> waiting_;
};

}  // namespace folkmoot::tests
