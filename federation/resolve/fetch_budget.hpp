// How much one activity may make this node fetch (threats D01): one purse for everything that is
// resolved on its account, however the resolving branches.
#pragma once

#include "federation/error.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace folkmoot::federation {

/// A handle to a shared purse. Copies spend from the same one, so it is passed by value into
/// coroutines.
class FetchBudget {
public:
    static constexpr int default_fetches = 20;    ///< decision 33
    static constexpr int default_ancestors = 40;  ///< decision 32
    static constexpr int default_depth = 50;      ///< federation notes 6.4

    explicit FetchBudget(
        int fetches = default_fetches, int ancestors = default_ancestors, int depth = default_depth
    )
        : purse_(std::make_shared<Purse>(fetches, ancestors, depth)) {}

    /// Pays for one document. @return Error{budget_exhausted}
    Result<void> take_fetch() { return take(purse_->fetches, "fetches"); }

    /// Pays for one ancestor of a thread, fetched or stored. @return Error{budget_exhausted}
    Result<void> take_ancestor() { return take(purse_->ancestors, "ancestors"); }

    /// One level of nesting (a reply's parent, a quote's quote); given back when destroyed.
    class Level {
    public:
        Level(Level&&) noexcept = default;

        Level& operator=(Level&& other) noexcept {
            leave();
            purse_ = std::move(other.purse_);
            return *this;
        }

        ~Level() { leave(); }

    private:
        friend class FetchBudget;

        explicit Level(std::shared_ptr<std::atomic<int>> purse) : purse_(std::move(purse)) {}

        void leave() noexcept {
            if (purse_) {
                purse_->fetch_add(1);
            }
        }

        std::shared_ptr<std::atomic<int>> purse_;
    };

    /// Enters one level deeper. @return Error{budget_exhausted}
    Result<Level> descend() {
        if (auto taken = take(purse_->depth, "depth"); !taken) {
            return std::unexpected(std::move(taken.error()));
        }
        return Level(std::shared_ptr<std::atomic<int>>(purse_, &purse_->depth));
    }

    int fetches_left() const noexcept { return purse_->fetches.load(); }

    int ancestors_left() const noexcept { return purse_->ancestors.load(); }

private:
    struct Purse {
        Purse(int the_fetches, int the_ancestors, int the_depth)
            : fetches(the_fetches), ancestors(the_ancestors), depth(the_depth) {}

        std::atomic<int> fetches;
        std::atomic<int> ancestors;
        std::atomic<int> depth;
    };

    static Result<void> take(std::atomic<int>& left, char const* what) {
        if (left.fetch_sub(1) > 0) {
            return {};
        }
        left.fetch_add(1);
        return std::unexpected(Error{ErrorCode::budget_exhausted, what});
    }

    std::shared_ptr<Purse> purse_;
};

}  // namespace folkmoot::federation
