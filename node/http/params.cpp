#include "node/http/params.hpp"

#include "activitypub/json/guard.hpp"
#include "node/http/form_tree.hpp"
#include "node/http/multipart.hpp"
#include "node/http/percent.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <utility>

namespace folkmoot::node {
namespace {

using Json = nlohmann::json;

std::unexpected<Error> refuse(ErrorCode code, std::string text, std::string detail = {}) {
    return std::unexpected{Error{code, std::move(text), std::move(detail)}};
}

std::string quoted(std::string_view name) {
    return "'" + std::string{name} + "'";
}

// A scalar as text; nothing for null, arrays and objects.
std::optional<std::string> scalar_text(Json const& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_boolean() || value.is_number()) {
        return value.dump();
    }
    return std::nullopt;
}

bool is_index(std::string_view key) noexcept {
    return !key.empty() && key.size() <= 9 &&
           std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The items of an array, of an object whose keys are all numbers (in their order), or the single
// value itself.
std::vector<Json const*> items_of(Json const& value) {
    std::vector<Json const*> items;
    if (value.is_array()) {
        for (auto const& item : value) {
            items.push_back(&item);
        }
        return items;
    }
    if (value.is_object() && !value.empty() &&
        std::all_of(value.items().begin(), value.items().end(), [](auto const& entry) {
            return is_index(entry.key());
        })) {
        std::multimap<int, Json const*> numbered;
        for (auto const& [key, item] : value.items()) {
            numbered.emplace(std::stoi(key), &item);
        }
        for (auto const& [index, item] : numbered) {
            items.push_back(item);
        }
        return items;
    }
    items.push_back(&value);
    return items;
}

Result<Json> decode_json(Body const& body, ParamLimits const& limits) {
    activitypub::JsonLimits const guard{
        .max_bytes = limits.json_bytes,
        .max_depth = limits.nesting + 1,
        .max_nodes = limits.keys * 10,
        .max_text_bytes = limits.json_bytes,
    };
    auto parsed = activitypub::parse_json(body.bytes(), guard);
    if (!parsed) {
        bool const large = parsed.error().code == activitypub::ErrorCode::too_large;
        return refuse(
            large ? ErrorCode::too_large : ErrorCode::invalid_input,
            large ? "The JSON is too large or nests too deeply." : "The JSON is malformed.",
            std::move(parsed.error().detail)
        );
    }
    return std::move(*parsed);
}

Result<Json> decode_form(std::string_view text, ParamLimits const& limits) {
    if (text.size() > limits.form_bytes) {
        return refuse(ErrorCode::too_large, "The form is too large.");
    }
    auto const pairs = parse_form(text, limits.keys);
    if (!pairs) {
        return refuse(ErrorCode::invalid_input, "The form is malformed.");
    }
    FormTree tree{limits.nesting, limits.keys};
    for (auto const& [name, value] : *pairs) {
        if (auto added = tree.add(name, value); !added) {
            return std::unexpected{std::move(added.error())};
        }
    }
    return tree.take();
}

Result<Json> decode_multipart(
    Request const& request, ParamLimits const& limits, std::vector<FilePart>& files
) {
    auto parts =
        split_multipart(request.body.bytes(), request.headers.get("Content-Type"), limits.parts);
    if (!parts) {
        return std::unexpected{std::move(parts.error())};
    }
    FormTree tree{limits.nesting, limits.keys};
    for (auto& part : *parts) {
        if (part.is_file) {
            files.push_back(
                {std::move(part.name),
                 std::move(part.filename),
                 std::move(part.content_type),
                 part.bytes,
                 request.body.owner()}
            );
            continue;
        }
        if (part.bytes.size() > limits.form_bytes) {
            return refuse(ErrorCode::too_large, "A field of the form is too large.");
        }
        if (!is_utf8(part.bytes) || part.bytes.find('\0') != std::string_view::npos) {
            return refuse(ErrorCode::invalid_input, "A field of the form is not UTF-8.");
        }
        if (auto added = tree.add(part.name, part.bytes); !added) {
            return std::unexpected{std::move(added.error())};
        }
    }
    return tree.take();
}

Result<Json> decode_body(
    Request const& request, ParamLimits const& limits, std::vector<FilePart>& files
) {
    if (request.body.empty()) {
        return Json::object();
    }
    auto type = request.headers.get("Content-Type");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ')) {
        type.remove_suffix(1);
    }
    if (equal_ignoring_case(type, "application/json")) {
        return decode_json(request.body, limits);
    }
    if (equal_ignoring_case(type, "application/x-www-form-urlencoded")) {
        return decode_form(request.body.bytes(), limits);
    }
    if (equal_ignoring_case(type, "multipart/form-data")) {
        return decode_multipart(request, limits, files);
    }
    return refuse(
        ErrorCode::unsupported_media,
        "Send application/json, application/x-www-form-urlencoded or multipart/form-data."
    );
}

}  // namespace

Params::Params(Json values, std::vector<FilePart> files)
    : values_(values.is_object() ? std::move(values) : Json::object()),
      files_(std::move(files)),
      failure_(std::make_shared<std::optional<Error>>()) {}

void Params::refuse(ErrorCode code, std::string text) {
    if (!*failure_) {
        failure_->emplace(Error{code, std::move(text), {}});
    }
}

Json const* Params::value(std::string_view name) const {
    auto const it = values_.find(name);
    return it == values_.end() || it->is_null() ? nullptr : &*it;
}

bool Params::has(std::string_view name) const {
    return value(name) != nullptr;
}

std::optional<std::string> Params::text(std::string_view name, std::size_t max_bytes) {
    auto const* found = value(name);
    if (found != nullptr && found->is_array() && !found->empty()) {
        found = &found->back();  // a repeated scalar: the last one counts
    }
    if (found == nullptr) {
        return std::nullopt;
    }
    auto result = scalar_text(*found);
    if (!result) {
        refuse(ErrorCode::invalid_input, "The parameter " + quoted(name) + " must be a text.");
    } else if (result->size() > max_bytes) {
        refuse(
            ErrorCode::unprocessable,
            "Validation failed: " + quoted(name) + " is too long (maximum is " +
                std::to_string(max_bytes) + " bytes)"
        );
        return std::nullopt;
    }
    return result;
}

std::string Params::required_text(std::string_view name, std::size_t max_bytes) {
    auto result = text(name, max_bytes);
    if (!result || result->empty()) {
        refuse(ErrorCode::invalid_input, "The parameter " + quoted(name) + " is missing.");
        return {};
    }
    return std::move(*result);
}

std::optional<bool> Params::boolean(std::string_view name) {
    constexpr auto no =
        std::to_array<std::string_view>({"0", "f", "F", "false", "False", "FALSE", "off", "OFF"});
    auto const given = text(name);
    if (!given || given->empty()) {
        return std::nullopt;
    }
    return std::find(no.begin(), no.end(), *given) == no.end();
}

std::optional<std::int64_t> Params::integer(
    std::string_view name, std::int64_t min, std::int64_t max
) {
    auto const given = text(name);
    if (!given || given->empty()) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    auto const* const end = given->data() + given->size();
    auto const result = std::from_chars(given->data(), end, number);
    if (result.ec == std::errc::invalid_argument || result.ptr != end) {
        refuse(
            ErrorCode::invalid_input, "The parameter " + quoted(name) + " must be a whole number."
        );
        return std::nullopt;
    }
    if (result.ec != std::errc{} || number < min || number > max) {
        refuse(
            ErrorCode::unprocessable,
            "Validation failed: " + quoted(name) + " must be from " + std::to_string(min) + " to " +
                std::to_string(max)
        );
        return std::nullopt;
    }
    return number;
}

std::optional<std::uint64_t> Params::id(std::string_view name) {
    auto const given = text(name);
    if (!given || given->empty()) {
        return std::nullopt;
    }
    auto const number = parse_id(*given);
    if (!number) {
        refuse(ErrorCode::unprocessable, "Validation failed: " + quoted(name) + " is not an id");
    }
    return number;
}

std::vector<std::string> Params::texts(std::string_view name, std::size_t max_items) {
    std::vector<std::string> result;
    auto const* const found = value(name);
    if (found == nullptr) {
        return result;
    }
    auto const items = items_of(*found);
    if (items.size() > max_items) {
        refuse(
            ErrorCode::unprocessable, "Validation failed: " + quoted(name) + " has too many items"
        );
        return result;
    }
    for (auto const* const item : items) {
        auto one = scalar_text(*item);
        if (!one) {
            refuse(
                ErrorCode::invalid_input,
                "The parameter " + quoted(name) + " must be a list of texts."
            );
            return {};
        }
        result.push_back(std::move(*one));
    }
    return result;
}

std::vector<std::uint64_t> Params::ids(std::string_view name, std::size_t max_items) {
    std::vector<std::uint64_t> result;
    for (auto const& one : texts(name, max_items)) {
        auto const number = parse_id(one);
        if (!number) {
            refuse(
                ErrorCode::unprocessable,
                "Validation failed: " + quoted(name) + " holds what is not an id"
            );
            return {};
        }
        result.push_back(*number);
    }
    return result;
}

Params Params::child(std::string_view name) {
    auto const* const found = value(name);
    if (found != nullptr && !found->is_object()) {
        refuse(ErrorCode::invalid_input, "The parameter " + quoted(name) + " must be an object.");
    }
    Params below{found == nullptr ? Json::object() : *found};
    below.failure_ = failure_;
    return below;
}

std::vector<Params> Params::children(std::string_view name, std::size_t max_items) {
    std::vector<Params> result;
    auto const* const found = value(name);
    if (found == nullptr) {
        return result;
    }
    for (auto const* const item : items_of(*found)) {
        if (!item->is_object() || result.size() == max_items) {
            refuse(
                ErrorCode::invalid_input,
                "The parameter " + quoted(name) + " must be a list of at most " +
                    std::to_string(max_items) + " objects."
            );
            return {};
        }
        result.emplace_back(*item).failure_ = failure_;
    }
    return result;
}

FilePart const* Params::file(std::string_view name) const noexcept {
    auto const it = std::find_if(files_.begin(), files_.end(), [&](FilePart const& part) {
        return part.name == name;
    });
    return it == files_.end() ? nullptr : &*it;
}

Result<Params> decode_params(Request const& request, ParamLimits const& limits) {
    FormTree query{limits.nesting, limits.keys};
    for (auto const& [name, value] : request.query) {
        if (auto added = query.add(name, value); !added) {
            return std::unexpected{std::move(added.error())};
        }
    }
    std::vector<FilePart> files;
    auto body = decode_body(request, limits, files);
    if (!body) {
        return std::unexpected{std::move(body.error())};
    }
    auto values = query.take();
    values.update(*body);
    return Params{std::move(values), std::move(files)};
}

std::optional<std::uint64_t> parse_id(std::string_view text) noexcept {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end || (text.size() > 1 && text.front() == '0') ||
        number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    return number;
}

}  // namespace folkmoot::node
