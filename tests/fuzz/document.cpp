// Documents of other nodes: what is read and written is read again as the same value. Also the
// rules of ownership over every activity (threats F15 to F28, J09).
#include "activitypub/vocabulary/document.hpp"

#include "activitypub/vocabulary/ownership.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;
using nlohmann::ordered_json;

ordered_json write(Activity const& activity) {
    return write_activity(activity);
}

ordered_json write(Actor const& actor) {
    return write_actor(actor);
}

ordered_json write(Object const& object) {
    return write_object(object);
}

ordered_json write(Collection const& collection) {
    return write_collection(collection);
}

ordered_json write(ActorKey const& key) {
    return write_key(key);
}

void check_ownership_of(Activity const& activity) {
    Origin const home{"https", "home.test", 443};
    auto const own = check_ownership(activity, activity.actor, home);
    require(
        !own || activity.actor.origin() != home, "nobody outside acts in the name of this node"
    );
    check_inner(activity);
}

}  // namespace

void fuzz_document(std::string_view input) {
    auto const read = read_document(input, IriPolicy::production());
    if (!read) {
        require(!read.error().detail.empty(), "an error names its rule");
        return;
    }
    auto const written = std::visit([](auto const& value) { return write(value).dump(); }, *read);
    if (auto const* const key = std::get_if<ActorKey>(&*read)) {
        require(
            read_key(nlohmann::json::parse(written)) == *key, "a key that is written reads the same"
        );
        return;
    }
    auto const again = read_document(written, IriPolicy::production());
    require(again.has_value(), "what is written can be read");
    require(*again == *read, "what is written reads the same");
    if (auto const* const activity = std::get_if<Activity>(&*read)) {
        check_ownership_of(*activity);
    }
}

}  // namespace folkmoot::fuzz
