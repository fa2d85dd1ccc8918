// The published description of the client API (OpenAPI), read from shared/openapi beside the
// repository, and a validator of as much of JSON Schema as it uses.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::tests {

/// The description.
class ApiSchema {
public:
    /// Nothing when the file is not there; FOLKMOOT_OPENAPI names another place.
    static std::optional<ApiSchema> load();

    /// The schema of the 200 answer to a request; nothing for an operation that is not described.
    /// @param method   in lower case
    /// @param pattern  with ":name" for parameters
    nlohmann::json const* answer_of(std::string const& method, std::string const& pattern) const;

    /// Where a value breaks a schema: one line each, empty when nowhere.
    std::vector<std::string> problems(nlohmann::json const& schema, nlohmann::json const& value)
        const;

private:
    explicit ApiSchema(nlohmann::json document) : document_(std::move(document)) {}

    nlohmann::json const& resolved(nlohmann::json const& schema) const;
    void check(
        nlohmann::json const& schema,
        nlohmann::json const& value,
        std::string const& path,
        std::vector<std::string>& problems
    ) const;

    nlohmann::json document_;
};

}  // namespace folkmoot::tests
