// Mastodon API: /methods/media. Files are ready when the answer goes out, so nothing is ever
// "processing".
#include "node/api/mastodon/entities/media_entity.hpp"
#include "node/api/mastodon/families.hpp"
#include "node/api/mastodon/routes.hpp"
#include "node/fold_errors.hpp"

#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using storage::MediaFileRecord;
using storage::MediaId;

/// The most that a configuration may allow for one file, and the form around it.
constexpr std::size_t upload_body_limit = (std::size_t{1} << 30) + (std::size_t{1} << 20);

Result<Response> answer_media(Change& change, Result<MediaFileRecord> const& media) {
    if (!media) {
        return std::unexpected(media.error());
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        write_media(json, change.api.site(), *media);
        return {};
    });
}

std::optional<FocalPoint> read_focus(Params& params) {
    auto const text = params.text("focus", 50);
    if (!text || text->empty()) {
        return std::nullopt;
    }
    auto const point = parse_focal_point(*text);
    if (!point) {
        params.refuse(ErrorCode::unprocessable, "Validation failed: Focus is not a point");
    }
    return point;
}

asio::awaitable<Result<Response>> upload(Change& change) {
    auto const* const file = change.params.file("file");
    if (file == nullptr) {
        co_return refused(ErrorCode::unprocessable, "Validation failed: File can't be blank");
    }
    NewUpload command;
    command.owner = change.member;
    command.bytes = file->bytes;
    command.keeper = file->owner;
    command.description = change.params.text("description").value_or("");
    command.focus = read_focus(change.params).value_or(FocalPoint{});
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    co_return answer_media(change, co_await change.api.uploads().store(std::move(command)));
}

Result<Response> show(Reading& reading) {
    auto const id = reading.path_id();
    if (!id) {
        return std::unexpected(id.error());
    }
    auto const media = reading.tables().media_files.load(reading.txn(), MediaId(*id));
    if (!media || media->owner != reading.member().value()) {
        return not_found();
    }
    return answer_entity([&](JsonWriter& json) -> Result<void> {
        write_media(json, reading.api.site(), *media);
        return {};
    });
}

asio::awaitable<Result<Response>> describe(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    DescribeUpload command;
    command.owner = change.member;
    command.media = MediaId(*id);
    command.description = change.params.text("description");
    command.focus = read_focus(change.params);
    if (change.params.failure()) {
        co_return std::unexpected(*change.params.failure());
    }
    co_return answer_media(change, co_await change.api.uploads().describe(std::move(command)));
}

asio::awaitable<Result<Response>> remove(Change& change) {
    auto const id = change.path_id();
    if (!id) {
        co_return std::unexpected(id.error());
    }
    co_return answer_empty(co_await change.api.uploads().remove(change.member, MediaId(*id)));
}

constexpr auto writes = member_with(Scope::write_media);

constexpr auto table = std::to_array<ClientEndpoint>({
    route<upload>(
        Verb::post, "/api/v2/media", writes, "Upload a file.", Rate::media, upload_body_limit
    ),
    route<upload>(
        Verb::post,
        "/api/v1/media",
        writes,
        "Upload a file (old form).",
        Rate::media,
        upload_body_limit
    ),
    route<show>(Verb::get, "/api/v1/media/:id", writes, "One's own upload."),
    route<describe>(
        Verb::put, "/api/v1/media/:id", writes, "Describe an upload that no status uses yet."
    ),
    route<remove>(Verb::del, "/api/v1/media/:id", writes, "Take an upload back."),
});

}  // namespace

std::span<ClientEndpoint const> media_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
