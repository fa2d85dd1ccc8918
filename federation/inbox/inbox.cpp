#include "federation/inbox/inbox.hpp"

#include "activitypub/json/getters.hpp"
#include "activitypub/json/guard.hpp"
#include "activitypub/signature/verify_request.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/json_ld.hpp"
#include "federation/inbox/admission.hpp"
#include "federation/inbox/authenticator.hpp"
#include "storage/engine/async_write.hpp"
#include "storage/tables/compression.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <exception>
#include <expected>
#include <new>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using activitypub::Iri;

namespace {

/// How long a sender is asked to wait when this node has too much to do.
constexpr std::chrono::seconds busy_delay{5};

/// Fetches for the handle of a sender that is stored for the first time.
constexpr int fetches_for_a_handle = 4;

std::unexpected<Refusal> refuse(int status, char const* reason, std::string detail = {}) {
    return std::unexpected(Refusal{status, reason, std::move(detail)});
}

Refusal from_signature(activitypub::Error const& error) {
    bool const unreadable = error.code == activitypub::ErrorCode::malformed ||
                            error.code == activitypub::ErrorCode::too_large;
    return {
        unreadable ? 400 : 401,
        unreadable ? "signature.malformed" : "signature.refused",
        error.detail
    };
}

/// What is missing or doubled is malformed content; the rest is somebody else's right.
Refusal from_ownership(activitypub::OwnershipError error) {
    using enum activitypub::OwnershipError;
    switch (error) {
        case activity_id_missing:
        case object_missing:
        case object_several:
        case object_kind:
        case object_id_missing:
        case author_missing:
        case author_several:
        case target_missing:
            return {422, std::string(activitypub::to_string(error)), {}};
        default:
            return {403, std::string(activitypub::to_string(error)), {}};
    }
}

/// What is known of a request so far; for the event at its end.
struct Trace {
    std::string host;
    std::string activity_type;
    Disposition disposition = Disposition::rejected;
    std::string detail;
};

/// A request whose content was read and whose sender is still a claim.
struct Claim {
    std::shared_ptr<std::string const> raw;
    std::shared_ptr<nlohmann::json const> document;
    std::shared_ptr<activitypub::Activity const> activity;
    activitypub::Authority authority{};
};

/// Counts requests in flight.
class Slot {
public:
    Slot(std::atomic<std::size_t>& counter, std::size_t limit)
        : counter_(counter), taken_(counter_.fetch_add(1) < limit) {}

    ~Slot() { counter_.fetch_sub(1); }

    Slot(Slot const&) = delete;
    Slot& operator=(Slot const&) = delete;

    bool taken() const noexcept { return taken_; }

private:
    std::atomic<std::size_t>& counter_;
    bool taken_;
};

}  // namespace

class Inbox::Impl {
public:
    Impl(InboxParts parts, InboxSettings settings)
        : parts_(std::move(parts)),
          settings_(settings),
          authenticator_({
              .store = parts_.store,
              .directory = parts_.directory,
              .keys = parts_.keys,
              .policies = parts_.policies,
              .crypto_pool = parts_.crypto_pool,
              .ids = parts_.ids,
              .local = parts_.local,
              .now = parts_.now,
              .key_deadline = settings.key_deadline,
          }),
          hosts_(settings.host_bucket),
          failures_(settings.failure_bucket) {}

    asio::awaitable<InboxAnswer> receive(
        SignedRequest request, std::optional<storage::ActorId> target
    ) {
        Trace trace;
        auto answer = co_await guarded(std::move(request), target, trace);
        if (parts_.observe) {
            parts_.observe(
                {trace.host, trace.activity_type, answer, trace.disposition, trace.detail}
            );
        }
        co_return answer;
    }

    asio::awaitable<std::optional<Reader>> verify_reader(SignedRequest request) {
        auto signature = activitypub::inspect(
            request.message, request.body, parts_.signatures, request.received_at
        );
        if (!signature) {
            co_return std::nullopt;
        }
        auto const key = authenticator_.key_id(signature->key_id());
        if (!key || failures_.wait(request.peer, request.received_at)) {
            co_return std::nullopt;
        }
        Reader reader;
        reader.host = key->host();
        if (parts_.policies.refuses(key->host())) {
            reader.refused = true;
            co_return reader;
        }
        auto who = co_await authenticator_.owner_of(std::move(*signature));
        if (!who) {
            failures_.take(request.peer, request.received_at);
            co_return std::nullopt;
        }
        auto actor = co_await stored(std::move(*who));
        if (!actor) {
            co_return std::nullopt;
        }
        reader.actor = std::move(*actor);
        reader.refused = reader.actor.suspended;
        co_return reader;
    }

private:
    static InboxAnswer answer_of(Refusal refusal, Trace& trace) {
        trace.detail = std::move(refusal.detail);
        InboxAnswer answer{refusal.status, std::move(refusal.reason), {}};
        if (answer.status == 503) {
            answer.retry_after = busy_delay;
        }
        return answer;
    }

    /// A poison item must not take the node down or be sent again for ever (J10).
    asio::awaitable<InboxAnswer> guarded(
        SignedRequest request, std::optional<storage::ActorId> target, Trace& trace
    ) {
        Slot const slot(in_flight_, settings_.in_flight);
        if (!slot.taken()) {
            co_return answer_of({503, "inbox.busy", {}}, trace);
        }
        std::string failure;
        try {
            co_return co_await process(std::move(request), target, trace);
        } catch (std::bad_alloc const&) {
            throw;  // says nothing about the activity: the sender shall come again
        } catch (std::exception const& thrown) {
            failure = thrown.what();
        }
        co_return answer_of({422, "inbox.poison", std::move(failure)}, trace);
    }

    asio::awaitable<InboxAnswer> process(
        SignedRequest request, std::optional<storage::ActorId> target, Trace& trace
    ) {
        if (auto refusal = check_envelope(request, settings_.max_body)) {
            co_return answer_of(std::move(*refusal), trace);
        }
        auto signature = activitypub::inspect(
            request.message, request.body, parts_.signatures, request.received_at
        );
        if (!signature) {
            co_return answer_of(from_signature(signature.error()), trace);
        }
        if (auto refusal = check_sender(*signature, trace)) {
            co_return answer_of(std::move(*refusal), trace);
        }
        if (auto const wait = failures_.wait(request.peer, request.received_at)) {
            co_return InboxAnswer{429, "inbox.failures", *wait};
        }
        auto claim = read(request, trace);
        if (!claim) {
            co_return answer_of(std::move(claim.error()), trace);
        }
        if (!claim->activity) {
            trace.disposition = Disposition::ignored;
            co_return InboxAnswer{202, "actor.unknown", {}};
        }
        auto who = co_await authenticator_.sender_of(*signature, claim->activity, claim->document);
        if (!who) {
            if (who.error().status == 401) {
                failures_.take(request.peer, request.received_at);
            }
            co_return answer_of(std::move(who.error()), trace);
        }
        co_return co_await accept(
            std::move(*claim), std::move(*who), request.received_at, target, trace
        );
    }

    /// Whether the host that the key names may speak here at all.
    std::optional<Refusal> check_sender(
        activitypub::PendingVerification const& signature, Trace& trace
    ) const {
        auto const key = authenticator_.key_id(signature.key_id());
        if (!key) {
            return key.error();
        }
        trace.host = key->host();
        if (parts_.policies.refuses(key->host())) {
            return Refusal{403, "host.refused", {}};
        }
        return std::nullopt;
    }

    /// Reads the body and checks what the documents alone can show. A claim without an activity is
    /// one that concerns nobody here.
    std::expected<Claim, Refusal> read(SignedRequest& request, Trace& trace) const {
        auto json = activitypub::parse_json(request.body);
        if (!json) {
            return refuse(400, "json.malformed", json.error().detail);
        }
        if (auto const sound = activitypub::check_json_ld(*json); !sound) {
            return refuse(400, "json.ld", sound.error().detail);
        }
        trace.activity_type = activitypub::get_string(*json, "type").value_or("");
        Claim claim;
        auto const itself = acts_on_itself(*json);
        if (itself && !is_known(*itself)) {
            return claim;
        }
        auto activity = activitypub::read_activity(*json, parts_.ids);
        if (!activity) {
            return refuse(400, "activity.malformed", activity.error().detail);
        }
        if (parts_.policies.refuses(activity->actor.host())) {
            return refuse(403, "host.refused");
        }
        auto const authority =
            activitypub::check_ownership(*activity, activity->actor, parts_.local);
        if (!authority) {
            return std::unexpected(from_ownership(authority.error()));
        }
        claim.authority = *authority;
        claim.activity = std::make_shared<activitypub::Activity const>(std::move(*activity));
        claim.document = std::make_shared<nlohmann::json const>(std::move(*json));
        claim.raw = std::make_shared<std::string const>(std::move(request.body));
        return claim;
    }

    bool is_known(std::string const& actor) const {
        auto const id = Iri::parse(actor, parts_.ids);
        auto const txn = parts_.store.read();
        // What is not an id, or cannot be looked up, goes the long way.
        return !id || !txn || id->origin() == parts_.local ||
               parts_.store.actors.by_iri(*txn, id->text()).has_value();
    }

    /// The sender is known: repeated and excess deliveries end here, the rest has its effect.
    asio::awaitable<InboxAnswer> accept(
        Claim claim,
        Authenticated who,
        activitypub::Timestamp received,
        std::optional<storage::ActorId> target,
        Trace& trace
    ) {
        auto const now = parts_.now();
        auto const seen = storage::hash_128(claim.activity->id->text());
        if (was_seen(seen, now)) {
            trace.disposition = Disposition::ignored;
            co_return InboxAnswer{202, "activity.seen", {}};
        }
        std::string const host(claim.activity->actor.host());
        trace.host = host;
        if (auto const wait = hosts_.take(host, now)) {
            co_return InboxAnswer{429, "host.rate", *wait};
        }
        auto const evidence = who.evidence;
        auto actor = co_await stored(std::move(who));
        if (!actor) {
            bool const theirs = actor.error().code == ErrorCode::remote_invalid ||
                                actor.error().code == ErrorCode::forbidden;
            co_return answer_of(
                {theirs ? 403 : 503, "actor.not_stored", actor.error().detail}, trace
            );
        }
        if (parts_.heard_from) {
            parts_.heard_from(storage::HostId(actor->host));
        }
        VerifiedActivity verified(VerifiedActivity::Facts{
            .actor = std::move(*actor),
            .activity = claim.activity,
            .authority = claim.authority,
            .raw = claim.raw,
            .seen = seen,
            .pending = {},
            .evidence = evidence,
            .received_at = received,
            .target = target,
        });
        auto outcome = co_await parts_.listener.handle(verified, nullptr);
        trace.disposition = outcome.disposition;
        if (outcome.disposition == Disposition::needs_fetch) {
            co_return co_await postpone(std::move(verified), trace);
        }
        InboxAnswer answer{outcome.status, std::move(outcome.reason), {}};
        if (answer.status == 503) {
            answer.retry_after = busy_delay;
        }
        co_return answer;
    }

    /// The sender as stored, stored now when it was fetched for this.
    asio::awaitable<Result<storage::ActorRecord>> stored(Authenticated who) {
        if (!who.fetched) {
            co_return std::move(*who.stored);
        }
        co_return co_await parts_.directory.keep(
            std::move(who.fetched), FetchBudget(fetches_for_a_handle)
        );
    }

    bool was_seen(storage::Hash128 const& id, activitypub::Timestamp now) const {
        auto const txn = parts_.store.read();
        return txn &&
               parts_.store.seen_activities.contains(*txn, id, now.time_since_epoch().count())
                   .value_or(false);
    }

    /// Keeps an activity that waits for a fetch; durable before the answer (decision 15).
    asio::awaitable<InboxAnswer> postpone(VerifiedActivity verified, Trace& trace) {
        auto const now = parts_.now().time_since_epoch().count();
        auto const& id = verified.seen().bytes;
        storage::PendingActivityRecord facts;
        facts.id = parts_.store.ids().next();
        facts.size = static_cast<std::uint32_t>(verified.raw()->size());
        facts.signer = verified.actor().id;
        facts.signer_iri = verified.actor().iri;
        facts.host = verified.actor().host;
        facts.seen.assign(id.begin(), id.end());
        facts.received = verified.received_at().time_since_epoch().count();
        facts.due = now;
        auto body = storage::compress(*verified.raw());
        auto& store = parts_.store;
        auto keep = [&store, facts, body = std::move(body), seen = verified.seen(), now](
                        storage::WriteTxn& txn
                    ) -> storage::Result<bool> {
            auto const noted = store.seen_activities.contains(txn, seen, now);
            if (!noted || *noted) {
                return noted ? storage::Result<bool>(false) : noted;
            }
            if (auto const kept = store.pending_activities.insert(txn, facts, body); !kept) {
                return std::unexpected(kept.error());
            }
            return store.seen_activities.insert(txn, seen, now);
        };
        auto const kept = co_await storage::async_write(
            store.writer(), storage::WriteClass::inbox, std::move(keep)
        );
        if (!kept) {
            co_return answer_of({503, "inbox.full", kept.error().detail}, trace);
        }
        if (*kept && parts_.pending_added) {
            parts_.pending_added();
        }
        co_return InboxAnswer{202, "activity.pending", {}};
    }

    InboxParts parts_;
    InboxSettings const settings_;
    Authenticator authenticator_;
    HostBuckets hosts_;
    HostBuckets failures_;
    std::atomic<std::size_t> in_flight_{0};
};

Inbox::Inbox(InboxParts parts, InboxSettings settings)
    : impl_(std::make_shared<Impl>(std::move(parts), settings)) {}

Inbox::~Inbox() = default;

asio::awaitable<InboxAnswer> Inbox::receive(
    SignedRequest request, std::optional<storage::ActorId> target
) {
    auto const impl = impl_;
    co_return co_await impl->receive(std::move(request), target);
}

asio::awaitable<std::optional<Reader>> Inbox::verify_reader(SignedRequest request) {
    auto const impl = impl_;
    co_return co_await impl->verify_reader(std::move(request));
}

}  // namespace folkmoot::federation
