// Who made something: one entry of `attributedTo`.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/types.hpp"

#include <optional>

namespace folkmoot::activitypub {

struct Attribution {
    Iri id;
    std::optional<ActorType>
        type;  ///< present when the entry was an object that says so (PeerTube)

    friend bool operator==(Attribution const&, Attribution const&) = default;
};

}  // namespace folkmoot::activitypub
