// Polls: what a Question adds to an object.
#pragma once

#include "activitypub/vocabulary/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::activitypub {

struct PollOption {
    std::string name;        ///< plain text, unique in its poll; a vote repeats it exactly
    std::int64_t votes = 0;  ///< `replies.totalItems`

    friend bool operator==(PollOption const&, PollOption const&) = default;
};

struct Poll {
    bool multiple = false;  ///< `anyOf` rather than `oneOf`
    std::vector<PollOption> options;
    std::optional<Timestamp> end_time;
    std::optional<Timestamp> closed;     ///< present when the poll has ended
    std::optional<std::int64_t> voters;  ///< `votersCount`, people rather than votes

    friend bool operator==(Poll const&, Poll const&) = default;
};

}  // namespace folkmoot::activitypub
