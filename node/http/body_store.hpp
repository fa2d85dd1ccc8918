// Where received bodies lie: small ones in memory under one budget for the whole server, large ones
// in a temporary file without a name that is read through a mapping.
#pragma once

#include "node/error.hpp"
#include "node/http/request.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Limits the bytes of all bodies that are in memory at one time. May be used from any thread.
class BodyBudget {
public:
    explicit BodyBudget(std::uint64_t limit) noexcept : limit_(limit) {}

    /// Takes `bytes` from the budget; false, and nothing taken, when it would not suffice.
    bool take(std::uint64_t bytes) noexcept;

    void give_back(std::uint64_t bytes) noexcept {
        used_.fetch_sub(bytes, std::memory_order_relaxed);
    }

    std::uint64_t used() const noexcept { return used_.load(std::memory_order_relaxed); }

private:
    std::uint64_t const limit_;
    std::atomic<std::uint64_t> used_{0};
};

/// Collects one body as it arrives.
class BodyCollector {
public:
    /// @param budget     outlives the collector and every body made by it
    /// @param threshold  bytes kept in memory; more go to a file
    /// @param folder     where the file is made; empty for the system's temporary folder
    BodyCollector(std::shared_ptr<BodyBudget> budget, std::size_t threshold, std::string folder);
    BodyCollector(BodyCollector const&) = delete;
    BodyCollector& operator=(BodyCollector const&) = delete;
    ~BodyCollector();

    /// @return unavailable when the budget is used up or the file cannot be written
    Result<void> append(std::string_view bytes);

    /// The collected body; the collector is empty afterwards.
    Result<Body> finish();

private:
    Result<void> spill();
    Result<void> write_file(std::string_view bytes);

    std::shared_ptr<BodyBudget> budget_;
    std::size_t threshold_;
    std::string folder_;
    std::string memory_;
    std::uint64_t taken_{0};
    int file_{-1};
    std::uint64_t file_size_{0};
};

}  // namespace folkmoot::node
