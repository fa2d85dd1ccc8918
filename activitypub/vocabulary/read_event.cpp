#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <limits>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr auto any_count = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t max_places = 8;
constexpr std::size_t max_organizers = 32;

std::string short_line(json const& value, std::string_view name) {
    return std::string(
        truncate_utf8(clean_line(get_string(value, name).value_or("")), limits::max_name_bytes)
    );
}

EventPlace read_place(json const& value, IriPolicy policy) {
    MemberReader in(value, policy, "place");
    EventPlace place;
    place.is_virtual = get_string(value, "type") == "VirtualLocation";
    place.name = short_line(value, "name");
    place.latitude = get_number(value, "latitude", -90, 90);
    place.longitude = get_number(value, "longitude", -180, 180);
    place.url = place.is_virtual ? in.link("url") : std::nullopt;
    if (auto const* address = get_object(value, "address")) {
        place.street = short_line(*address, "streetAddress");
        place.locality = short_line(*address, "addressLocality");
        place.region = short_line(*address, "addressRegion");
        place.postal_code = short_line(*address, "postalCode");
        place.country = short_line(*address, "addressCountry");
    } else if (auto const line = short_line(value, "address"); !line.empty()) {
        place.street = line;
    }
    return place;
}

EventStatus read_status(json const& document) {
    auto status = get_string(document, "eventStatus").value_or("");
    // FEP-8a8e values may be written as schema.org IRIs.
    if (auto const slash = status.rfind('/'); slash != std::string_view::npos) {
        status.remove_prefix(slash + 1);
    }
    auto const ical = get_string(document, "ical:status").value_or("");
    if (status == "EventCancelled" || ical == "CANCELLED") {
        return EventStatus::cancelled;
    }
    if (status == "EventPostponed") {
        return EventStatus::postponed;
    }
    return ical == "TENTATIVE" ? EventStatus::tentative : EventStatus::scheduled;
}

JoinMode read_join_mode(json const& document) {
    auto const mode = get_string(document, "joinMode").value_or("");
    if (mode == "restricted") {
        return JoinMode::restricted;
    }
    if (mode == "invite") {
        return JoinMode::invite;
    }
    return mode == "external" ? JoinMode::external : JoinMode::free;
}

std::vector<Iri> read_organizers(MemberReader& in) {
    auto const* value = get_object(in.document(), "organizers");
    if (value == nullptr || !(value->contains("orderedItems") || value->contains("items"))) {
        return in.ids("organizers", max_organizers);
    }
    MemberReader list(*value, in.policy(), "event");
    return list.ids(value->contains("orderedItems") ? "orderedItems" : "items", max_organizers);
}

}  // namespace

EventDetails read_event(MemberReader& in) {
    auto const& document = in.document();
    EventDetails event;
    event.start_time = in.time("startTime");
    event.end_time = in.time("endTime");
    event.timezone = in.token("timezone", 64);
    event.display_end_time = get_bool(document, "displayEndTime").value_or(true);
    for (auto const* place : get_list(document, "location")) {
        if (place->is_object() && event.places.size() < max_places) {
            event.places.push_back(read_place(*place, in.policy()));
        }
    }
    event.organizers = read_organizers(in);
    event.status = read_status(document);
    event.join_mode = read_join_mode(document);
    event.capacity = get_integer(document, "maximumAttendeeCapacity", 1, any_count);
    event.participants = get_integer(document, "participantCount", 0, any_count);
    event.external_url = in.link("externalParticipationUrl");
    event.category = short_line(document, "category");
    event.attendees = in.id("attendees");
    return event;
}

}  // namespace folkmoot::activitypub
