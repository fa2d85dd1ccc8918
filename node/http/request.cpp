#include "node/http/request.hpp"

namespace folkmoot::node {

std::string_view Request::query_value(std::string_view name) const noexcept {
    for (auto const& parameter : query) {
        if (parameter.name == name) {
            return parameter.value;
        }
    }
    return {};
}

std::string_view Request::raw_path() const noexcept {
    return std::string_view{target}.substr(0, target.find('?'));
}

}  // namespace folkmoot::node
