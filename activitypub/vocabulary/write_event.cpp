#include "activitypub/vocabulary/member_writer.hpp"

namespace folkmoot::activitypub {
namespace {

using Json = nlohmann::ordered_json;

char const* text_of(JoinMode mode) noexcept {
    switch (mode) {
        case JoinMode::free:
            return "free";
        case JoinMode::restricted:
            return "restricted";
        case JoinMode::invite:
            return "invite";
        case JoinMode::external:
            return "external";
    }
    return "free";
}

char const* text_of(EventStatus status) noexcept {
    switch (status) {
        case EventStatus::cancelled:
            return "EventCancelled";
        case EventStatus::postponed:
            return "EventPostponed";
        case EventStatus::scheduled:
        case EventStatus::tentative:
            return "EventScheduled";
    }
    return "EventScheduled";
}

/// The word of iCalendar, which Mobilizon reads.
char const* ical_text_of(EventStatus status) noexcept {
    switch (status) {
        case EventStatus::cancelled:
            return "CANCELLED";
        case EventStatus::tentative:
        case EventStatus::postponed:
            return "TENTATIVE";
        case EventStatus::scheduled:
            return "CONFIRMED";
    }
    return "CONFIRMED";
}

Json write_address(EventPlace const& place) {
    Json address = {{"type", "PostalAddress"}};
    MemberWriter out(address);
    out.text("streetAddress", place.street);
    out.text("addressLocality", place.locality);
    out.text("addressRegion", place.region);
    out.text("postalCode", place.postal_code);
    out.text("addressCountry", place.country);
    return address;
}

Json write_place(EventPlace const& place) {
    Json value = {{"type", place.is_virtual ? "VirtualLocation" : "Place"}};
    MemberWriter out(value);
    out.text("name", place.name);
    if (auto address = write_address(place); address.size() > 1) {
        out.value("address", std::move(address));
    }
    out.number("latitude", place.latitude);
    out.number("longitude", place.longitude);
    out.id("url", place.url);
    return value;
}

}  // namespace

void write_event(EventDetails const& event, MemberWriter& out) {
    out.time("startTime", event.start_time);
    out.time("endTime", event.end_time);
    out.text("timezone", event.timezone);
    out.value("displayEndTime", event.display_end_time);
    if (!event.places.empty()) {
        Json places = Json::array();
        for (auto const& place : event.places) {
            places.push_back(write_place(place));
        }
        out.value("location", std::move(places));
    }
    if (!event.organizers.empty()) {
        Json organizers = {{"type", "OrderedCollection"}};
        MemberWriter(organizers).ids("orderedItems", event.organizers);
        out.value("organizers", std::move(organizers));
    }
    out.value("eventStatus", text_of(event.status));
    out.value("ical:status", ical_text_of(event.status));
    out.value("joinMode", text_of(event.join_mode));
    out.number("maximumAttendeeCapacity", event.capacity);
    out.number("participantCount", event.participants);
    if (event.capacity && event.participants) {
        out.value(
            "remainingAttendeeCapacity",
            std::max<std::int64_t>(0, *event.capacity - *event.participants)
        );
    }
    out.id("externalParticipationUrl", event.external_url);
    out.text("category", event.category);
    out.id("attendees", event.attendees);
}

void write_poll(Poll const& poll, MemberWriter& out) {
    Json options = Json::array();
    for (auto const& option : poll.options) {
        options.push_back({
            {"type", "Note"},
            {"name", option.name},
            {"replies", {{"type", "Collection"}, {"totalItems", option.votes}}},
        });
    }
    out.value(poll.multiple ? "anyOf" : "oneOf", std::move(options));
    out.time("endTime", poll.end_time);
    out.time("closed", poll.closed);
    out.number("votersCount", poll.voters);
}

}  // namespace folkmoot::activitypub
