#include "node/app/steady_clock.hpp"

namespace folkmoot::node {

SteadyClock steady_clock() {
    return [] { return std::chrono::steady_clock::now(); };
}

}  // namespace folkmoot::node
