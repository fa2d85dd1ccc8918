#include "node/media/serve.hpp"

#include "federation/client/run_on.hpp"
#include "node/app/app.hpp"
#include "node/fold_errors.hpp"
#include "node/http/conditional.hpp"
#include "node/media/file_type.hpp"
#include "node/publish/documents/media_document.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::size_t digits_of_hash = 64;

std::optional<unsigned> hexadecimal(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    return c >= 'a' && c <= 'f' ? std::optional(static_cast<unsigned>(c - 'a') + 10) : std::nullopt;
}

std::optional<storage::Sha256> parse_hash(std::string_view name) noexcept {
    if (name.size() < digits_of_hash) {
        return std::nullopt;
    }
    storage::Sha256 hash{};
    for (std::size_t i = 0; i < hash.size(); ++i) {
        auto const high = hexadecimal(name[2 * i]);
        auto const low = hexadecimal(name[2 * i + 1]);
        if (!high || !low) {
            return std::nullopt;
        }
        hash[i] = static_cast<std::uint8_t>(*high * 16 + *low);
    }
    return hash;
}

Response headers_of(std::string_view media_type, std::string_view name) {
    auto const* const type = find_file_type(media_type);
    bool const in_place = type != nullptr && type->file_class != FileClass::document;
    Response response;
    // A PDF is saved, not shown: readers in browsers run scripts.
    response.set("Content-Type", in_place ? std::string(media_type) : "application/octet-stream");
    response.set("Content-Disposition", in_place ? "inline" : "attachment");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
    response.set("Cache-Control", "public, max-age=31536000, immutable");
    response.set("ETag", strong_etag(name.substr(0, digits_of_hash)));
    return response;
}

asio::awaitable<Response> get_media_file(App& app, RequestContext& context) {
    // Exactly one segment below /media: the pattern would take more.
    if (context.request.segments.size() != 2) {
        co_return Error{ErrorCode::not_found, {}, {}};
    }
    std::string const name(context.params["name"]);
    auto const open = [&app, &name] { return serve_media(app.store(), name); };
    auto answer = co_await federation::run_on(app.read_pool(), open);
    co_return answer ? std::move(*answer) : Response(std::move(answer.error()));
}

constexpr auto table = std::to_array<Endpoint>({
    {.verb = Verb::get,
     .path = "/media/*name",
     .run = get_media_file,
     .needs = for_anyone,
     .rate = Rate::none,
     .summary = "A stored file, by the hash of its bytes.",
     .formats = Format::other},
});

}  // namespace

Result<Response> serve_media(storage::Store& store, std::string_view name) {
    auto const hash = parse_hash(name);
    if (!hash) {
        return not_found();
    }
    auto const txn = store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const record = store.media_files.by_hash(*txn, *hash);
    if (!record) {
        return failed(record.error());
    }
    bool const is_original = std::ranges::equal(record->hash, *hash);
    auto const& media_type = is_original ? record->media_type : record->preview_type;
    // A name with another extension than the type's own is no file of ours.
    auto const path = media_path({hash->begin(), hash->end()}, media_type);
    if (path.substr(media_path_class.size()) != name) {
        return not_found();
    }
    auto file = store.media().open_file(*hash);
    if (!file) {
        return failed(file.error());
    }
    auto response = headers_of(media_type, name);
    auto const keeper = std::make_shared<storage::OpenMedia>(std::move(*file));
    response.body = FileRange{keeper, keeper->file.get(), 0, keeper->size};
    return response;
}

std::span<Endpoint const> media_file_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
