#include "node/listeners/incoming.hpp"

#include <utility>

namespace folkmoot::node {

using federation::Disposition;

activitypub::Iri const* Incoming::object_id() const noexcept {
    auto const* const object = activity.object();
    return object != nullptr && object->id ? &*object->id : nullptr;
}

Incoming incoming_of(
    federation::VerifiedActivity const& verified, federation::FetchBudget* budget
) {
    Incoming incoming;
    incoming.actor = verified.actor();
    incoming.activity = verified.activity();
    incoming.authority = verified.authority();
    incoming.origin.write_class = storage::WriteClass::inbox;
    incoming.origin.pending = verified.pending();
    if (!verified.pending()) {
        incoming.origin.seen = verified.seen();
    }
    incoming.origin.activity_iri = verified.activity().id->text();
    incoming.origin.raw = verified.raw();
    incoming.origin.host = storage::HostId(verified.actor().host);
    incoming.budget = budget;
    incoming.received = verified.received_at().time_since_epoch().count();
    return incoming;
}

Origin without_seen(Origin const& origin) {
    auto part = origin;
    part.seen.reset();
    part.pending = storage::PendingId();
    return part;
}

Outcome applied(std::string reason) {
    return {Disposition::applied, 202, std::move(reason)};
}

Outcome ignored(std::string reason) {
    return {Disposition::ignored, 202, std::move(reason)};
}

Outcome target_unavailable() {
    return ignored("target.unavailable");
}

Outcome rejected(std::string reason) {
    return {Disposition::rejected, 403, std::move(reason)};
}

Outcome unprocessable(std::string reason) {
    return {Disposition::rejected, 422, std::move(reason)};
}

Outcome needs_fetch(std::string reason) {
    return {Disposition::needs_fetch, 202, std::move(reason)};
}

Outcome from_error(Error const& error) {
    if (is_already_seen(error)) {
        return ignored("activity.seen");
    }
    switch (error.code) {
        case ErrorCode::not_found:
            return target_unavailable();
        case ErrorCode::gone:
            return ignored("object.gone");
        case ErrorCode::conflict:
            return ignored("state.conflict");
        case ErrorCode::forbidden:
            return rejected("actor.may_not");
        case ErrorCode::rate_limited:
            return {Disposition::rejected, 429, "actor.rate"};
        case ErrorCode::remote_unavailable:
            return needs_fetch("remote.unavailable");
        case ErrorCode::unavailable:
        case ErrorCode::internal:
            return {Disposition::rejected, 503, "store.unavailable"};
        default:
            return unprocessable("change.refused");
    }
}

}  // namespace folkmoot::node
