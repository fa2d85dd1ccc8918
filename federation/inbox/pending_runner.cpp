#include "federation/inbox/pending_runner.hpp"

#include "activitypub/json/guard.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/json_ld.hpp"
#include "federation/client/deadline.hpp"
#include "storage/engine/async_write.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <expected>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace folkmoot::federation {

namespace asio = boost::asio;
using storage::PendingId;

class PendingRunner::Impl : public std::enable_shared_from_this<PendingRunner::Impl> {
public:
    Impl(asio::any_io_executor executor, PendingParts parts, PendingSettings settings)
        : executor_(executor),
          strand_(asio::make_strand(executor)),
          timer_(strand_),
          parts_(std::move(parts)),
          settings_(settings) {}

    asio::any_io_executor const& strand() const { return strand_; }

    void start() {
        asio::post(strand_, [self = shared_from_this()] {
            self->running_ = true;
            self->pump();
        });
    }

    void wake() {
        asio::post(strand_, [self = shared_from_this()] { self->pump(); });
    }

    /// On the strand.
    asio::awaitable<void> stop(std::chrono::steady_clock::duration grace) {
        auto const self = shared_from_this();
        running_ = false;
        timer_.cancel();
        if (!busy_.empty()) {
            idle_.emplace(strand_, grace);
            co_await idle_->async_wait(asio::as_tuple(asio::use_awaitable));
            idle_.reset();
        }
    }

    /// On the strand.
    asio::awaitable<void> drain() {
        auto const self = shared_from_this();
        for (auto due = take_due(); !due.empty(); due = take_due()) {
            for (auto const id : due) {
                co_await attempt(id);
                busy_.erase(id);
            }
        }
    }

private:
    /// Starts what is due and may run; else sleeps until something is.
    void pump() {
        if (!running_) {
            return;
        }
        for (auto const id : take_due()) {
            // An attempt has a strand of its own: a slow host holds up nobody else.
            asio::co_spawn(
                asio::make_strand(executor_),
                attempt(id),
                asio::bind_executor(
                    strand_,
                    [self = shared_from_this(), id](std::exception_ptr) { self->finished(id); }
                )
            );
        }
        sleep();
    }

    void finished(PendingId id) {
        busy_.erase(id);
        if (busy_.empty() && idle_) {
            idle_->cancel();
        }
        pump();
    }

    void sleep() {
        timer_.cancel();
        if (busy_.size() >= settings_.at_once) {
            return;
        }
        auto const txn = parts_.store.read();
        auto const next = txn ? parts_.store.pending_activities.next_due(*txn)
                              : storage::Result<std::optional<std::int64_t>>(std::nullopt);
        if (!next || !*next) {
            return;
        }
        // What is due and busy already is looked at again when it ends, at the latest.
        auto const wait = std::max<std::int64_t>(**next - now(), busy_.empty() ? 0 : 1'000);
        timer_.expires_after(std::chrono::milliseconds(wait));
        timer_.async_wait([self = shared_from_this()](boost::system::error_code failed) {
            if (!failed) {
                self->pump();
            }
        });
    }

    /// Activities that are due and not running, as many as may run; they count as running.
    std::vector<PendingId> take_due() {
        std::vector<PendingId> taken;
        auto const txn = parts_.store.read();
        if (!txn || busy_.size() >= settings_.at_once) {
            return taken;
        }
        auto const due =
            parts_.store.pending_activities.due(*txn, now(), settings_.at_once + busy_.size());
        for (auto const id : due.value_or(std::vector<PendingId>())) {
            if (busy_.size() < settings_.at_once && busy_.insert(id).second) {
                taken.push_back(id);
            }
        }
        return taken;
    }

    std::int64_t now() const { return parts_.now().time_since_epoch().count(); }

    /// One attempt, from its row to its end or its next due time.
    asio::awaitable<void> attempt(PendingId id) {
        auto const self = shared_from_this();
        auto const attempts = co_await begin(id);
        if (!attempts) {
            co_return;
        }
        auto ended = co_await with_deadline(run(id), settings_.deadline);
        auto [outcome, detail] =
            ended.value_or(Ended{{Disposition::needs_fetch, 202, "pending.deadline"}, {}});
        bool const again = outcome.disposition == Disposition::needs_fetch;
        bool const given_up = again && *attempts >= settings_.attempts;
        if (!again || given_up) {
            co_await erase(id);
        }
        if (parts_.observe) {
            parts_.observe({id, outcome, given_up, std::move(detail)});
        }
    }

    /// How an attempt ended, and what is for the log only.
    using Ended = std::pair<Outcome, std::string>;

    /// Hands the activity to the listener. Never throws: a failure inside a deadline would wait for
    /// the deadline.
    asio::awaitable<Ended> run(PendingId id) {
        auto read = restore(id);
        if (!read) {
            co_return Ended{{Disposition::rejected, 202, std::move(read.error())}, {}};
        }
        try {
            FetchBudget budget;
            co_return Ended{co_await parts_.listener.handle(std::move(*read), &budget), {}};
        } catch (std::exception const& thrown) {
            co_return Ended{{Disposition::rejected, 422, "pending.poison"}, thrown.what()};
        }
    }

    /// Counts the attempt and moves the due time before anything else, so that an activity that
    /// ends the process is not the first thing that the next one works on (J10).
    /// @return how many attempts there were, this one included; nothing when the row is gone
    asio::awaitable<std::optional<unsigned>> begin(PendingId id) {
        auto& store = parts_.store;
        auto const facts = load(id);
        if (!facts) {
            co_return std::nullopt;
        }
        unsigned const attempts = facts->facts.attempts + 1U;
        auto const delay = std::chrono::milliseconds(settings_.first_delay).count()
                           << std::min(attempts - 1, 10U);
        auto const due = now() + delay;
        auto const moved = co_await storage::async_write(
            store.writer(),
            storage::WriteClass::maintenance,
            [&store, id, due](storage::WriteTxn& txn) {
                return store.pending_activities.postpone(txn, id, due);
            }
        );
        co_return moved ? std::optional(attempts) : std::nullopt;
    }

    asio::awaitable<void> erase(PendingId id) {
        auto& store = parts_.store;
        // The row may have gone with the effects of the activity.
        co_await storage::async_write(
            store.writer(),
            storage::WriteClass::maintenance,
            [&store, id](storage::WriteTxn& txn) -> storage::Result<void> {
                return store.pending_activities.erase(txn, id);
            }
        );
    }

    std::optional<storage::PendingActivityWithBody> load(PendingId id) const {
        auto const txn = parts_.store.read();
        if (!txn) {
            return std::nullopt;
        }
        auto row = parts_.store.pending_activities.load(*txn, id);
        return row ? std::optional(std::move(*row)) : std::nullopt;
    }

    /// The activity as it was verified when it came, unless its sender has lost the right to speak
    /// since.
    std::expected<VerifiedActivity, std::string> restore(PendingId id) const {
        auto row = load(id);
        if (!row) {
            return std::unexpected("pending.unreadable");
        }
        auto const json = activitypub::parse_json(row->body);
        if (!json || !activitypub::check_json_ld(*json)) {
            return std::unexpected("pending.unreadable");
        }
        auto activity = activitypub::read_activity(*json, parts_.ids);
        if (!activity || activity->actor.text() != row->facts.signer_iri) {
            return std::unexpected("pending.unreadable");
        }
        auto const authority =
            activitypub::check_ownership(*activity, activity->actor, parts_.local);
        if (!authority) {
            return std::unexpected("pending.not_theirs");
        }
        auto actor = signer(row->facts.signer);
        if (!actor || actor->suspended || actor->deleted_at != 0 ||
            parts_.policies.refuses(activity->actor.host())) {
            return std::unexpected("pending.actor_refused");
        }
        storage::Hash128 seen;
        std::copy_n(
            row->facts.seen.begin(),
            std::min(row->facts.seen.size(), seen.bytes.size()),
            seen.bytes.begin()
        );
        return VerifiedActivity(VerifiedActivity::Facts{
            .actor = std::move(*actor),
            .activity = std::make_shared<activitypub::Activity const>(std::move(*activity)),
            .authority = *authority,
            .raw = std::make_shared<std::string const>(std::move(row->body)),
            .seen = seen,
            .pending = id,
            .evidence = Evidence::http_signature,
            .received_at = activitypub::Timestamp(std::chrono::milliseconds(row->facts.received)),
            .target = {},
        });
    }

    std::optional<storage::ActorRecord> signer(std::uint64_t id) const {
        auto const txn = parts_.store.read();
        if (!txn) {
            return std::nullopt;
        }
        auto actor = parts_.store.actors.load(*txn, storage::ActorId(id));
        return actor ? std::optional(std::move(*actor)) : std::nullopt;
    }

    asio::any_io_executor executor_;
    asio::any_io_executor strand_;
    asio::steady_timer timer_;
    std::optional<asio::steady_timer> idle_;  ///< while stopping: ends when nothing runs
    PendingParts parts_;
    PendingSettings const settings_;
    std::set<PendingId> busy_;
    bool running_ = false;
};

PendingRunner::PendingRunner(
    asio::any_io_executor executor, PendingParts parts, PendingSettings settings
)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(parts), settings)) {}

PendingRunner::~PendingRunner() = default;

void PendingRunner::start() {
    impl_->start();
}

void PendingRunner::wake() {
    impl_->wake();
}

asio::awaitable<void> PendingRunner::stop(std::chrono::steady_clock::duration grace) {
    auto const impl = impl_;
    co_await asio::co_spawn(impl->strand(), impl->stop(grace), asio::use_awaitable);
}

asio::awaitable<void> PendingRunner::drain() {
    auto const impl = impl_;
    co_await asio::co_spawn(impl->strand(), impl->drain(), asio::use_awaitable);
}

}  // namespace folkmoot::federation
