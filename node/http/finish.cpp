#include "node/http/finish.hpp"

#include "node/http/compression.hpp"
#include "node/http/conditional.hpp"
#include "node/http/quality_list.hpp"
#include "node/http/trim.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

constexpr std::string_view closed_csp =
    "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

bool is_clean(std::pair<std::string, std::string> const& field) noexcept {
    auto const& [name, value] = field;
    bool const token = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-';
    });
    return token && std::none_of(value.begin(), value.end(), [](char c) {
               auto const byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && c != '\t') || byte == 0x7F;
           });
}

void set_absent(Response& response, std::string_view name, std::string_view value) {
    if (!response.header(name)) {
        response.add(name, std::string{value});
    }
}

bool is_html(Response const& response) noexcept {
    return response.header("Content-Type").value_or("").starts_with("text/html");
}

void add_security(Response& response, Request const* request, FinishPolicy const& policy) {
    set_absent(response, "X-Content-Type-Options", "nosniff");
    if (!response.header("Content-Security-Policy")) {
        response.add(
            "Content-Security-Policy",
            is_html(response) ? page_csp(policy) : std::string{closed_csp}
        );
    }
    set_absent(response, "Referrer-Policy", "same-origin");
    set_absent(response, "X-Frame-Options", "DENY");
    set_absent(response, "Cross-Origin-Opener-Policy", "same-origin");
    // An answer that CORS opens to every origin is open to embedding, too.
    set_absent(
        response,
        "Cross-Origin-Resource-Policy",
        response.header("Access-Control-Allow-Origin") ? "cross-origin" : "same-origin"
    );
    set_absent(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    set_absent(response, "Cache-Control", "no-store");
    if (request != nullptr && request->secure && policy.strict_transport) {
        set_absent(response, "Strict-Transport-Security", "max-age=31536000");
    }
}

void drop_body(Response& response, int status) {
    response.status = status;
    response.body = std::string{};
    response.gzip.reset();
    std::erase_if(response.headers, [](auto const& field) {
        return equal_ignoring_case(field.first, "Content-Type");
    });
}

void apply_range(Response& response, Request const& request) {
    auto* const file = std::get_if<FileRange>(&response.body);
    if (file == nullptr || response.status != 200) {
        return;
    }
    response.set("Accept-Ranges", "bytes");
    auto const header = request.headers.find("Range");
    auto const if_range = request.headers.find("If-Range");
    bool const current = !if_range || response.header("ETag") == *if_range;
    if (!header || !current || request.verb != Verb::get || request.headers.repeated("Range")) {
        return;
    }
    auto const total = std::to_string(file->length);
    ByteRange part;
    switch (read_range(*header, file->length, part)) {
        case RangeKind::whole:
            return;
        case RangeKind::unsatisfiable:
            drop_body(response, 416);
            response.set("Content-Range", "bytes */" + total);
            return;
        case RangeKind::part:
            response.status = 206;
            response.set(
                "Content-Range",
                "bytes " + std::to_string(part.offset) + "-" +
                    std::to_string(part.offset + part.length - 1) + "/" + total
            );
            file->offset += part.offset;
            file->length = part.length;
    }
}

// A strong tag names exact bytes, and the compressed ones are others.
void weaken_etag(Response& response) {
    if (auto const etag = response.header("ETag"); etag && !etag->starts_with("W/")) {
        response.set("ETag", "W/" + std::string{*etag});
    }
}

void apply_gzip(Response& response, Request const& request) {
    auto const bytes = response.bytes();
    if (bytes.size() < least_compressed_bytes || response.header("Content-Encoding") ||
        !is_compressible(response.header("Content-Type").value_or(""))) {
        return;
    }
    add_vary(response, "Accept-Encoding");
    if (!accepts_gzip(request.headers.joined("Accept-Encoding").value_or(""))) {
        return;
    }
    if (response.gzip) {
        response.body = std::move(response.gzip);
    } else if (bytes.size() <= most_compressed_bytes && request.verb != Verb::head) {
        auto packed = gzip(bytes);
        if (!packed) {
            return;
        }
        response.body = std::move(*packed);
    } else {
        return;
    }
    response.set("Content-Encoding", "gzip");
    weaken_etag(response);
}

}  // namespace

std::string page_csp(FinishPolicy const& policy, std::string_view form_targets) {
    auto const media = policy.media_origin.empty() ? "" : " " + policy.media_origin;
    std::string csp;
    csp.reserve(384);
    csp.append("default-src 'none'; img-src 'self' data:").append(media);
    csp += "; media-src 'self'" + media;
    csp += "; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'";
    csp += "; manifest-src 'self'; form-action 'self'";
    if (!form_targets.empty()) {
        csp.append(" ").append(form_targets);
    }
    return csp + "; frame-ancestors 'none'; base-uri 'none'";
}

void add_vary(Response& response, std::string_view token) {
    auto const present = std::ranges::find_if(response.headers, [](auto const& field) {
        return equal_ignoring_case(field.first, "Vary");
    });
    if (present == response.headers.end()) {
        response.add("Vary", std::string{token});
        return;
    }
    for (std::string_view rest = present->second; !rest.empty();) {
        auto const end = std::min(rest.find(','), rest.size());
        auto const item = trim(rest.substr(0, end));
        if (item == "*" || equal_ignoring_case(item, token)) {
            return;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    present->second.append(", ").append(token);
}

void finish_response(
    Response& response,
    Request const* request,
    std::string_view request_id,
    FinishPolicy const& policy,
    Time now
) {
    if (!std::all_of(response.headers.begin(), response.headers.end(), is_clean)) {
        response = text_response("Internal Server Error\n", 500);
    }
    if (request != nullptr) {
        if (is_not_modified(*request, response)) {
            drop_body(response, 304);
        }
        apply_range(response, *request);
        apply_gzip(response, *request);
    }
    add_security(response, request, policy);
    response.set("X-Request-Id", std::string{request_id});
    response.set("Date", format_imf_fixdate(now));
    if (response.status != 304) {
        response.set("Content-Length", std::to_string(response.length()));
    }
}

std::string serialize_head(Response const& response, bool keep_alive) {
    std::string head;
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\n");
    for (auto const& [name, value] : response.headers) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
    head.append(keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    return head;
}

}  // namespace folkmoot::node
