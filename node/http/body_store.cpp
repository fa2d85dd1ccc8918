#include "node/http/body_store.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {
namespace {

std::unexpected<Error> unavailable(std::string detail) {
    return std::unexpected{
        Error{ErrorCode::unavailable, "The server is busy; try again later.", std::move(detail)}
    };
}

std::string last_error(std::string_view what) {
    return std::string{what} + ": " + std::strerror(errno);
}

// Bytes in memory that return their share to the budget.
struct Held {
    std::string bytes;
    std::uint64_t taken;
    std::shared_ptr<BodyBudget> budget;

    Held(std::string held, std::uint64_t share, std::shared_ptr<BodyBudget> from)
        : bytes(std::move(held)), taken(share), budget(std::move(from)) {}

    Held(Held const&) = delete;
    Held& operator=(Held const&) = delete;

    ~Held() { budget->give_back(taken); }
};

}  // namespace

bool BodyBudget::take(std::uint64_t bytes) noexcept {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes > limit_) {
        give_back(bytes);
        return false;
    }
    return true;
}

BodyCollector::BodyCollector(
    std::shared_ptr<BodyBudget> budget, std::size_t threshold, std::string folder
)
    : budget_(std::move(budget)), threshold_(threshold), folder_(std::move(folder)) {}

BodyCollector::~BodyCollector() {
    budget_->give_back(taken_);
    if (file_ >= 0) {
        ::close(file_);
    }
}

Result<void> BodyCollector::append(std::string_view bytes) {
    if (file_ < 0 && memory_.size() + bytes.size() > threshold_) {
        if (auto spilled = spill(); !spilled) {
            return spilled;
        }
    }
    if (file_ >= 0) {
        return write_file(bytes);
    }
    if (!budget_->take(bytes.size())) {
        return unavailable("memory for request bodies is used up");
    }
    taken_ += bytes.size();
    memory_.append(bytes);
    return {};
}

Result<void> BodyCollector::spill() {
    auto const* const folder = folder_.empty() ? "/tmp" : folder_.c_str();
    file_ = ::open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file_ < 0) {
        return unavailable(last_error("temporary file for a request body"));
    }
    auto written = write_file(memory_);
    budget_->give_back(std::exchange(taken_, 0));
    memory_ = {};
    return written;
}

Result<void> BodyCollector::write_file(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(file_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return unavailable(last_error("writing a request body"));
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
        file_size_ += static_cast<std::uint64_t>(count);
    }
    return {};
}

Result<Body> BodyCollector::finish() {
    if (file_ < 0) {
        auto held = std::make_shared<Held>(std::move(memory_), std::exchange(taken_, 0), budget_);
        std::string_view const bytes = held->bytes;
        return Body{std::move(held), bytes};
    }
    auto const size = static_cast<std::size_t>(std::exchange(file_size_, 0));
    void* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file_, 0);
    if (address == MAP_FAILED) {
        return unavailable(last_error("mapping a request body"));
    }
    ::close(std::exchange(file_, -1));
    std::shared_ptr<void const> owner{address, [size](void const* mapped) {
                                          ::munmap(const_cast<void*>(mapped), size);
                                      }};
    return Body{std::move(owner), std::string_view{static_cast<char const*>(address), size}};
}

}  // namespace folkmoot::node
