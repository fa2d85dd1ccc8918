#include "federation/delivery/delivery_class.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::federation {
namespace {

using storage::DeliveryClass;

constexpr auto threadiverse = std::to_array<std::string_view>({
    "discourse",
    "folkmoot",
    "forte",
    "friendica",
    "hubzilla",
    "kbin",
    "lemmy",
    "lotide",
    "mbin",
    "nodebb",
    "peertube",
    "piefed",
    "wordpress",
});

constexpr auto microblog = std::to_array<std::string_view>({
    "akkoma",
    "bridgy-fed",
    "firefish",
    "ghost",
    "gotosocial",
    "hometown",
    "iceshrimp",
    "mastodon",
    "misskey",
    "mitra",
    "pixelfed",
    "pleroma",
    "sharkey",
    "snac",
    "takahe",
});

static_assert(std::ranges::is_sorted(threadiverse) && std::ranges::is_sorted(microblog));

}  // namespace

DeliveryClass class_of_software(std::string_view name) noexcept {
    if (std::ranges::binary_search(threadiverse, name)) {
        return DeliveryClass::threadiverse;
    }
    return std::ranges::binary_search(microblog, name) ? DeliveryClass::microblog
                                                       : DeliveryClass::unknown;
}

DeliveryClass class_of(storage::HostRecord const& host) noexcept {
    return host.observed_class != DeliveryClass::unknown ? host.observed_class
                                                         : host.delivery_class;
}

std::vector<storage::OutgoingBodyRecord const*> bodies_for(
    storage::OutgoingRecord const& event, DeliveryClass host_class
) {
    std::vector<storage::OutgoingBodyRecord const*> chosen;
    for (auto const& body : event.bodies) {
        bool const wanted = host_class == DeliveryClass::threadiverse ? body.threadiverse
                            : host_class == DeliveryClass::microblog  ? body.microblog
                                                                      : body.unknown;
        if (wanted) {
            chosen.push_back(&body);
        }
    }
    return chosen;
}

}  // namespace folkmoot::federation
