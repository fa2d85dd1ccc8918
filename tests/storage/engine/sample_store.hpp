// A store for the engine's tests: a table with indices, a set, counters and blobs, in a temporary
// directory.
#pragma once

#include "storage/engine/catalog.hpp"
#include "storage/engine/environment.hpp"
#include "storage/engine/plain_table.hpp"
#include "storage/engine/table.hpp"
#include "storage/engine/typed_write.hpp"
#include "storage/engine/writer.hpp"

#include <gtest/gtest.h>

#include "sample_generated.h"
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::storage::tests {

/// A directory that is removed with the object.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        auto pattern = (std::filesystem::temp_directory_path() / "folkmoot-engine-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }

    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TemporaryDirectory(TemporaryDirectory const&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// One of each kind of table.
struct SampleTables {
    using Samples = Table<std::uint64_t, sample::Sample>;
    using Pair = std::pair<std::uint64_t, std::uint64_t>;

    Catalog catalog;
    Samples samples{catalog, {.name = "samples", .type = {1, 1}, .insertion = Insertion::appended}};
    UniqueIndex<std::string, Samples> by_slug{
        samples,
        "by_slug",
        [](std::uint64_t, sample::Sample const& record, std::vector<std::string>& keys) {
            if (record.slug() != nullptr) {
                keys.push_back(record.slug()->str());
            }
        }
    };
    MultiIndex<std::uint64_t, Samples> by_group{
        samples,
        "by_group",
        [](std::uint64_t, sample::Sample const& record, std::vector<std::uint64_t>& keys) {
            keys.push_back(record.group());
        }
    };
    MultiIndex<std::string, Samples> by_tag{
        samples,
        "by_tag",
        [](std::uint64_t, sample::Sample const& record, std::vector<std::string>& keys) {
            for (flatbuffers::uoffset_t i = 0;
                 record.tags() != nullptr && i < record.tags()->size();
                 ++i) {
                keys.push_back(record.tags()->Get(i)->str());
            }
        }
    };
    KeySet<Pair> followers{catalog, {.name = "followers", .type = {2, 1}}};
    CounterTable<std::uint64_t> replies{catalog, {.name = "replies", .type = {3, 1}}};
    BlobTable<std::string> raws{catalog, {.name = "raws", .type = {4, 1}}};
};

/// A record without a slug unless given one.
inline sample::SampleT make_sample(std::uint64_t group, std::string body, std::string slug = {}) {
    sample::SampleT record;
    record.group = group;
    record.body = std::move(body);
    record.slug = std::move(slug);
    return record;
}

/// Options for a small store.
inline EnvironmentOptions sample_options(
    std::filesystem::path directory, SampleTables const& tables
) {
    return {
        .directory = std::move(directory),
        .databases = tables.catalog.database_names(),
        .map_size = std::uint64_t{64} << 20,
        .max_readers = 16,
    };
}

/// An open store with its writer.
class SampleStore {
public:
    explicit SampleStore(std::filesystem::path const& directory, WriterOptions options = {})
        : environment_(Environment::open(sample_options(directory, tables))),
          writer_(
              environment_ ? std::make_unique<Writer>(*environment_, std::move(options)) : nullptr
          ) {}

    /// Why it did not open, or nothing.
    [[nodiscard]] std::string failure() const {
        return environment_ ? std::string{} : environment_.error().detail;
    }

    Environment& environment() { return *environment_; }

    Writer& writer() { return *writer_; }

    ReadTxn read() {
        auto txn = environment_->read();
        EXPECT_TRUE(txn) << txn.error().detail;
        return std::move(*txn);
    }

    /// Writes and waits.
    template <class Closure>
    WriteResult<Closure> write(Closure closure) {
        return write_blocking(*writer_, WriteClass::local, std::move(closure));
    }

    /// What is wrong with the store, empty when nothing is.
    std::string problems() {
        auto const txn = read();
        auto const report = tables.catalog.verify(txn);
        if (!report) {
            return report.error().detail;
        }
        return report->clean()
                   ? ""
                   : report->problems.front().database + ": " + report->problems.front().detail;
    }

    SampleTables tables;

private:
    Result<Environment> environment_;
    std::unique_ptr<Writer> writer_;
};

/// The code of a failed result, for comparisons; `closed` never happens where it is used.
template <class T>
ErrorCode code_of(Result<T> const& result) {
    EXPECT_FALSE(result);
    return result ? ErrorCode::closed : result.error().code;
}

}  // namespace folkmoot::storage::tests
