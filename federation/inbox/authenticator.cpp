#include "federation/inbox/authenticator.hpp"

#include "activitypub/signature/integrity_proof.hpp"
#include "federation/client/deadline.hpp"
#include "federation/client/run_on.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::Iri;
using activitypub::PendingVerification;
using activitypub::PublicKey;

namespace {

/// Documents that one authentication may fetch: the actor, its redirect to its id, a key.
constexpr int fetches_for_a_key = 4;

/// Bits of the longest key that is verified where the request is: the way to another thread and
/// back costs as much as 4096 bits of RSA.
constexpr int verified_here = 4096;

std::unexpected<Refusal> refuse(int status, char const* reason, std::string detail = {}) {
    return std::unexpected(Refusal{status, reason, std::move(detail)});
}

/// What a failed fetch of a key means for the sender. What may work later is worth a retry.
std::unexpected<Refusal> key_not_fetched(Error const& error) {
    switch (error.code) {
        case ErrorCode::unreachable:
        case ErrorCode::remote_status:
        case ErrorCode::unavailable:
        case ErrorCode::budget_exhausted:
            return refuse(503, "key.unavailable", error.detail);
        case ErrorCode::forbidden:
            return refuse(403, "key.refused", error.detail);
        default:
            return refuse(401, "key.not_found", error.detail);
    }
}

bool deletes_itself(activitypub::Activity const& activity) {
    auto const* const object = activity.object();
    return activity.type == activitypub::ActivityType::delete_ && object != nullptr &&
           object->id == activity.actor;
}

}  // namespace

std::expected<Iri, Refusal> Authenticator::key_id(std::string const& text) const {
    auto id = Iri::parse(text, parts_.ids, activitypub::Fragment::allowed);
    if (!id) {
        return refuse(401, "key.id", id.error().detail);
    }
    // Nobody outside speaks for this node, and it does not ask itself (F17).
    if (id->origin() == parts_.local) {
        return refuse(403, "key.local");
    }
    return std::move(*id);
}

asio::awaitable<Authenticator::Answer> Authenticator::sender_of(
    PendingVerification signature,
    std::shared_ptr<activitypub::Activity const> activity,
    std::shared_ptr<nlohmann::json const> document
) {
    auto id = key_id(signature.key_id());
    if (!id) {
        co_return std::unexpected(std::move(id.error()));
    }
    auto const& actor = activity->actor;
    auto stored = stored_actor(actor);
    if (stored && stored->suspended) {
        co_return refuse(403, "actor.suspended");
    }
    if (stored && stored->deleted_at != 0) {
        co_return refuse(401, "actor.deleted");
    }
    auto const known = known_key(id->text());
    bool const foreign =
        !same_origin(*id, actor) || (known && (!stored || known->owner.value() != stored->id));
    if (!foreign) {
        co_return co_await by_own_key(
            std::move(signature),
            std::move(*id),
            actor,
            std::move(stored),
            deletes_itself(*activity)
        );
    }
    if (!document->contains("proof")) {
        co_return refuse(403, "signature.actor_differs");
    }
    co_return co_await by_proof(
        std::move(signature), std::move(*id), actor, std::move(stored), std::move(document)
    );
}

asio::awaitable<Authenticator::Answer> Authenticator::by_own_key(
    PendingVerification signature,
    Iri key_id,
    Iri actor,
    std::optional<storage::ActorRecord> stored,
    bool leaves
) {
    auto const known = known_key(key_id.text());
    if (known && co_await verifies(signature, known->key)) {
        co_return Authenticated{std::move(stored), nullptr, Evidence::http_signature};
    }
    auto fetched = co_await with_deadline(
        parts_.directory.fetch(actor, FetchBudget(fetches_for_a_key)), parts_.key_deadline
    );
    if (!fetched) {
        co_return known ? refuse(401, "signature.invalid") : refuse(503, "key.timeout");
    }
    if (!*fetched) {
        if (fetched->error().code == ErrorCode::gone && stored && leaves) {
            co_return Authenticated{std::move(stored), nullptr, Evidence::gone};
        }
        co_return known ? refuse(401, "signature.invalid", fetched->error().detail)
                        : key_not_fetched(fetched->error());
    }
    auto const* const key = (**fetched)->key(key_id.text());
    if (key == nullptr) {
        co_return refuse(401, "key.not_listed");
    }
    bool const tried = known && known->key == *key;
    if (tried || !co_await verifies(signature, *key)) {
        co_return refuse(401, "signature.invalid");
    }
    co_return Authenticated{std::move(stored), std::move(**fetched), Evidence::http_signature};
}

asio::awaitable<Authenticator::Answer> Authenticator::by_proof(
    PendingVerification signature,
    Iri key_id,
    Iri actor,
    std::optional<storage::ActorRecord> stored,
    std::shared_ptr<nlohmann::json const> document
) {
    auto const carrier = co_await owner_of(signature);
    if (!carrier) {
        co_return std::unexpected(carrier.error());
    }
    auto const proof = activitypub::inspect_integrity_proof(*document, parts_.now());
    if (!proof) {
        co_return refuse(403, "signature.actor_differs", proof.error().detail);
    }
    auto const method =
        Iri::parse(proof->verification_method(), parts_.ids, activitypub::Fragment::allowed);
    if (!method || !same_origin(*method, actor)) {
        co_return refuse(403, "proof.key_foreign");
    }
    auto const known = known_key(method->text());
    if (known && stored && known->owner.value() == stored->id && proof->verify(known->key)) {
        co_return Authenticated{std::move(stored), nullptr, Evidence::proof};
    }
    auto fetched = co_await with_deadline(
        parts_.directory.fetch(actor, FetchBudget(fetches_for_a_key)), parts_.key_deadline
    );
    if (!fetched) {
        co_return refuse(503, "key.timeout");
    }
    if (!*fetched) {
        co_return key_not_fetched(fetched->error());
    }
    auto const* const key = (**fetched)->key(method->text());
    if (key == nullptr || !proof->verify(*key)) {
        co_return refuse(401, "proof.invalid");
    }
    co_return Authenticated{std::move(stored), std::move(**fetched), Evidence::proof};
}

asio::awaitable<Authenticator::Answer> Authenticator::owner_of(PendingVerification signature) {
    auto const id = key_id(signature.key_id());
    if (!id) {
        co_return std::unexpected(id.error());
    }
    auto const known = known_key(id->text());
    if (known && co_await verifies(signature, known->key)) {
        std::optional<storage::ActorRecord> owner;
        if (auto const txn = parts_.store.read()) {
            auto record = parts_.store.actors.load(*txn, known->owner);
            owner = record ? std::optional(std::move(*record)) : std::nullopt;
        }
        co_return owner ? Answer(Authenticated{std::move(owner), nullptr})
                        : Answer(refuse(401, "key.not_found"));
    }
    auto fetched = co_await with_deadline(
        parts_.directory.owner_of_key(*id, FetchBudget(fetches_for_a_key)), parts_.key_deadline
    );
    if (!fetched) {
        co_return refuse(503, "key.timeout");
    }
    if (!*fetched) {
        co_return key_not_fetched(fetched->error());
    }
    auto const* const key = (**fetched)->key(id->text());
    bool const own = same_origin((**fetched)->document.id, *id);
    if (key == nullptr || !own || !co_await verifies(signature, *key)) {
        co_return refuse(401, "signature.invalid");
    }
    auto stored = stored_actor((**fetched)->document.id);
    co_return Authenticated{std::move(stored), std::move(**fetched)};
}

asio::awaitable<bool> Authenticator::verifies(PendingVerification signature, PublicKey key) {
    if (key.bits() <= verified_here) {
        co_return signature.verify(key).has_value();
    }
    co_return co_await run_on(
        parts_.crypto_pool,
        [signature = std::move(signature), key = std::move(key)] {
            return signature.verify(key).has_value();
        }
    );
}

std::optional<CachedKey> Authenticator::known_key(std::string const& id) const {
    if (auto held = parts_.keys.find(id)) {
        return held;
    }
    auto const txn = parts_.store.read();
    if (!txn) {
        return std::nullopt;
    }
    auto const record = parts_.store.actor_keys.by_iri(*txn, id);
    if (!record) {
        return std::nullopt;
    }
    auto key = parse_key(*record);
    if (!key) {
        return std::nullopt;
    }
    CachedKey found{storage::ActorId(record->owner), std::move(*key)};
    parts_.keys.put(id, found);
    return found;
}

std::optional<storage::ActorRecord> Authenticator::stored_actor(Iri const& id) const {
    auto const txn = parts_.store.read();
    if (!txn) {
        return std::nullopt;
    }
    auto actor = parts_.store.actors.by_iri(*txn, id.text());
    return actor ? std::optional(std::move(*actor)) : std::nullopt;
}

}  // namespace folkmoot::federation
