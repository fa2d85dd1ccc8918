// `Signature-Input` (first line) and `Signature` (the rest) of RFC 9421, and the structured fields
// beneath them.
#include "activitypub/signature/message_signature.hpp"

#include "activitypub/signature/structured_fields.hpp"
#include "tests/fuzz/target.hpp"

#include <set>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;

void check_parameters(SfParameters const& parameters) {
    require(parameters.size() <= 32, "parameters keep to their cap");
    for (auto const& [key, value] : parameters) {
        require(find_parameter(parameters, key) == &value, "no parameter comes twice");
    }
}

void check_item(SfItem const& item) {
    check_parameters(item.parameters);
    if (auto const* const text = std::get_if<std::string>(&item.value)) {
        auto const written = serialize_sf_string(*text);
        require(written.has_value(), "a string can be written");
        auto const again = parse_sf_dictionary("a=" + *written);
        require(
            again && std::get<SfItem>(again->front().value).value == item.value,
            "a string that is written reads the same"
        );
    }
    if (auto const* const bytes = std::get_if<Bytes>(&item.value)) {
        auto const again = parse_sf_dictionary("a=" + serialize_sf_bytes(*bytes));
        require(
            again && std::get<SfItem>(again->front().value).value == item.value,
            "bytes that are written read the same"
        );
    }
}

void check_dictionary(std::string_view text) {
    auto const read = parse_sf_dictionary(text);
    if (!read) {
        require(!read.error().detail.empty(), "an error says why");
        return;
    }
    require(read->size() <= 64, "a dictionary keeps to its cap");
    for (auto const& member : *read) {
        require(find_member(*read, member.key) == &member, "no key comes twice");
        require(text.find(member.raw) != std::string_view::npos, "a member is kept as received");
        if (auto const* const item = std::get_if<SfItem>(&member.value)) {
            check_item(*item);
            continue;
        }
        auto const& list = std::get<SfInnerList>(member.value);
        require(list.items.size() <= 64, "a list keeps to its cap");
        check_parameters(list.parameters);
        for (auto const& item : list.items) {
            check_item(item);
        }
    }
}

}  // namespace

void fuzz_message_signature(std::string_view input) {
    auto const signature_input = take_line(input);
    check_dictionary(signature_input);
    check_dictionary(input);
    auto const read = parse_message_signatures(signature_input, input);
    if (!read) {
        require(!read.error().detail.empty(), "an error says why");
        return;
    }
    require(!read->empty() && read->size() <= 8, "signatures keep to their cap");
    for (auto const& signature : *read) {
        require(!signature.key_id.empty(), "a signature names its key");
        require(!signature.signature.empty(), "a signature holds bytes");
        std::set<std::string> const names(signature.components.begin(), signature.components.end());
        require(names.size() == signature.components.size(), "nothing is covered twice");
        require(
            signature_input.find(signature.raw_parameters) != std::string_view::npos,
            "parameters are kept as received"
        );
    }
}

}  // namespace folkmoot::fuzz
