#include "node/publish/event_rows.hpp"

#include <utility>

namespace folkmoot::node {

EventRows& EventRows::row(
    storage::Channel channel, std::vector<federation::ExplicitRecipient> also
) {
    OutgoingRow fresh;
    fresh.channel = channel;
    fresh.also = std::move(also);
    fresh.record.kind = kind_;
    fresh.record.object = object_;
    fresh.record.created = created_;
    rows_.push_back(std::move(fresh));
    return *this;
}

EventRows& EventRows::form(
    storage::ActorRecord const& signer, Result<std::string> json, HostClasses classes
) {
    if (!json) {
        failure_ = failure_ ? failure_ : std::optional(json.error());
        return *this;
    }
    storage::OutgoingBodyRecord body;
    body.signer = signer.id;
    body.json = std::move(*json);
    body.threadiverse = classes.threadiverse;
    body.microblog = classes.microblog;
    body.unknown = classes.unknown;
    rows_.back().record.bodies.push_back(std::move(body));
    return *this;
}

Result<OutgoingRows> EventRows::take() {
    if (failure_) {
        return std::unexpected(*failure_);
    }
    std::erase_if(rows_, [](OutgoingRow const& row) {
        return row.channel == storage::direct_channel && row.also.empty();
    });
    return std::move(rows_);
}

}  // namespace folkmoot::node
