// Pages of accounts that come from pages of relations: the relation's id is the cursor.
#pragma once

#include "node/access/can.hpp"
#include "node/api/mastodon/reading.hpp"
#include "node/fold_errors.hpp"

namespace folkmoot::node {

/// The accounts behind a page of relations; those that the viewer may not see are left out.
/// @param actor_of  id of the actor of a relation
template <class Relation, class ActorOf>
Result<Response> answer_accounts(
    Reading& reading,
    Page const& asked,
    storage::Result<storage::Page<Relation>> const& page,
    ActorOf const& actor_of
) {
    if (!page) {
        return failed(page.error());
    }
    return answer_page(
        reading,
        asked,
        *page,
        [](Relation const& relation) { return relation.id; },
        [&](JsonWriter& json, Relation const& relation) -> Result<void> {
            storage::ActorId const id(actor_of(relation));
            auto const actor =
                load_actor_for(reading.txn(), reading.tables(), reading.viewer(), id);
            return actor ? reading.accounts.write(json, id) : not_found();
        }
    );
}

}  // namespace folkmoot::node
