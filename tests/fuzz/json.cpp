// The guard in front of every JSON document, and what reads its values: JSON-LD guard, getters and
// the canonical form that integrity proofs hash (threats J01 to J08, F20).
#include "activitypub/json/getters.hpp"
#include "activitypub/json/guard.hpp"
#include "activitypub/signature/jcs.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/json_ld.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;

// Small enough that a fuzzer meets every cap.
constexpr JsonLimits tight{
    .max_bytes = 4096,
    .max_depth = 8,
    .max_nodes = 64,
    .max_key_bytes = 32,
    .max_string_bytes = 128,
    .max_text_bytes = 256,
    .object_only = false
};

struct Size {
    std::size_t depth = 0;
    std::size_t nodes = 1;
};

Size size_of(nlohmann::json const& value) {
    Size size;
    if (value.is_string()) {
        auto const& text = value.get_ref<std::string const&>();
        require(text.find('\0') == std::string::npos, "no text holds NUL");
    }
    if (value.is_structured()) {
        for (auto const& [name, member] : value.items()) {
            auto const inner = size_of(member);
            size.depth = std::max(size.depth, inner.depth);
            size.nodes += inner.nodes;
        }
        ++size.depth;
    }
    return size;
}

/// Every getter over every member; none may throw.
void read_every_way(nlohmann::json const& object) {
    if (!object.is_object()) {
        return;
    }
    for (auto const& [name, member] : object.items()) {
        auto const number = get_number(object, name, 0, 1);
        require(!number || (*number >= 0 && *number <= 1), "a number keeps to its range");
        get_string(object, name);
        get_bool(object, name);
        get_object(object, name);
        get_list(object, name);
        get_id(object, name);
        get_language_map(object, name);
        read_every_way(member);
    }
}

void check_canonical(nlohmann::json const& value) {
    auto const text = canonicalize(value);
    require(text.has_value(), "what the guard lets through has a canonical form");
    auto const again = nlohmann::json::parse(*text, nullptr, false);
    require(!again.is_discarded(), "the canonical form is JSON");
    require(canonicalize(again) == text, "the canonical form is its own canonical form");
}

}  // namespace

void fuzz_json(std::string_view input) {
    auto const loose = parse_json(input);
    auto const narrow = parse_json(input, tight);
    for (auto const* const read : {&loose, &narrow}) {
        if (!*read) {
            require(read->error().detail.starts_with("json."), "an error names its rule");
        }
    }
    if (narrow) {
        auto const size = size_of(*narrow);
        require(size.depth <= tight.max_depth, "a document keeps to its depth");
        require(size.nodes <= tight.max_nodes, "a document keeps to its count of values");
    }
    if (!loose) {
        return;
    }
    require(loose->is_object(), "a document is an object");
    auto const written = loose->dump();
    require(parse_json(written) == loose, "a document that is written reads the same");
    check_canonical(*loose);
    read_every_way(*loose);
    if (auto const checked = check_json_ld(*loose); !checked) {
        require(checked.error().detail.starts_with("json-ld."), "an error names its rule");
    }
    for (auto const* const name : {"object", "actor", "a"}) {
        auto const member = raw_member(input, name);
        require(lies_within(member, input), "a raw member is a view into the document");
        require(
            member.empty() || nlohmann::json::accept(member), "a raw member is a value of its own"
        );
    }
}

}  // namespace folkmoot::fuzz
