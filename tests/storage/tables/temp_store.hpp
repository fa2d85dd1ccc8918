// A real store in a temporary folder, with a clock of the test's own.
#pragma once

#include "storage/engine/typed_write.hpp"
#include "storage/store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace folkmoot::storage::testing_support {

class StoreTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name =
            (std::filesystem::temp_directory_path() / "folkmoot-store-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        reopen();
    }

    void TearDown() override {
        store.reset();
        std::filesystem::remove_all(folder_);
    }

    void reopen() {
        store.reset();
        auto opened = Store::open(options());
        ASSERT_TRUE(opened) << opened.error().detail;
        store = std::move(*opened);
    }

    StoreOptions options() const {
        StoreOptions options;
        options.directory = folder_;
        options.clock = [this] { return Timestamp(std::chrono::milliseconds(now)); };
        options.map_size = std::uint64_t{64} << 20;
        options.media_quota = 1 << 20;
        return options;
    }

    /// Runs a change and returns what it returned, once durable.
    template <class Change>
    auto write(Change change) {
        return write_blocking(store->writer(), WriteClass::local, std::move(change));
    }

    /// Runs a change that must succeed.
    template <class Change>
    void must_write(Change change) {
        auto const written = write(std::move(change));
        ASSERT_TRUE(written) << written.error().detail;
    }

    ReadTxn snapshot() const {
        auto txn = store->read();
        EXPECT_TRUE(txn);
        return std::move(*txn);
    }

    /// Everything derived agrees with the records.
    void expect_clean() const {
        auto const report = store->verify();
        ASSERT_TRUE(report) << report.error().detail;
        for (auto const& problem : report->problems) {
            ADD_FAILURE() << problem.database << " " << problem.key << " " << problem.detail;
        }
    }

    std::filesystem::path folder_;
    std::int64_t now = 1'790'000'000'000;
    std::unique_ptr<Store> store;
};

template <class T>
ErrorCode code_of(Result<T> const& result) {
    EXPECT_FALSE(result.has_value()) << "expected an error";
    return result ? ErrorCode::closed : result.error().code;
}

/// Ids of the records of a page, newest first.
template <class Record>
std::vector<std::uint64_t> ids_of(Result<Page<Record>> const& page) {
    std::vector<std::uint64_t> ids;
    EXPECT_TRUE(page) << (page ? "" : page.error().detail);
    if (page) {
        for (auto const& item : page->items) {
            ids.push_back(item.id);
        }
    }
    return ids;
}

using Ids = std::vector<std::uint64_t>;

inline ActorRecord local_actor(std::uint64_t id, std::string name) {
    ActorRecord actor;
    actor.id = id;
    actor.username = name;
    actor.handle = fold_handle(name);
    return actor;
}

inline ActorRecord remote_actor(std::uint64_t id, std::uint64_t host, std::string name) {
    ActorRecord actor;
    actor.id = id;
    actor.host = host;
    actor.username = name;
    actor.handle = fold_handle(name, "host" + std::to_string(host) + ".example");
    actor.iri = "https://host" + std::to_string(host) + ".example/users/" + name;
    return actor;
}

inline PostRecord post_of(std::uint64_t id, std::uint64_t author, std::uint64_t parent = 0) {
    PostRecord post;
    post.id = id;
    post.author = author;
    post.in_reply_to = parent;
    post.created = static_cast<std::int64_t>(id);
    post.received = post.created;
    return post;
}

}  // namespace folkmoot::storage::testing_support
