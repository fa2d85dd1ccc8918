#include "tests/bench/commands.hpp"
#include "tests/bench/request_file.hpp"
#include "tests/bench/socket.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <map>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace folkmoot::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// Time without any answer after which a run is given up.
constexpr std::chrono::seconds patience{20};

/// A kept connection with at most one request in flight.
struct Wire {
    int socket = -1;
    std::string_view unsent;
    std::string received;
    Clock::time_point since;  ///< when the request was due
    bool busy = false;
};

class Load {
public:
    Load(Arguments const& arguments, std::vector<std::string_view> requests)
        : requests_(std::move(requests)),
          cycle_(arguments.number("cycle", 0) != 0),
          time_(arguments.number("seconds", 5)),
          rate_(arguments.number("rate", 0)),
          epoll_(::epoll_create1(0)),
          wires_(arguments.number("connections", 32)) {
        for (auto& wire : wires_) {
            wire.socket = connect_to(static_cast<unsigned short>(arguments.number("port", 0)));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.ptr = &wire;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wire.socket, &event);
        }
    }

    ~Load() {
        for (auto const& wire : wires_) {
            ::close(wire.socket);
        }
        ::close(epoll_);
    }

    Load(Load const&) = delete;
    Load& operator=(Load const&) = delete;

    void run() {
        start_ = Clock::now();
        last_answer_ = start_;
        dispatch();
        std::array<epoll_event, 64> events{};
        while (in_flight_ > 0 || is_due_later()) {
            // A request that is due soon is not late for want of a timer's precision.
            int const wait = rate_ != 0 ? 0 : 1'000;
            int const ready =
                ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait);
            for (int i = 0; i < ready; ++i) {
                receive(*static_cast<Wire*>(events[static_cast<std::size_t>(i)].data.ptr));
            }
            dispatch();
            if (Clock::now() - last_answer_ > patience) {
                give_up("no answer for " + std::to_string(patience.count()) + " s");
            }
        }
    }

    nlohmann::json report() {
        std::ranges::sort(latencies_);
        auto const at = [this](double share) {
            auto const index =
                static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1));
            return latencies_.empty() ? 0.0 : latencies_[index] * 1e3;
        };
        double const seconds = std::chrono::duration<double>(last_answer_ - start_).count();
        nlohmann::json statuses = nlohmann::json::object();
        for (auto const& [status, count] : statuses_) {
            statuses[std::to_string(status)] = count;
        }
        return {
            {"answers", latencies_.size()},
            {"seconds", seconds},
            {"per_second", static_cast<double>(latencies_.size()) / seconds},
            {"p50_ms", at(0.5)},
            {"p99_ms", at(0.99)},
            {"max_ms", at(1)},
            {"statuses", std::move(statuses)}
        };
    }

private:
    bool is_due_later() const {
        bool const left = cycle_ || next_ < requests_.size();
        return left && rate_ != 0 && due(Clock::now()) - start_ < time_;
    }

    /// When the next request is to be sent.
    Clock::time_point due(Clock::time_point now) const {
        return rate_ == 0 ? now : start_ + std::chrono::nanoseconds(next_ * 1'000'000'000 / rate_);
    }

    void dispatch() {
        for (auto& wire : wires_) {
            auto const now = Clock::now();
            auto const when = due(now);
            bool const over = when - start_ >= time_ || (!cycle_ && next_ == requests_.size());
            if (over || when > now) {
                return;
            }
            if (!wire.busy) {
                wire.busy = true;
                wire.since = when;
                wire.unsent = requests_[next_++ % requests_.size()];
                ++in_flight_;
                send(wire);
            }
        }
    }

    void send(Wire& wire) {
        while (!wire.unsent.empty()) {
            auto const sent =
                ::send(wire.socket, wire.unsent.data(), wire.unsent.size(), MSG_NOSIGNAL);
            if (sent < 0) {
                if (errno == EAGAIN) {
                    continue;
                }
                give_up("the server closed a connection");
            }
            wire.unsent.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    void receive(Wire& wire) {
        std::array<char, 64 * 1024> chunk;
        auto const count = ::recv(wire.socket, chunk.data(), chunk.size(), 0);
        if (count <= 0) {
            if (count < 0 && errno == EAGAIN) {
                return;
            }
            give_up(
                "the server closed a connection after " + std::to_string(latencies_.size()) +
                " answers"
            );
        }
        wire.received.append(chunk.data(), static_cast<std::size_t>(count));
        auto const head = wire.received.find("\r\n\r\n");
        if (head == std::string::npos) {
            return;
        }
        auto const length = content_length(std::string_view(wire.received).substr(0, head + 2));
        if (wire.received.size() < head + 4 + length) {
            return;
        }
        last_answer_ = Clock::now();
        latencies_.push_back(std::chrono::duration<double>(last_answer_ - wire.since).count());
        ++statuses_[std::atoi(wire.received.c_str() + std::string_view("HTTP/1.1 ").size())];
        wire.received.clear();
        wire.busy = false;
        --in_flight_;
    }

    std::vector<std::string_view> requests_;
    bool cycle_;
    std::chrono::seconds time_;
    std::uint64_t rate_;
    int epoll_;
    std::vector<Wire> wires_;
    std::size_t next_ = 0;
    std::size_t in_flight_ = 0;
    Clock::time_point start_;
    Clock::time_point last_answer_;
    std::vector<double> latencies_;
    std::map<int, std::size_t> statuses_;
};

}  // namespace

void send_load(Arguments const& arguments) {
    auto const bytes = read_file(arguments.text("requests"));
    Load load(arguments, split_requests(bytes));
    load.run();
    std::cout << load.report() << std::endl;
}

}  // namespace folkmoot::bench
