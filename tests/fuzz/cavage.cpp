// The `Signature` header of draft-cavage.
#include "activitypub/signature/cavage.hpp"

#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <set>

namespace folkmoot::fuzz {

using namespace folkmoot::activitypub;

void fuzz_cavage(std::string_view input) {
    auto const read = parse_cavage(input);
    if (!read) {
        require(!read.error().detail.empty(), "an error says why");
        return;
    }
    require(input.size() <= 8 * 1024, "a header keeps to its cap");
    require(!read->key_id.empty(), "a signature names its key");
    require(!read->signature.empty(), "a signature holds bytes");
    require(!read->covered.empty() && read->covered.size() <= 32, "a signature covers something");
    std::set<std::string> const names(read->covered.begin(), read->covered.end());
    require(names.size() == read->covered.size(), "nothing is covered twice");
    for (auto const& name : names) {
        require(name == to_lower(name), "covered names are in lower case");
        require(read->covers(name), "what is listed is covered");
    }
    auto const same = [&](KeyType type) { return cavage_algorithm(*read, type).has_value(); };
    require(
        !read->algorithm || !same(KeyType::rsa) || !same(KeyType::ed25519) ||
            equals_ignoring_case(*read->algorithm, "hs2019"),
        "an algorithm fits one type of key"
    );
}

}  // namespace folkmoot::fuzz
