// Objects, what hangs on them, and activities.
#include "activitypub/vocabulary/object.hpp"
#include "node/access/can.hpp"
#include "node/api/activitypub/activity_lookup.hpp"
#include "node/api/activitypub/collections.hpp"
#include "node/api/activitypub/endpoints.hpp"
#include "node/api/activitypub/reading.hpp"
#include "node/app/app.hpp"
#include "node/fold_errors.hpp"
#include "node/http/percent.hpp"
#include "node/http/router.hpp"
#include "node/publish/documents/post_document.hpp"
#include "node/publish/names.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

std::uint64_t id_of(std::string_view text) {
    std::uint64_t id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc{} && end == text.data() + text.size() ? id : 0;
}

bool is_for_everybody(storage::PostRecord const& post) {
    return post.visibility == storage::Visibility::public_ ||
           post.visibility == storage::Visibility::unlisted;
}

Response document(storage::PostRecord const& post, std::string text) {
    return is_for_everybody(post) ? public_document(std::move(text))
                                  : private_document(std::move(text));
}

/// A local post as the reader may see it; a Tombstone's text for one that is gone.
struct Found {
    storage::PostRecord post;
    bool gone{false};
};

Result<Found> find_post(DocumentSource const& source, Viewer const& viewer, std::uint64_t id) {
    auto post = source.post(id);
    if (!post || !post->local) {
        return not_found("object");
    }
    auto const verdict = judge(source.txn, source.tables, viewer, Action::read, *post);
    if (!verdict) {
        return std::unexpected(verdict.error());
    }
    if (*verdict == Verdict::allow) {
        return Found{std::move(*post)};
    }
    bool const gone = (post->state == storage::PostState::deleted ||
                       post->state == storage::PostState::removed) &&
                      is_for_everybody(*post);
    return gone ? Result<Found>(Found{std::move(*post), true}) : not_found("object");
}

using Writer = Result<
    std::
        string> (*)(DocumentSource const&, Viewer const&, storage::PostRecord const&, Request const&);

asio::awaitable<Response> answer(App& app, RequestContext& context, Writer write) {
    auto const viewer = co_await reader_of(app, context.request);
    if (!viewer) {
        co_return Response(viewer.error());
    }
    auto const txn = app.store().read();
    if (!txn) {
        co_return Response(fold(txn.error()));
    }
    DocumentSource const source{app.store(), *txn, app.site()};
    auto const found = find_post(source, *viewer, id_of(context.params["id"]));
    if (!found) {
        co_return Response(found.error());
    }
    if (found->gone) {
        co_return gone_document(
            activitypub::write_object(tombstone_document(app.site(), found->post)).dump()
        );
    }
    auto text = write(source, *viewer, found->post, context.request);
    co_return text ? document(found->post, std::move(*text)) : Response(text.error());
}

Result<std::string>
object_text(DocumentSource const& source, Viewer const&, storage::PostRecord const& post, Request const&) {
    auto const body = source.tables.posts.load_body(source.txn, storage::PostId(post.id));
    if (!body) {
        return failed(body.error());
    }
    auto const object = post_document(source, post, *body);
    return object ? Result<std::string>(activitypub::write_object(*object).dump())
                  : std::unexpected(object.error());
}

Result<std::string>
replies_text(DocumentSource const& source, Viewer const& viewer, storage::PostRecord const& post, Request const&) {
    return replies_collection(source, viewer, post);
}

Result<std::string> context_text(
    DocumentSource const& source,
    Viewer const& viewer,
    storage::PostRecord const& post,
    Request const& request
) {
    auto const page = id_of(request.query_value("page"));
    if (post.root != post.id && post.root != 0) {
        return not_found("context of a reply");
    }
    return context_collection(
        source, viewer, post, static_cast<std::uint32_t>(std::min<std::uint64_t>(page, 10'000'000))
    );
}

Result<std::string>
likes_text(DocumentSource const& source, Viewer const&, storage::PostRecord const& post, Request const&) {
    auto const counters = source.tables.post_counters.load(source.txn, storage::PostId(post.id));
    return counted_collection(
        source.site.object(post.id) + "/likes", counters ? counters->likes : 0
    );
}

Result<std::string>
shares_text(DocumentSource const& source, Viewer const&, storage::PostRecord const& post, Request const&) {
    auto const counters = source.tables.post_counters.load(source.txn, storage::PostId(post.id));
    return counted_collection(
        source.site.object(post.id) + "/shares", counters ? counters->boosts : 0
    );
}

asio::awaitable<Response> get_object(App& app, RequestContext& context) {
    if (wants_page(context.request)) {
        auto response = redirect("/p/" + percent_encode(context.params["id"]), 302);
        response.set("Vary", "Accept");
        co_return response;
    }
    co_return co_await answer(app, context, object_text);
}

/// Answers with what `write` makes of the post of the path.
template <Writer write>
asio::awaitable<Response> get(App& app, RequestContext& context) {
    return answer(app, context, write);
}

asio::awaitable<Response> get_activity(App& app, RequestContext& context) {
    auto const viewer = co_await reader_of(app, context.request);
    if (!viewer) {
        co_return Response(viewer.error());
    }
    auto const txn = app.store().read();
    if (!txn) {
        co_return Response(fold(txn.error()));
    }
    DocumentSource const source{app.store(), *txn, app.site()};
    auto text =
        activity_text(app, source, *viewer, id_of(context.params["id"]), context.params["what"]);
    if (!text) {
        co_return Response(text.error());
    }
    co_return viewer->remote() ? private_document(std::move(*text))
                               : public_document(std::move(*text));
}

constexpr auto table = std::to_array<Endpoint>({
    document_endpoint("/objects/:id", get_object, "A post", Format::activity | Format::html),
    document_endpoint("/objects/:id/replies", get<replies_text>, "Direct replies to a post"),
    document_endpoint("/objects/:id/context", get<context_text>, "The conversation below a topic"),
    document_endpoint("/objects/:id/likes", get<likes_text>, "How many like a post"),
    document_endpoint("/objects/:id/shares", get<shares_text>, "How many boosted a post"),
    document_endpoint("/activities/:id", get_activity, "An activity"),
    document_endpoint("/activities/:id/*what", get_activity, "An activity about another one"),
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> object_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
