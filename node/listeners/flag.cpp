#include "activitypub/vocabulary/text.hpp"
#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/fold_errors.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"
#include "storage/engine/async_write.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// Longest reason that is kept, in bytes.
constexpr std::size_t max_comment = 5'000;

/// What is reported: one actor and some of its posts.
struct Reported {
    std::uint64_t target = 0;
    std::uint64_t group = 0;
    std::vector<std::uint64_t> posts;
};

bool readable(
    storage::Txn const& txn,
    ListenerServices const& services,
    Incoming const& incoming,
    storage::PostRecord const& post
) {
    auto const viewer = Viewer::remote_actor(incoming.actor_id(), incoming.host());
    return judge(txn, services.store(), viewer, Action::read, post).value_or(Verdict::hide) ==
           Verdict::allow;
}

/// Whether a member or a group of this node is concerned.
bool concerns_us(
    storage::Txn const& txn, ListenerServices const& services, Reported const& reported
) {
    for (auto const id : {reported.target, reported.group}) {
        auto const actor = services.store().actors.load(txn, storage::ActorId(id));
        if (id != 0 && actor && actor->host == 0) {
            return true;
        }
    }
    return false;
}

/// What a Flag is about. Nothing when one of its objects is unknown or not for the reporter to
/// read: a report is no way to read what is private, nor to find out that it exists (P04).
std::optional<Reported> reported(
    storage::Txn const& txn, ListenerServices const& services, Incoming const& incoming
) {
    Reported result;
    std::uint64_t author = 0;
    for (auto const& reference : incoming.activity.objects) {
        if (auto const actor = find_actor(txn, services, *reference.id)) {
            result.target = actor->id;
            continue;
        }
        auto const post = find_post(txn, services, *reference.id);
        if (!post || !readable(txn, services, incoming, *post)) {
            return std::nullopt;
        }
        author = post->author;
        result.group = post->group;
        result.posts.push_back(post->id);
    }
    result.target = result.target == 0 ? author : result.target;
    return concerns_us(txn, services, result) ? std::optional(std::move(result)) : std::nullopt;
}

/// Whether the reporter has an open report about one of these posts, or about the actor alone.
storage::Result<bool> is_repeated(
    storage::Store const& store, storage::Txn const& txn, storage::ReportRecord const& report
) {
    auto const known = store.reports.about(txn, storage::ActorId(report.target), {});
    if (!known) {
        return std::unexpected(known.error());
    }
    return std::ranges::any_of(known->items, [&report](storage::ReportRecord const& other) {
        bool const same =
            report.posts.empty()
                ? other.posts.empty()
                : std::ranges::any_of(report.posts, [&other](std::uint64_t post) {
                      return std::ranges::find(other.posts, post) != other.posts.end();
                  });
        return same && other.reporter == report.reporter &&
               other.state == storage::ReportState::open;
    });
}

asio::awaitable<Outcome> store_report(
    ListenerServices services, storage::ReportRecord report, Origin origin
) {
    auto& store = services.store();
    auto change = [&store, report, origin = std::move(origin)](storage::WriteTxn& txn
                  ) -> storage::Result<bool> {
        auto const repeated = is_repeated(store, txn, report);
        if (!repeated || *repeated) {
            return repeated ? storage::Result<bool>(false) : repeated;
        }
        // The cap of its host is the table's, which checks before it writes.
        if (auto const kept = store.reports.insert(txn, report); !kept) {
            return std::unexpected(kept.error());
        }
        if (auto const marked = mark_seen(store, txn, origin, report.created); !marked) {
            return std::unexpected(marked.error());
        }
        auto const noted = note_change(
            store,
            txn,
            {.kind = storage::ChangeKind::report_created,
             .subject = report.id,
             .group = report.group},
            report.created
        );
        return noted ? storage::Result<bool>(true) : std::unexpected(noted.error());
    };
    auto const kept = co_await storage::async_write(
        store.writer(), storage::WriteClass::inbox, std::move(change)
    );
    if (!kept) {
        co_return kept.error().code == storage::ErrorCode::queue_full
            ? ignored("flag.too_many")
            : from_error(fold(kept.error()));
    }
    co_return *kept ? applied("flag.kept") : ignored("flag.repeated");
}

}  // namespace

asio::awaitable<Outcome> handle_flag(ListenerServices services, Incoming incoming) {
    std::optional<Reported> about;
    bool deaf = false;
    if (auto const txn = snapshot(services)) {
        deaf = services.policies.standing(*txn, incoming.activity.actor.host())
                   .value_or(federation::HostStanding{})
                   .reject_reports;
        about = reported(*txn, services, incoming);
    }
    if (deaf) {
        co_return ignored("flag.not_wanted");
    }
    if (!about) {
        co_return unprocessable("flag.target");
    }
    auto const& activity = incoming.activity;
    auto const& reason = activity.content.empty() ? activity.summary : activity.content;
    storage::ReportRecord report;
    report.id = services.store().ids().next();
    report.host = incoming.actor.host;
    report.reporter = incoming.actor.id;
    report.target = about->target;
    report.posts = std::move(about->posts);
    report.group = about->group;
    report.category = "other";
    report.comment = activitypub::truncate_utf8(reason, max_comment);
    report.created = services.now();
    report.activity_iri = incoming.origin.activity_iri;
    co_return co_await store_report(services, std::move(report), incoming.origin);
}

}  // namespace folkmoot::node
