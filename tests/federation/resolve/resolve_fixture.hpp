// What the tests of resolving share: a scripted door, a clock to turn, a fetcher.
#pragma once

#include "federation/resolve/document_fetcher.hpp"
#include "tests/support/awaitable_test.hpp"
#include "tests/support/fake_door.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// Names the form it was asked for as the signature.
inline boost::asio::awaitable<Result<HeaderList>> sign_with_form(SigningInput, SignatureForm form) {
    HeaderList headers;
    headers.push_back(
        {"Signature",
         form == SignatureForm::cavage             ? "cavage"
         : form == SignatureForm::cavage_path_only ? "path"
                                                   : "message"}
    );
    co_return headers;
}

class ResolveTest : public testing::Test {
protected:
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;

    DocumentFetcher& fetcher() {
        if (!fetcher_) {
            fetcher_ = std::make_unique<DocumentFetcher>(
                io.get_executor(), config, door.fetch(), sign_with_form, clock()
            );
        }
        return *fetcher_;
    }

    WallClock clock() {
        return [this] { return now; };
    }

    static activitypub::Iri iri(std::string const& text) {
        auto parsed = activitypub::Iri::parse(text, {}, activitypub::Fragment::allowed);
        EXPECT_TRUE(parsed) << text;
        return *parsed;
    }

    Result<FetchedDocument> fetch(
        std::string const& url,
        FetchBudget budget = FetchBudget(),
        Authorization authorization = Authorization::signed_by_instance
    ) {
        return tests::run_awaitable(io, fetcher().fetch(iri(url), budget, authorization));
    }

    template <class T>
    T run(boost::asio::awaitable<T> work) {
        return tests::run_awaitable(io, std::move(work));
    }

    boost::asio::io_context io;
    tests::FakeDoor door;
    DocumentFetcherConfig config;
    Time now{std::chrono::milliseconds(1'795'000'000'000)};

private:
    std::unique_ptr<DocumentFetcher> fetcher_;
};

}  // namespace folkmoot::federation
