// The waiting jobs of the writer: one queue a class, taken from by weight so that no class starves.
#pragma once

#include "storage/engine/writer.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace folkmoot::storage::detail {

/// Weighted round robin: of thirteen jobs taken while all classes wait, eight are local, four of
/// the inbox, one of maintenance. Within a class the order of arrival holds.
template <class Job>
class FairQueue {
public:
    void push(WriteClass write_class, Job job) { queue(write_class).push_back(std::move(job)); }

    /// The next job; nullopt when none waits.
    std::optional<Job> pop() {
        if (empty()) {
            return std::nullopt;
        }
        while (true) {
            for (std::size_t i = 0; i < write_class_count; ++i) {
                if (!queues_[i].empty() && credit_[i] > 0) {
                    --credit_[i];
                    std::optional<Job> job(std::move(queues_[i].front()));
                    queues_[i].pop_front();
                    return job;
                }
            }
            credit_ = weights;
        }
    }

    [[nodiscard]] std::size_t size(WriteClass write_class) const noexcept {
        return queues_[static_cast<std::size_t>(write_class)].size();
    }

    [[nodiscard]] std::size_t size() const noexcept {
        std::size_t sum = 0;
        for (auto const& one : queues_) {
            sum += one.size();
        }
        return sum;
    }

    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

private:
    static constexpr std::array<unsigned, write_class_count> weights{8, 4, 1};

    std::deque<Job>& queue(WriteClass write_class) {
        return queues_[static_cast<std::size_t>(write_class)];
    }

    std::array<std::deque<Job>, write_class_count> queues_;
    std::array<unsigned, write_class_count> credit_ = weights;
};

}  // namespace folkmoot::storage::detail
