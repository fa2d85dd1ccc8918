// HTTP requests and responses of the outbound side as plain values; no Beast type.
#pragma once

#include "activitypub/signature/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::federation {

/// Methods that the node sends.
enum class Method { get, head, post };

/// "GET", "HEAD", "POST". Lives for ever.
std::string_view to_string(Method method) noexcept;

/// One header field. Names compare without regard to case.
using Header = activitypub::HeaderField;

using HeaderList = std::vector<Header>;

/// Value of the first field called `name`, or nothing. The view is valid while `headers` is
/// unchanged.
std::optional<std::string_view> find_header(
    HeaderList const& headers, std::string_view name
) noexcept;

/// A request to send. `Host`, `User-Agent`, `Content-Length`, `Connection` and `Accept-Encoding`
/// are the client's own: values given here for them are ignored.
struct HttpRequest {
    Method method = Method::get;
    std::string url;  ///< absolute http or https URL; a fragment is dropped
    HeaderList headers;
    std::string body;  ///< sent with POST only
};

/// A complete response of any status.
struct HttpResponse {
    unsigned status = 0;
    HeaderList headers;
    std::string body;       ///< decompressed where gzip was asked for
    std::string final_url;  ///< canonical URL that gave this response, after redirects

    /// Value of the first field called `name`, or nothing. Valid while this response lives
    /// unchanged.
    std::optional<std::string_view> header(std::string_view name) const noexcept {
        return find_header(headers, name);
    }

    bool ok() const noexcept { return status >= 200 && status < 300; }
};

}  // namespace folkmoot::federation
