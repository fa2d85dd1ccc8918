#include "activitypub/vocabulary/ownership.hpp"

#include <string>

namespace folkmoot::activitypub {

std::string_view to_string(OwnershipError error) noexcept {
    switch (error) {
        case OwnershipError::actor_not_signer:
            return "ownership.actor_not_signer";
        case OwnershipError::actor_local:
            return "ownership.actor_local";
        case OwnershipError::activity_id_missing:
            return "ownership.activity_id_missing";
        case OwnershipError::activity_id_foreign:
            return "ownership.activity_id_foreign";
        case OwnershipError::object_missing:
            return "ownership.object_missing";
        case OwnershipError::object_several:
            return "ownership.object_several";
        case OwnershipError::object_kind:
            return "ownership.object_kind";
        case OwnershipError::object_id_missing:
            return "ownership.object_id_missing";
        case OwnershipError::object_id_foreign:
            return "ownership.object_id_foreign";
        case OwnershipError::author_missing:
            return "ownership.author_missing";
        case OwnershipError::author_several:
            return "ownership.author_several";
        case OwnershipError::author_not_actor:
            return "ownership.author_not_actor";
        case OwnershipError::target_missing:
            return "ownership.target_missing";
        case OwnershipError::inner_actor_differs:
            return "ownership.inner_actor_differs";
        case OwnershipError::inner_id_foreign:
            return "ownership.inner_id_foreign";
        case OwnershipError::not_the_addressee:
            return "ownership.not_the_addressee";
        case OwnershipError::announce_nested:
            return "ownership.announce_nested";
        case OwnershipError::move_of_other:
            return "ownership.move_of_other";
        case OwnershipError::self_reference:
            return "ownership.self_reference";
        case OwnershipError::author_foreign:
            return "ownership.author_foreign";
        case OwnershipError::id_not_fetched:
            return "ownership.id_not_fetched";
    }
    return "ownership.unknown";
}

std::string_view to_string(Authority authority) noexcept {
    switch (authority) {
        case Authority::self:
            return "self";
        case Authority::owner:
            return "owner";
        case Authority::stored_owner:
            return "stored_owner";
        case Authority::moderator:
            return "moderator";
    }
    return "unknown";
}

Error to_error(OwnershipError error) {
    return Error{ErrorCode::origin_mismatch, std::string(to_string(error))};
}

}  // namespace folkmoot::activitypub
