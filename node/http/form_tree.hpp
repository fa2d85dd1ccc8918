// Rack's bracket rules: flat names of a form or a query become one nested object.
#pragma once

#include "node/error.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Builds the object from names as they come. `a[]` appends to an array, `a[b]` enters an object,
/// `a[][b]` enters the last object of an array and starts a new one when that has the key already;
/// a bare name that comes again makes an array of its values (scalar getters take the last).
class FormTree {
public:
    FormTree(std::size_t max_nesting, std::size_t max_keys) noexcept
        : max_nesting_(max_nesting), max_keys_(max_keys) {}

    /// @return invalid_input when a name is used as two kinds of thing, nests too deeply, or is one
    /// too many
    Result<void> add(std::string_view name, std::string_view value);

    /// The object so far.
    nlohmann::json take() { return std::move(root_); }

private:
    std::size_t max_nesting_;
    std::size_t max_keys_;
    std::size_t keys_{0};
    nlohmann::json root_ = nlohmann::json::object();
};

}  // namespace folkmoot::node
