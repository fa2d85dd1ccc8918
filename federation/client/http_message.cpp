#include "federation/client/http_message.hpp"

namespace folkmoot::federation {

std::string_view to_string(Method method) noexcept {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
    }
    return "GET";
}

std::optional<std::string_view> find_header(
    HeaderList const& headers, std::string_view name
) noexcept {
    for (auto const& header : headers) {
        if (activitypub::equals_ignoring_case(header.name, name)) {
            return header.value;
        }
    }
    return std::nullopt;
}

}  // namespace folkmoot::federation
