#include "node/http/multipart.hpp"

#include "node/http/headers.hpp"
#include "node/http/percent.hpp"
#include "node/http/trim.hpp"

#include <optional>

namespace folkmoot::node {
namespace {

constexpr std::size_t longest_part_head = 4 * 1024;
constexpr std::size_t longest_boundary = 70;

std::unexpected<Error> malformed() {
    return std::unexpected{Error{ErrorCode::invalid_input, "The form is malformed.", {}}};
}

// Takes a quoted string or a token off the front. Browsers write %22 for a quote and leave
// backslashes alone; others escape with a backslash: only \" and \\ are taken for escapes.
std::string take_parameter_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        auto const end = rest.find(';');
        value = trim(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
        return value;
    }
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() != '"') {
        bool const escape =
            rest.front() == '\\' && rest.size() > 1 && (rest[1] == '"' || rest[1] == '\\');
        rest.remove_prefix(escape ? 1 : 0);
        value.push_back(rest.front());
        rest.remove_prefix(1);
    }
    rest.remove_prefix(rest.empty() ? 0 : 1);
    return value;
}

// Value of a parameter behind the first ";" of a header value.
std::optional<std::string> parameter(std::string_view header, std::string_view wanted) {
    auto const semicolon = header.find(';');
    auto rest = semicolon == std::string_view::npos ? std::string_view{} : header.substr(semicolon);
    while (rest.starts_with(';')) {
        rest = rest.substr(1);
        auto const equals = rest.find_first_of("=;");
        if (equals == std::string_view::npos || rest[equals] == ';') {
            rest.remove_prefix(equals == std::string_view::npos ? rest.size() : equals);
            continue;
        }
        auto const name = trim(rest.substr(0, equals));
        rest.remove_prefix(equals + 1);
        while (rest.starts_with(' ')) {
            rest.remove_prefix(1);
        }
        auto value = take_parameter_value(rest);
        if (equal_ignoring_case(name, wanted)) {
            return value;
        }
        auto const next = rest.find(';');
        rest.remove_prefix(next == std::string_view::npos ? rest.size() : next);
    }
    return std::nullopt;
}

// Reads the head of a part; nothing when it names no field.
std::optional<FormPart> read_part_head(std::string_view head) {
    FormPart part;
    bool named = false;
    while (!head.empty()) {
        auto const end = head.find("\r\n");
        auto const line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) {
            return std::nullopt;
        }
        auto const value = trim(line.substr(colon + 1));
        if (equal_ignoring_case(line.substr(0, colon), "content-disposition")) {
            auto name = parameter(value, "name");
            auto filename = parameter(value, "filename");
            named =
                name && !name->empty() && is_utf8(*name) && name->find('\0') == std::string::npos;
            part.name = std::move(name).value_or("");
            part.is_file = filename.has_value();
            part.filename = std::move(filename).value_or("");
        } else if (equal_ignoring_case(line.substr(0, colon), "content-type")) {
            part.content_type = value;
        }
    }
    return named ? std::optional{std::move(part)} : std::nullopt;
}

}  // namespace

Result<std::vector<FormPart>> split_multipart(
    std::string_view body, std::string_view content_type, std::size_t max_parts
) {
    auto const boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary) {
        return malformed();
    }
    auto const delimiter = "\r\n--" + *boundary;
    // The first delimiter needs no line end before it; anything in front of it is a preamble.
    std::string_view const first = std::string_view{delimiter}.substr(2);
    if (body.starts_with(first)) {
        body.remove_prefix(first.size());
    } else if (auto const at = body.find(delimiter); at != std::string_view::npos) {
        body.remove_prefix(at + delimiter.size());
    } else {
        return malformed();
    }
    std::vector<FormPart> parts;
    while (!body.starts_with("--")) {
        auto const line_end = body.find("\r\n");
        if (line_end == std::string_view::npos || !trim(body.substr(0, line_end)).empty()) {
            return malformed();
        }
        body.remove_prefix(line_end + 2);
        auto const head_end = body.substr(0, longest_part_head).find("\r\n\r\n");
        if (head_end == std::string_view::npos) {
            return malformed();
        }
        auto part = read_part_head(body.substr(0, head_end));
        body.remove_prefix(head_end + 4);
        auto const end = body.find(delimiter);
        if (!part || end == std::string_view::npos) {
            return malformed();
        }
        if (parts.size() == max_parts) {
            return std::unexpected{Error{ErrorCode::too_large, "The form has too many parts.", {}}};
        }
        part->bytes = body.substr(0, end);
        parts.push_back(std::move(*part));
        body.remove_prefix(end + delimiter.size());
    }
    return parts;
}

}  // namespace folkmoot::node
