#include "node/app/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace folkmoot::node {
namespace {

std::string number(double value) {
    std::array<char, 32> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (char const c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\\' || (quotes && c == '"')) {
            out.push_back('\\');
            out.push_back(c);
        } else {
            out.push_back(c);
        }
    }
}

std::string written(Labels const& labels) {
    std::string text;
    for (auto const& [name, value] : labels) {
        text.append(text.empty() ? "" : ",").append(name).append("=\"");
        append_escaped(text, value, true);
        text.push_back('"');
    }
    return text;
}

void append_sample(
    std::string& out, std::string_view name, std::string_view labels, std::string_view value
) {
    out.append(name);
    if (!labels.empty()) {
        out.append("{").append(labels).append("}");
    }
    out.append(" ").append(value).append("\n");
}

void append_histogram(
    std::string& out, std::string const& name, std::string const& labels, Histogram const& histogram
) {
    auto const separator = labels.empty() ? "" : ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
        total += histogram.bucket(i);
        auto const bound =
            i < histogram.bounds().size() ? number(histogram.bounds()[i]) : std::string{"+Inf"};
        append_sample(
            out,
            name + "_bucket",
            labels + separator + "le=\"" + bound + "\"",
            std::to_string(total)
        );
    }
    append_sample(out, name + "_sum", labels, number(histogram.sum()));
    append_sample(out, name + "_count", labels, std::to_string(total));
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)),
      buckets_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {}

void Histogram::observe(double value) noexcept {
    auto const at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

std::vector<double> latency_bounds() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    std::lock_guard const lock{mutex_};
    return series(Kind::counter, name, help, std::move(labels)).counter;
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    std::lock_guard const lock{mutex_};
    return series(Kind::gauge, name, help, std::move(labels)).gauge;
}

void Metrics::gauge_from(
    std::string_view name, std::string_view help, std::function<double()> read
) {
    std::lock_guard const lock{mutex_};
    series(Kind::gauge_from, name, help, {}).read = std::move(read);
}

Histogram& Metrics::histogram(
    std::string_view name, std::string_view help, std::vector<double> bounds, Labels labels
) {
    std::lock_guard const lock{mutex_};
    auto& one = series(Kind::histogram, name, help, std::move(labels));
    if (!one.histogram) {
        one.histogram = std::make_unique<Histogram>(std::move(bounds));
    }
    return *one.histogram;
}

Metrics::Series& Metrics::series(
    Kind kind, std::string_view name, std::string_view help, Labels labels
) {
    auto it = families_.find(name);
    if (it == families_.end()) {
        it = families_.try_emplace(std::string{name}, Family{kind, std::string{help}, {}}).first;
    }
    auto& family = it->second;
    if (family.kind != kind) {
        std::abort();  // the same name for two kinds is a programmer's mistake
    }
    auto key = written(labels);
    if (family.series.size() >= max_series && !family.series.contains(key)) {
        for (auto& [label, value] : labels) {
            value = "other";
        }
        key = written(labels);
    }
    auto& slot = family.series[key];
    if (!slot) {
        slot = std::make_unique<Series>();
    }
    return *slot;
}

void Metrics::write_family(std::string& out, std::string const& name, Family const& family) {
    constexpr std::array<std::string_view, 4> types{"counter", "gauge", "gauge", "histogram"};
    out.append("# HELP ").append(name).append(" ");
    append_escaped(out, family.help, false);
    out.append("\n# TYPE ").append(name).append(" ");
    out.append(types[static_cast<std::size_t>(family.kind)]).append("\n");
    for (auto const& [labels, one] : family.series) {
        switch (family.kind) {
            case Kind::counter:
                append_sample(out, name, labels, std::to_string(one->counter.value()));
                break;
            case Kind::gauge:
                append_sample(out, name, labels, std::to_string(one->gauge.value()));
                break;
            case Kind::gauge_from:
                append_sample(out, name, labels, number(one->read()));
                break;
            case Kind::histogram:
                append_histogram(out, name, labels, *one->histogram);
                break;
        }
    }
}

std::string Metrics::exposition() const {
    std::lock_guard const lock{mutex_};
    std::string out;
    for (auto const& [name, family] : families_) {
        write_family(out, name, family);
    }
    return out;
}

}  // namespace folkmoot::node
