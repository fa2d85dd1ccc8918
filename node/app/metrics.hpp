// Numbers for the operator: counters, gauges and histograms, written in Prometheus' text format.
// Labels are capped, so that nothing from outside can grow the registry (house law 7).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// A number that only grows. May be used from any thread.
class Counter {
public:
    void add(std::uint64_t amount = 1) noexcept {
        value_.fetch_add(amount, std::memory_order_relaxed);
    }

    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// A number that goes up and down. May be used from any thread.
class Gauge {
public:
    void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }

    void add(std::int64_t amount) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }

    std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// How often values fell below fixed bounds. May be used from any thread.
class Histogram {
public:
    /// @param bounds  upper bounds in ascending order; a last bucket without bound is added
    explicit Histogram(std::vector<double> bounds);

    void observe(double value) noexcept;

    std::span<double const> bounds() const noexcept { return bounds_; }

    /// Observations in bucket `i` alone (not cumulative); `i` up to bounds().size().
    std::uint64_t bucket(std::size_t i) const noexcept {
        return buckets_[i].load(std::memory_order_relaxed);
    }

    double sum() const noexcept { return sum_.load(std::memory_order_relaxed); }

private:
    std::vector<double> bounds_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> buckets_;
    std::atomic<double> sum_{0};
};

/// Bounds in seconds for requests and transactions: 0.5 ms to 10 s.
std::vector<double> latency_bounds();

/// Label names and values of one series, in the order in which they are written.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// All numbers of a node. Owned by the App and passed to who needs it. The same name and labels
/// give the same series; references stay valid as long as the registry lives.
class Metrics {
public:
    /// Series a family may have; further label values share one series whose values are all
    /// "other".
    static constexpr std::size_t max_series = 200;

    /// @param name  with the unit as ending, e.g. "folkmoot_http_requests_total"
    /// @param help  one line for people
    Counter& counter(std::string_view name, std::string_view help, Labels labels = {});

    Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});

    /// A gauge that is asked when the page is written; `read` is called from the thread that writes
    /// it and must be valid as long as the registry.
    void gauge_from(std::string_view name, std::string_view help, std::function<double()> read);

    Histogram& histogram(
        std::string_view name, std::string_view help, std::vector<double> bounds, Labels labels = {}
    );

    /// The text format of Prometheus, version 0.0.4; families and series in alphabetical order.
    std::string exposition() const;

    /// Its media type.
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

private:
    enum class Kind : std::uint8_t { counter, gauge, gauge_from, histogram };

    struct Series {
        Counter counter;
        Gauge gauge;
        std::unique_ptr<Histogram> histogram;
        std::function<double()> read;
    };

    struct Family {
        Kind kind{};
        std::string help;
        std::map<std::string, std::unique_ptr<Series>> series;  // by the labels as written
    };

    Series& series(Kind kind, std::string_view name, std::string_view help, Labels labels);
    static void write_family(std::string& out, std::string const& name, Family const& family);

    mutable std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
};

}  // namespace folkmoot::node
