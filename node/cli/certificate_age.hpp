// How long a certificate file is good for.
#pragma once

#include "node/app/clock.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

namespace folkmoot::node {

/// Time until the first certificate of a PEM file expires, negative when it has; nothing when the
/// file holds none.
std::optional<std::chrono::seconds> certificate_time_left(
    std::filesystem::path const& file, Time now
);

}  // namespace folkmoot::node
