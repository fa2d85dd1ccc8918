#include "node/publish/recipients.hpp"

#include "federation/delivery/delivery_class.hpp"

#include <algorithm>

namespace folkmoot::node {

void Recipients::add(std::uint64_t id) {
    if (id == 0 || recipients_.size() >= storage::OutgoingTable::max_explicit) {
        return;
    }
    auto const actor = source_.actor(id);
    if (!actor || actor->host == 0 || actor->inbox.empty()) {
        return;
    }
    storage::HostId const host(actor->host);
    // A host without shared inbox gets one row an actor.
    auto const inbox = actor->shared_inbox.empty() ? actor->inbox : std::string();
    bool const known = std::ranges::any_of(recipients_, [&](auto const& other) {
        return other.host == host && other.inbox == inbox;
    });
    if (!known) {
        recipients_.push_back({host, inbox});
    }
}

void Recipients::add_named(storage::PostRecord const& post) {
    for (auto const& mention : post.mentions) {
        add(mention.actor);
    }
    if (post.in_reply_to != 0) {
        if (auto const parent = source_.post(post.in_reply_to)) {
            add(parent->author);
        }
    }
}

void Recipients::drop_covered(storage::Channel channel) {
    std::erase_if(recipients_, [&](federation::ExplicitRecipient const& recipient) {
        auto const host = source_.tables.hosts.load(source_.txn, recipient.host);
        if (!host || federation::class_of(*host) == storage::DeliveryClass::microblog) {
            return false;
        }
        auto const stays = source_.tables.outgoing.stays_of(source_.txn, recipient.host);
        return stays && std::ranges::any_of(*stays, [&](storage::ChannelStay const& stay) {
                   return stay.channel == channel && !stay.until;
               });
    });
}

}  // namespace folkmoot::node
