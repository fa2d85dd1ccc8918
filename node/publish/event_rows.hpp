// Rows of the outgoing log in the making: which forms of an event go to which classes of hosts.
#pragma once

#include "node/app/clock.hpp"
#include "node/error.hpp"
#include "node/publish/outgoing_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::node {

/// Which classes of hosts get a form.
struct HostClasses {
    bool threadiverse{false};
    bool microblog{false};
    bool unknown{false};
};

/// One form for all.
inline constexpr HostClasses everybody{true, true, true};

/// Hosts that read a whole activity inside an Announce (FEP-1b12).
inline constexpr HostClasses wrapped_readers{
    .threadiverse = true, .microblog = false, .unknown = true
};

/// Hosts that read an Announce as a boost.
inline constexpr HostClasses boost_readers{
    .threadiverse = false, .microblog = true, .unknown = true
};

/// The rows of one event. The first failure to write a form is the result.
class EventRows {
public:
    /// @param object  what the event is about; orders deliveries
    EventRows(storage::OutgoingKind kind, std::uint64_t object, Time now)
        : kind_(kind), object_(object), created_(now.time_since_epoch().count()) {}

    /// Begins a row.
    EventRows& row(storage::Channel channel, std::vector<federation::ExplicitRecipient> also = {});

    /// Adds a form of the event to the row begun last.
    EventRows& form(
        storage::ActorRecord const& signer, Result<std::string> json, HostClasses classes
    );

    /// The rows, without those that nobody would get.
    Result<OutgoingRows> take();

private:
    storage::OutgoingKind kind_;
    std::uint64_t object_;
    std::int64_t created_;
    OutgoingRows rows_;
    std::optional<Error> failure_;
};

}  // namespace folkmoot::node
