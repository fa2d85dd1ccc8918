#include "federation/resolve/actor_directory.hpp"

#include "activitypub/vocabulary/key.hpp"
#include "federation/resolve/actor_record.hpp"
#include "federation/resolve/expiring_cache.hpp"
#include "federation/resolve/shared_answer.hpp"
#include "federation/resolve/store_actor.hpp"
#include "storage/engine/async_write.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::Iri;
using Fetched = Result<std::shared_ptr<RemoteActor const>>;

namespace {

/// Answers of fetches that are kept for the refetch interval.
constexpr std::size_t kept_answers = 2'000;

std::unexpected<Error> refuse(ErrorCode code, std::string detail) {
    return std::unexpected(Error{code, std::move(detail)});
}

std::unexpected<Error> unavailable(storage::Error const& error) {
    return refuse(ErrorCode::unavailable, error.detail);
}

}  // namespace

class ActorDirectory::Impl : public std::enable_shared_from_this<ActorDirectory::Impl> {
public:
    Impl(asio::any_io_executor executor, DirectoryParts parts)
        : strand_(asio::make_strand(executor)), parts_(std::move(parts)) {}

    asio::any_io_executor const& strand() const { return strand_; }

    DirectoryParts const& parts() const { return parts_; }

    /// On the strand: shares one fetch among those who come together and its answer among those who
    /// come soon after.
    asio::awaitable<Fetched> fetch(Iri id, FetchBudget budget) {
        auto const self = shared_from_this();
        auto const key = id.text();
        auto* const known = answers_.find(key, parts_.now());
        if (known != nullptr) {
            auto const shared = *known;
            co_return co_await Shared::wait(shared, strand_);
        }
        auto const shared = std::make_shared<Shared>();
        answers_.put(key, shared, parts_.now() + refetch_interval);
        asio::co_spawn(
            strand_,
            fetch_once(std::move(id), std::move(budget)),
            [self, key, shared](std::exception_ptr thrown, Fetched answer) {
                self->finish(
                    key,
                    *shared,
                    thrown ? Fetched(refuse(ErrorCode::unavailable, "fetch was cancelled"))
                           : std::move(answer)
                );
            }
        );
        co_return co_await Shared::wait(shared, strand_);
    }

    /// Whether an id may be asked for at all.
    Result<void> admit(Iri const& id) const {
        if (id.origin() == parts_.local) {
            return refuse(ErrorCode::forbidden, "an id of this node");
        }
        if (parts_.policies.refuses(id.host())) {
            return refuse(ErrorCode::forbidden, "the host is refused");
        }
        return {};
    }

    Result<std::optional<storage::ActorRecord>> stored(Iri const& id) const {
        auto const txn = parts_.store.read();
        if (!txn) {
            return unavailable(txn.error());
        }
        auto actor = parts_.store.actors.by_iri(*txn, id.text());
        if (actor) {
            return std::optional(std::move(*actor));
        }
        if (actor.error().code == storage::ErrorCode::not_found) {
            return std::nullopt;
        }
        return unavailable(actor.error());
    }

    bool is_fresh(storage::ActorRecord const& actor) const {
        auto const age = parts_.now().time_since_epoch().count() - actor.fetched_at;
        return actor.deleted_at != 0 || actor.suspended ||
               age < std::chrono::milliseconds(freshness).count();
    }

    /// The handle by which an actor is shown from now on.
    asio::awaitable<ChosenHandle> choose_handle(
        std::shared_ptr<RemoteActor const> actor, FetchBudget budget
    ) {
        auto const& document = actor->document;
        auto claimed = claimed_handle(document);
        auto const before = stored(document.id);
        auto const wanted = storage::fold_handle(
            document.preferred_username, claimed ? claimed->host() : document.id.authority()
        );
        if (before && *before && (*before)->handle == wanted) {
            co_return ChosenHandle{document.preferred_username, wanted, true};
        }
        auto const found = co_await parts_.webfinger.handle_of(
            document.id, document.preferred_username, claimed, std::move(budget)
        );
        // What is unreachable says nothing about the handle: a known one stays, else it is the name
        // at the id's own host, which is what anybody may claim of itself.
        if (!found && before && *before && (*before)->username == document.preferred_username) {
            co_return ChosenHandle{document.preferred_username, (*before)->handle, true};
        }
        if (!found || found->handle.host() == local_authority()) {
            co_return ChosenHandle{
                document.preferred_username,
                storage::fold_handle(document.preferred_username, document.id.authority()),
                false,
            };
        }
        co_return ChosenHandle{
            found->handle.name(),
            storage::fold_handle(found->handle.name(), found->handle.host()),
            found->confirmed,
        };
    }

    asio::awaitable<Result<storage::ActorRecord>> keep(
        std::shared_ptr<RemoteActor const> actor, FetchBudget budget
    ) {
        auto const self = shared_from_this();
        auto prepared = std::make_shared<PreparedActor>();
        prepared->document = actor->document;
        prepared->handle = co_await choose_handle(actor, std::move(budget));
        prepared->now = parts_.now().time_since_epoch().count();
        prepared->keys = key_records(actor->keys, prepared->now);
        prepared->fresh_id = storage::ActorId(parts_.store.ids().next());
        prepared->fresh_host = storage::HostId(parts_.store.ids().next());
        for (std::size_t i = 0; i < prepared->keys.size(); ++i) {
            prepared->fresh_keys.emplace_back(parts_.store.ids().next());
        }
        auto old_keys = stored_keys(actor->document.id);
        auto& store = parts_.store;
        auto record = co_await storage::async_write(
            store.writer(),
            storage::WriteClass::inbox,
            [&store, prepared](storage::WriteTxn& txn) {
                return store_actor(store, txn, *prepared);
            }
        );
        if (!record) {
            co_return from_write(record.error());
        }
        for (auto const& key : old_keys) {
            parts_.keys.forget(key);
        }
        for (auto const& key : actor->keys) {
            parts_.keys.forget(key.id);
        }
        co_return std::move(*record);
    }

private:
    using Shared = SharedAnswer<std::shared_ptr<RemoteActor const>>;

    asio::awaitable<Fetched> fetch_once(Iri id, FetchBudget budget) {
        if (auto const admitted = admit(id); !admitted) {
            co_return std::unexpected(admitted.error());
        }
        auto const document = co_await parts_.fetcher.fetch(id, std::move(budget));
        if (!document) {
            co_return std::unexpected(document.error());
        }
        if (document->id != id) {
            co_return refuse(ErrorCode::remote_invalid, "the actor has another id");
        }
        auto actor = activitypub::read_actor(document->json, parts_.ids);
        if (!actor) {
            co_return refuse(ErrorCode::remote_invalid, actor.error().detail);
        }
        auto keys = usable_keys(*actor);
        co_return std::make_shared<RemoteActor const>(std::move(*actor), std::move(keys));
    }

    void finish(std::string const& key, Shared& shared, Fetched answer) {
        // What failed on our side says nothing about the actor: the next one may try again.
        bool const ours = !answer && (answer.error().code == ErrorCode::unavailable ||
                                      answer.error().code == ErrorCode::budget_exhausted);
        if (ours) {
            answers_.erase(key);
        }
        shared.set(std::move(answer));
    }

    std::string local_authority() const {
        auto const text = parts_.local.text();
        return text.substr(text.find("://") + 3);
    }

    /// FEP-2c59, unless it names this node: nobody outside is one of ours.
    std::optional<activitypub::Handle> claimed_handle(activitypub::Actor const& document) const {
        if (document.webfinger.empty()) {
            return std::nullopt;
        }
        auto handle = activitypub::Handle::parse(document.webfinger, parts_.ids);
        return handle && handle->host() != local_authority() ? std::optional(std::move(*handle))
                                                             : std::nullopt;
    }

    std::vector<std::string> stored_keys(Iri const& actor) const {
        std::vector<std::string> ids;
        auto const txn = parts_.store.read();
        if (!txn) {
            return ids;
        }
        if (auto const record = parts_.store.actors.by_iri(*txn, actor.text())) {
            auto const keys = parts_.store.actor_keys.of_actor(*txn, storage::ActorId(record->id));
            for (auto const& key : keys.value_or(std::vector<storage::ActorKeyRecord>())) {
                ids.push_back(key.key_iri);
            }
        }
        return ids;
    }

    static std::unexpected<Error> from_write(storage::Error const& error) {
        switch (error.code) {
            case storage::ErrorCode::invalid:
                return refuse(ErrorCode::remote_invalid, error.detail);
            case storage::ErrorCode::already_exists:
                return refuse(ErrorCode::forbidden, error.detail);
            default:
                return unavailable(error);
        }
    }

    asio::any_io_executor strand_;
    DirectoryParts parts_;
    ExpiringCache<std::shared_ptr<Shared>> answers_{kept_answers};
};

ActorDirectory::ActorDirectory(asio::any_io_executor executor, DirectoryParts parts)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(parts))) {}

ActorDirectory::~ActorDirectory() = default;

asio::awaitable<Fetched> ActorDirectory::fetch(Iri id, FetchBudget budget) {
    auto const impl = impl_;
    co_return co_await asio::co_spawn(
        impl->strand(), impl->fetch(std::move(id), std::move(budget)), asio::use_awaitable
    );
}

asio::awaitable<Result<storage::ActorRecord>> ActorDirectory::keep(
    std::shared_ptr<RemoteActor const> actor, FetchBudget budget
) {
    auto const impl = impl_;
    co_return co_await impl->keep(std::move(actor), std::move(budget));
}

asio::awaitable<Result<storage::ActorRecord>> ActorDirectory::by_iri(Iri id, FetchBudget budget) {
    auto const impl = impl_;
    if (auto const admitted = impl->admit(id); !admitted) {
        co_return std::unexpected(admitted.error());
    }
    auto stored = impl->stored(id);
    if (!stored) {
        co_return std::unexpected(stored.error());
    }
    if (*stored && impl->is_fresh(**stored)) {
        co_return std::move(**stored);
    }
    auto const fetched = co_await fetch(id, budget);
    auto kept = fetched ? co_await impl->keep(*fetched, budget)
                        : Result<storage::ActorRecord>(std::unexpected(fetched.error()));
    if (!kept && *stored) {
        co_return std::move(**stored);
    }
    co_return kept;
}

asio::awaitable<Result<storage::ActorRecord>> ActorDirectory::by_handle(
    activitypub::Handle handle, FetchBudget budget, bool wants_group
) {
    auto const impl = impl_;
    auto const& parts = impl->parts();
    if (parts.policies.refuses(handle.host())) {
        co_return refuse(ErrorCode::forbidden, "the host is refused");
    }
    if (auto const txn = parts.store.read()) {
        auto stored = parts.store.actors.by_handle(*txn, handle.key());
        if (stored && impl->is_fresh(*stored) &&
            (!wants_group || stored->kind == storage::ActorKind::group)) {
            co_return std::move(*stored);
        }
    }
    auto const answer = co_await parts.webfinger.look_up(handle, budget, wants_group);
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    co_return co_await by_iri(answer->actor, budget);
}

std::optional<std::shared_ptr<RemoteActor const>> ActorDirectory::accept_embedded(
    storage::Txn const& txn, storage::ActorRecord const& stored, activitypub::Actor document
) const {
    auto const& store = impl_->parts().store;
    auto const known = store.actor_keys.of_actor(txn, storage::ActorId(stored.id));
    auto keys = usable_keys(document);
    if (!known || document.inbox.text() != stored.inbox || keys.size() != known->size() ||
        kind_of(document.type) != stored.kind) {
        return std::nullopt;
    }
    auto const actor = std::make_shared<RemoteActor const>(std::move(document), std::move(keys));
    for (auto const& record : *known) {
        auto const* const same = actor->key(record.key_iri);
        auto const key = parse_key(record);
        if (same == nullptr || !key || !(*key == *same)) {
            return std::nullopt;
        }
    }
    return actor;
}

asio::awaitable<Fetched> ActorDirectory::owner_of_key(Iri key_id, FetchBudget budget) {
    auto const impl = impl_;
    auto const& parts = impl->parts();
    if (auto const admitted = impl->admit(key_id); !admitted) {
        co_return std::unexpected(admitted.error());
    }
    auto const address = key_id.without_fragment();
    auto const direct = co_await fetch(address, budget);
    if (direct || direct.error().code != ErrorCode::remote_invalid) {
        co_return direct;
    }
    auto const document = co_await parts.fetcher.fetch(address, budget);
    if (!document) {
        co_return std::unexpected(document.error());
    }
    auto const key = activitypub::read_key(document->json, parts.ids);
    if (!key || key->id != key_id) {
        co_return refuse(ErrorCode::remote_invalid, "neither an actor nor the key");
    }
    co_return co_await fetch(key->owner, budget);
}

}  // namespace folkmoot::federation
