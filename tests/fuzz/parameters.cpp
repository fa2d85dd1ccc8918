// Parameters of a request: first line the Content-Type, second the query, the rest the body.
#include "node/http/params.hpp"
#include "node/http/percent.hpp"
#include "node/http/target.hpp"
#include "tests/fuzz/target.hpp"

#include <utility>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::node;

constexpr ParamLimits limits;

std::size_t depth_of(nlohmann::json const& value) {
    std::size_t deepest = 0;
    if (value.is_structured()) {
        for (auto const& member : value) {
            deepest = std::max(deepest, depth_of(member));
        }
        return deepest + 1;
    }
    return 0;
}

/// Asks every getter for a name; none may throw, whatever the value is.
void read_every_way(Params& params, std::string const& name) {
    auto const text = params.text(name, 100);
    require(!text || text->size() <= 100, "a text keeps to its cap");
    auto const number = params.integer(name, -5, 40);
    require(!number || (*number >= -5 && *number <= 40), "a number keeps to its range");
    require(params.texts(name, 10).size() <= 10, "a list of texts keeps to its cap");
    require(params.ids(name, 10).size() <= 10, "a list of ids keeps to its cap");
    require(params.children(name, 10).size() <= 10, "a list of objects keeps to its cap");
    params.required_text(name);
    params.boolean(name);
    params.id(name);
    for (auto child = params.child(name); auto const& [key, value] : child.values().items()) {
        params.child(name).text(key);
    }
}

}  // namespace

void fuzz_parameters(std::string_view input) {
    std::pair<std::string, std::string> const type{"Content-Type", take_line(input)};
    auto target = parse_target("/?" + std::string(take_line(input)));
    if (!target) {
        return;
    }
    Request request;
    request.verb = Verb::post;
    request.query = std::move(target->query);
    request.headers = Headers::of({&type, 1});
    request.body = Body{std::string(input)};
    auto params = decode_params(request, limits);
    if (!params) {
        require(!params.error().safe.empty(), "an error says what to do");
        require(is_utf8(params.error().safe), "an error can be sent");
        return;
    }
    require(params->values().is_object(), "parameters are an object");
    if (type.second.find("json") == std::string::npos) {
        require(depth_of(params->values()) <= limits.nesting + 1, "parameters keep to their depth");
    }
    for (auto const& [name, value] : params->values().items()) {
        read_every_way(*params, name);
        if (auto const* const file = params->file(name)) {
            require(
                lies_within(file->bytes, request.body.bytes()), "a file is a view into the body"
            );
        }
    }
    if (auto const& failure = params->failure()) {
        require(!failure->safe.empty(), "a failure says what to do");
    }
}

}  // namespace folkmoot::fuzz
