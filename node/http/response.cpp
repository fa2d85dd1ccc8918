#include "node/http/response.hpp"

#include "node/http/headers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace folkmoot::node {
namespace {

/// An answer has about as many with all that the server adds.
constexpr std::size_t usual_headers = 20;

Response with_type(std::string body, int status, std::string_view type) {
    Response response{status};
    response.set("Content-Type", std::string{type});
    response.body = std::move(body);
    return response;
}

bool is_own_path(std::string_view path) noexcept {
    if (path.empty() || path.front() != '/') {
        return false;
    }
    if (path.size() > 1 && (path[1] == '/' || path[1] == '\\')) {
        return false;
    }
    return std::all_of(path.begin(), path.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F;
    });
}

}  // namespace

Response::Response(Error error) : status(http_status(error.code)), failure(std::move(error)) {}

std::optional<std::string_view> Response::header(std::string_view name) const noexcept {
    for (auto const& [key, value] : headers) {
        if (equal_ignoring_case(key, name)) {
            return value;
        }
    }
    return std::nullopt;
}

Response& Response::set(std::string_view name, std::string value) {
    std::erase_if(headers, [&](auto const& field) {
        return equal_ignoring_case(field.first, name);
    });
    return add(name, std::move(value));
}

Response& Response::add(std::string_view name, std::string value) {
    if (headers.capacity() == 0) {
        headers.reserve(usual_headers);
    }
    headers.emplace_back(std::string{name}, std::move(value));
    return *this;
}

std::string_view Response::bytes() const noexcept {
    if (auto const* text = std::get_if<std::string>(&body)) {
        return *text;
    }
    if (auto const* shared = std::get_if<SharedBytes>(&body); shared && *shared) {
        return **shared;
    }
    return {};
}

std::uint64_t Response::length() const noexcept {
    if (auto const* range = std::get_if<FileRange>(&body)) {
        return range->length;
    }
    return bytes().size();
}

Response json_response(nlohmann::json const& value, int status) {
    return json_text_response(
        value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), status
    );
}

Response json_text_response(std::string text, int status, std::string_view type) {
    return with_type(std::move(text), status, type);
}

Response empty_response() {
    return json_text_response("{}");
}

Response html_response(std::string page, int status) {
    return with_type(std::move(page), status, "text/html; charset=utf-8");
}

Response text_response(std::string body, int status) {
    return with_type(std::move(body), status, "text/plain; charset=utf-8");
}

Response redirect(std::string_view path, int status) {
    if (!is_own_path(path)) {
        return Error{ErrorCode::internal, {}, "redirect to a target that is no own path"};
    }
    Response response{status};
    response.set("Location", std::string{path});
    return response;
}

Response redirect_abroad(std::string url, int status) {
    Response response{status};
    response.set("Location", std::move(url));
    return response;
}

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 200:
            return "OK";
        case 202:
            return "Accepted";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

}  // namespace folkmoot::node
