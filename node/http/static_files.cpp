#include "node/http/static_files.hpp"

#include "node/http/conditional.hpp"

#include <utility>

namespace folkmoot::node {

void StaticFiles::add(
    std::string path, std::string content_type, std::string_view body, std::string_view gzip
) {
    File file{
        std::move(content_type),
        weak_etag(body),
        std::make_shared<std::string const>(body),
        gzip.empty() ? nullptr : std::make_shared<std::string const>(gzip),
    };
    files_.insert_or_assign(std::move(path), std::move(file));
}

Response StaticFiles::serve(Request const& request) const {
    auto const it = files_.find(request.raw_path());
    if (it == files_.end()) {
        return Error{ErrorCode::not_found, {}, {}};
    }
    auto const& file = it->second;
    Response response{200};
    response.set("Content-Type", file.content_type);
    response.set("ETag", file.etag);
    response.set("Cache-Control", "public, max-age=31536000, immutable");
    response.body = file.body;
    response.gzip = file.gzip;
    return response;
}

}  // namespace folkmoot::node
