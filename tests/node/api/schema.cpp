#include "tests/node/api/schema.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace folkmoot::tests {
namespace {

using Json = nlohmann::json;

/// A path whose parameters have no names: "/api/v1/accounts/*".
std::string nameless(std::string const& pattern) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        auto const end = std::min(pattern.find('/', at + 1), pattern.size());
        bool const parameter = at + 1 < end && (pattern[at + 1] == ':' || pattern[at + 1] == '{');
        out += parameter ? "/*" : pattern.substr(at, end - at);
        at = end;
    }
    return out;
}

bool has_type(Json const& value, std::string const& type) {
    if (type == "integer") {
        return value.is_number_integer();
    }
    if (type == "number") {
        return value.is_number();
    }
    if (type == "string") {
        return value.is_string();
    }
    if (type == "boolean") {
        return value.is_boolean();
    }
    if (type == "array") {
        return value.is_array();
    }
    return type == "object" ? value.is_object() : value.is_null();
}

bool has_one_of_types(Json const& value, Json const& types) {
    if (types.is_string()) {
        return has_type(value, types.get<std::string>());
    }
    return std::ranges::any_of(types, [&](Json const& type) {
        return has_type(value, type.get<std::string>());
    });
}

}  // namespace

std::optional<ApiSchema> ApiSchema::load() {
    auto const* const given = std::getenv("FOLKMOOT_OPENAPI");
    std::filesystem::path const file =
        given != nullptr ? std::filesystem::path(given)
                         : std::filesystem::path(FOLKMOOT_SOURCE_DIR).parent_path() /
                               "shared/openapi/schema.json";
    std::ifstream stream(file);
    if (!stream) {
        return std::nullopt;
    }
    auto document = Json::parse(stream, nullptr, /*allow_exceptions=*/false);
    return document.is_object() ? std::optional(ApiSchema(std::move(document))) : std::nullopt;
}

Json const* ApiSchema::answer_of(std::string const& method, std::string const& pattern) const {
    for (auto const& [path, operations] : document_.at("paths").items()) {
        if (nameless(path) != nameless(pattern) || !operations.contains(method)) {
            continue;
        }
        Json::json_pointer const place("/responses/200/content/application~1json/schema");
        auto const& operation = operations.at(method);
        return operation.contains(place) ? &operation.at(place) : nullptr;
    }
    return nullptr;
}

Json const& ApiSchema::resolved(Json const& schema) const {
    auto const reference = schema.find("$ref");
    if (reference == schema.end()) {
        return schema;
    }
    return document_.at(Json::json_pointer(reference->get<std::string>().substr(1)));
}

std::vector<std::string> ApiSchema::problems(Json const& schema, Json const& value) const {
    std::vector<std::string> found;
    check(schema, value, "", found);
    return found;
}

void ApiSchema::check(
    Json const& reference,
    Json const& value,
    std::string const& path,
    std::vector<std::string>& problems
) const {
    auto const& schema = resolved(reference);
    for (auto const* const all : {"allOf"}) {
        for (auto const& part : schema.value(all, Json::array())) {
            check(part, value, path, problems);
        }
    }
    for (auto const* const any : {"oneOf", "anyOf"}) {
        if (!schema.contains(any)) {
            continue;
        }
        auto const& parts = schema.at(any);
        bool const fits = std::ranges::any_of(parts, [&](Json const& part) {
            return this->problems(part, value).empty();
        });
        if (!fits) {
            problems.push_back(path + " is none of " + any + ": " + value.dump().substr(0, 100));
        }
    }
    if (schema.contains("type") && !has_one_of_types(value, schema.at("type"))) {
        problems.push_back(
            path + " is no " + schema.at("type").dump() + ": " + value.dump().substr(0, 100)
        );
        return;
    }
    if (schema.contains("enum") && !value.is_null() &&
        std::ranges::find(schema.at("enum"), value) == schema.at("enum").end()) {
        problems.push_back(path + " is not listed: " + value.dump());
    }
    if (value.is_object()) {
        for (auto const& name : schema.value("required", Json::array())) {
            if (!value.contains(name.get<std::string>())) {
                problems.push_back(path + " has no " + name.get<std::string>());
            }
        }
        for (auto const& [name, part] : schema.value("properties", Json::object()).items()) {
            if (value.contains(name)) {
                check(part, value.at(name), path + "/" + name, problems);
            }
        }
    }
    if (value.is_array() && schema.contains("items")) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            check(schema.at("items"), value[i], path + "/" + std::to_string(i), problems);
        }
    }
}

}  // namespace folkmoot::tests
