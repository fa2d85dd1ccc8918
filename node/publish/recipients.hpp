// Which hosts an event is owed to by name: those of actors that are addressed and that no channel
// reaches.
#pragma once

#include "node/publish/documents/document_source.hpp"
#include "node/publish/outgoing_rows.hpp"

#include <vector>

namespace folkmoot::node {

/// Collects the hosts of remote actors, each once. Local actors and unknown hosts are left out.
class Recipients {
public:
    explicit Recipients(DocumentSource const& source) : source_(source) {}

    /// Adds an actor's host; `personally` addresses the actor's own inbox when the host has no
    /// shared one.
    void add(std::uint64_t actor);

    /// Adds whom a post mentions and whom it answers.
    void add_named(storage::PostRecord const& post);

    /// Leaves out hosts that get the event through a channel in a form for their class.
    /// @param channel  whose open stays count
    void drop_covered(storage::Channel channel);

    std::vector<federation::ExplicitRecipient> take() { return std::move(recipients_); }

private:
    DocumentSource const& source_;
    std::vector<federation::ExplicitRecipient> recipients_;
};

}  // namespace folkmoot::node
