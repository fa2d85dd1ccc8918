#include "federation/delivery/sender.hpp"

#include "federation/client/run_on.hpp"
#include "federation/delivery/delivery_class.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::federation {
namespace {

using activitypub::SignatureScheme;

SignatureScheme scheme_for(storage::HostRecord const& host) {
    return host.scheme == storage::SignatureScheme::rfc9421 ? SignatureScheme::rfc9421
                                                            : SignatureScheme::cavage;
}

SignatureScheme other(SignatureScheme scheme) {
    return scheme == SignatureScheme::cavage ? SignatureScheme::rfc9421 : SignatureScheme::cavage;
}

storage::SignatureScheme as_stored(SignatureScheme scheme) {
    return scheme == SignatureScheme::cavage ? storage::SignatureScheme::cavage
                                             : storage::SignatureScheme::rfc9421;
}

/// Signs on the crypto pool; owns what it needs, because the client may call it after a wait.
RequestSigner signer_for(
    DeliveryParts const& parts,
    storage::ActorId actor,
    std::shared_ptr<PreparedBody const> body,
    SignatureScheme scheme
) {
    return [&parts, actor, body = std::move(body), scheme](SigningInput input) {
        auto const sign = [&parts, actor, body, scheme, input = std::move(input)] {
            auto const key = parts.signing_key(actor);
            return key ? sign_post(input, *body, *key, scheme, parts.now())
                       : Result<HeaderList>(std::unexpected(key.error()));
        };
        return run_on(parts.crypto_pool, sign);
    };
}

boost::asio::awaitable<Result<HttpResponse>> post(
    DeliveryParts const& parts,
    std::string inbox,
    storage::ActorId actor,
    std::shared_ptr<PreparedBody const> body,
    SignatureScheme scheme,
    std::size_t host_concurrency
) {
    FetchOptions options;
    options.signer = signer_for(parts, actor, body, scheme);
    options.host_concurrency = host_concurrency;
    options.host_filter = parts.host_filter;
    co_return co_await parts.client.fetch(
        {.method = Method::post, .url = std::move(inbox), .headers = {}, .body = body->json},
        std::move(options)
    );
}

void fill_in(
    SendOutcome& outcome,
    Verdict verdict,
    Result<HttpResponse> const& answer,
    DeliveryParts const& parts
) {
    outcome.verdict = std::max(outcome.verdict, verdict);
    outcome.status = answer ? answer->status : 0;
    if (!answer) {
        outcome.detail = answer.error().detail;
    }
    if (verdict == Verdict::later) {
        auto const now = std::chrono::floor<std::chrono::seconds>(parts.now());
        outcome.asked_wait = asked_wait(answer, now).value_or(std::chrono::seconds{0});
    }
}

}  // namespace

boost::asio::awaitable<SendOutcome> send_event(
    DeliveryParts const& parts,
    storage::HostRecord host,
    std::shared_ptr<PreparedEvent const> event,
    std::vector<std::string> inboxes,
    std::size_t host_concurrency,
    unsigned refusals
) {
    SendOutcome outcome;
    auto scheme = scheme_for(host);
    bool other_tried = false;
    for (auto const* body : bodies_for(event->record, class_of(host))) {
        auto const index = static_cast<std::size_t>(body - event->record.bodies.data());
        for (auto const& inbox : inboxes) {
            storage::ActorId const actor(body->signer);
            auto answer =
                co_await post(parts, inbox, actor, event->bodies[index], scheme, host_concurrency);
            auto verdict = judge(answer, !other_tried, refusals);
            if (verdict == Verdict::other_scheme) {
                other_tried = true;
                auto const first_answer = std::move(answer);
                answer = co_await post(
                    parts, inbox, actor, event->bodies[index], other(scheme), host_concurrency
                );
                verdict = judge(answer, false, refusals);
                if (verdict == Verdict::delivered) {
                    scheme = other(scheme);
                } else if (verdict == Verdict::dropped) {
                    // The first answer speaks of the scheme that the host is known for.
                    verdict = judge(first_answer, false, refusals);
                }
            }
            if (verdict == Verdict::delivered) {
                outcome.scheme = as_stored(scheme);
            }
            fill_in(outcome, verdict, answer, parts);
            if (verdict == Verdict::later) {
                co_return outcome;
            }
        }
    }
    co_return outcome;
}

std::vector<std::string> inboxes_of(
    storage::Tables const& tables,
    storage::Txn const& txn,
    storage::HostRecord const& host,
    storage::OwedDelivery const& owed,
    std::size_t most
) {
    if (!owed.inbox.empty()) {
        return {owed.inbox};
    }
    if (!host.shared_inbox.empty()) {
        return {host.shared_inbox};
    }
    std::vector<std::string> inboxes;
    for (auto const kind :
         {storage::ActorKind::person,
          storage::ActorKind::service,
          storage::ActorKind::group,
          storage::ActorKind::application,
          storage::ActorKind::organization}) {
        storage::PageRequest request{.limit = storage::max_page_size};
        for (bool more = true; more && inboxes.size() < most;) {
            auto const page = tables.actors.of_host(txn, storage::HostId(host.id), kind, request);
            if (!page) {
                break;
            }
            for (auto const& actor : page->items) {
                auto const follows =
                    tables.follows.is_accepted(txn, storage::ActorId(actor.id), owed.channel);
                if (follows && *follows && inboxes.size() < most) {
                    inboxes.push_back(actor.inbox);
                }
            }
            more = page->more;
            request.max_id = page->resume;
        }
    }
    return inboxes;
}

}  // namespace folkmoot::federation
