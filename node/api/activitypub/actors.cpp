// Actor documents and the collections that hang on them.
#include "activitypub/vocabulary/actor.hpp"
#include "node/access/can.hpp"
#include "node/api/activitypub/collections.hpp"
#include "node/api/activitypub/endpoints.hpp"
#include "node/api/activitypub/reading.hpp"
#include "node/app/app.hpp"
#include "node/fold_errors.hpp"
#include "node/http/percent.hpp"
#include "node/http/router.hpp"
#include "node/publish/documents/actor_document.hpp"
#include "node/publish/names.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

using storage::ActorKind;

/// The local actor that a path names, as the reader may see it.
Result<storage::ActorRecord> actor_of_path(
    App& app, storage::Txn const& txn, Viewer const& viewer, RequestContext const& context
) {
    auto const& store = app.store();
    auto const& segments = context.request.segments;
    auto const name = context.params["name"];
    auto const loaded = [&]() -> storage::Result<storage::ActorRecord> {
        if (!name.empty()) {
            return store.actors.by_handle(txn, storage::fold_handle(name));
        }
        auto const identity = store.identity.load(txn);
        if (!identity) {
            return std::unexpected(identity.error());
        }
        bool const service = segments.front() == "services";
        return store.actors.load(
            txn, storage::ActorId(service ? identity->moderation_actor : identity->instance_actor)
        );
    }();
    if (!loaded) {
        return failed(loaded.error());
    }
    bool const group = loaded->kind == ActorKind::group;
    bool const fits = name.empty() || group == (segments.front() == "groups");
    if (loaded->host != 0 || !fits) {
        return not_found("actor path");
    }
    if (loaded->deleted_at != 0) {
        return refused(ErrorCode::gone, "This account is gone.");
    }
    // The instance actor is readable unsigned by everybody: without it nobody could verify us.
    if (loaded->kind != ActorKind::application) {
        if (auto const allowed = can(txn, store, viewer, Action::read, *loaded); !allowed) {
            return std::unexpected(allowed.error());
        }
    }
    return std::move(*loaded);
}

using Writer = Result<std::string> (*)(DocumentSource const&, storage::ActorRecord const&);

/// Who reads. The node's own actors are given to everybody without looking at who asks: a peer
/// needs them to verify us while we look at its own, and each would wait for the other.
asio::awaitable<Result<Viewer>> reader_of_actor(App& app, RequestContext& context) {
    if (context.params["name"].empty()) {
        co_return Viewer::anonymous();
    }
    co_return co_await reader_of(app, context.request);
}

/// @param write  what makes the answer of a source and an actor
template <class Write>
asio::awaitable<Response> answer(App& app, RequestContext& context, Write write) {
    auto const viewer = co_await reader_of_actor(app, context);
    if (!viewer) {
        co_return Response(viewer.error());
    }
    auto const txn = app.store().read();
    if (!txn) {
        co_return Response(fold(txn.error()));
    }
    auto const actor = actor_of_path(app, *txn, *viewer, context);
    if (!actor) {
        co_return Response(actor.error());
    }
    DocumentSource const source{app.store(), *txn, app.site()};
    auto text = write(source, *actor);
    co_return text ? public_document(std::move(*text)) : Response(text.error());
}

Result<std::string> document(DocumentSource const& source, storage::ActorRecord const& actor) {
    auto const written = actor_document(source, actor);
    return written ? Result<std::string>(activitypub::write_actor(*written).dump())
                   : std::unexpected(written.error());
}

storage::ActorCountersRecord counters_of(
    DocumentSource const& source, storage::ActorRecord const& actor
) {
    auto counters = source.tables.actor_counters.load(source.txn, storage::ActorId(actor.id));
    return counters ? std::move(*counters) : storage::ActorCountersRecord{};
}

Result<std::string> followers(DocumentSource const& source, storage::ActorRecord const& actor) {
    return counted_collection(
        followers_iri(source.site, actor), counters_of(source, actor).followers
    );
}

Result<std::string> following(DocumentSource const& source, storage::ActorRecord const& actor) {
    return counted_collection(
        actor_iri(source.site, actor) + "/following", counters_of(source, actor).following
    );
}

asio::awaitable<Response> get_actor(App& app, RequestContext& context) {
    if (wants_page(context.request) && !context.params["name"].empty()) {
        bool const group = context.request.segments.front() == "groups";
        auto const page = (group ? "/g/" : "/@") + percent_encode(context.params["name"]);
        auto response = redirect(page, 302);
        response.set("Vary", "Accept");
        co_return response;
    }
    co_return co_await answer(app, context, document);
}

asio::awaitable<Response> get_outbox(App& app, RequestContext& context) {
    return answer(
        app,
        context,
        [&app](DocumentSource const& source, storage::ActorRecord const& actor) {
            return outbox_collection(app, source, actor);
        }
    );
}

/// Answers with what `write` makes of the actor of the path.
template <Writer write>
asio::awaitable<Response> get(App& app, RequestContext& context) {
    return answer(app, context, write);
}

constexpr auto table = std::to_array<Endpoint>({
    document_endpoint(
        "/users/:name", get_actor, "Actor document of a member", Format::activity | Format::html
    ),
    document_endpoint(
        "/groups/:name", get_actor, "Actor document of a group", Format::activity | Format::html
    ),
    document_endpoint("/actor", get_actor, "The instance actor"),
    document_endpoint("/services/moderation", get_actor, "The moderation service"),
    document_endpoint("/users/:name/outbox", get_outbox, "What a member published"),
    document_endpoint("/groups/:name/outbox", get_outbox, "What a group announced"),
    document_endpoint("/actor/outbox", get_outbox, "Empty: the instance actor publishes nothing"),
    document_endpoint("/services/moderation/outbox", get_outbox, "Of the moderation service"),
    document_endpoint("/users/:name/followers", get<followers>, "How many follow a member"),
    document_endpoint("/groups/:name/followers", get<followers>, "How many follow a group"),
    document_endpoint("/services/moderation/followers", get<followers>, "How many nodes follow"),
    document_endpoint("/users/:name/following", get<following>, "How many a member follows"),
    document_endpoint("/groups/:name/following", get<following>, "How many a group follows"),
    document_endpoint(
        "/users/:name/collections/featured", get<featured_collection>, "Pinned posts"
    ),
    document_endpoint(
        "/groups/:name/collections/featured", get<featured_collection>, "Pinned topics"
    ),
    document_endpoint(
        "/groups/:name/moderators", get<moderators_collection>, "Moderators of a group"
    ),
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> actor_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
