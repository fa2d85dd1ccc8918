#include "node/http/form_tree.hpp"

#include <span>
#include <vector>

namespace folkmoot::node {
namespace {

using Json = nlohmann::json;
using Path = std::span<std::string_view const>;  // "" stands for []

std::unexpected<Error> refuse(std::string text) {
    return std::unexpected{Error{ErrorCode::invalid_input, std::move(text), {}}};
}

// "a[b][]" is {"a", "b", ""}; a name with brackets that do not fit is one key as it stands.
std::vector<std::string_view> split_name(std::string_view name) {
    auto const open = name.find('[');
    if (open == 0 || open == std::string_view::npos || name.back() != ']') {
        return {name};
    }
    std::vector<std::string_view> path{name.substr(0, open)};
    for (auto rest = name.substr(open); !rest.empty();) {
        auto const close = rest.find(']');
        if (rest.front() != '[' || close == std::string_view::npos ||
            rest.substr(1, close - 1).find('[') != std::string_view::npos) {
            return {name};
        }
        path.push_back(rest.substr(1, close - 1));
        rest.remove_prefix(close + 1);
    }
    return path;
}

bool make(Json& node, Json::value_t kind) {
    if (node.is_null()) {
        node = Json(kind);
    }
    return node.type() == kind;
}

bool has_path(Json const& node, Path path) {
    auto const* at = &node;
    for (auto const key : path) {
        if (key.empty() || !at->is_object() || !at->contains(key)) {
            return false;
        }
        at = &at->at(std::string{key});
    }
    return true;
}

bool set_leaf(Json& node, std::string_view value) {
    if (node.is_null()) {
        node = value;
        return true;
    }
    if (node.is_string()) {
        node = Json::array({std::move(node)});
    }
    if (!node.is_array()) {
        return false;
    }
    node.push_back(value);
    return true;
}

bool store(Json& root, Path path, std::string_view value) {
    auto* node = &root;
    for (; !path.empty(); path = path.subspan(1)) {
        if (!path.front().empty()) {
            if (!make(*node, Json::value_t::object)) {
                return false;
            }
            node = &(*node)[std::string{path.front()}];
            continue;
        }
        if (!make(*node, Json::value_t::array)) {
            return false;
        }
        auto const below = path.subspan(1);
        bool const enter = !below.empty() && !node->empty() && node->back().is_object() &&
                           !has_path(node->back(), below);
        if (!enter) {
            node->push_back(nullptr);
        }
        node = &node->back();
    }
    return set_leaf(*node, value);
}

}  // namespace

Result<void> FormTree::add(std::string_view name, std::string_view value) {
    if (++keys_ > max_keys_) {
        return refuse("There are too many parameters.");
    }
    auto const path = split_name(name);
    if (path.size() > max_nesting_) {
        return refuse("A parameter's name nests too deeply.");
    }
    if (!store(root_, path, value)) {
        return refuse("A parameter's name is used in two ways.");
    }
    return {};
}

}  // namespace folkmoot::node
