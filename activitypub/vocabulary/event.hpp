// What an Event adds to an object (FEP-8a8e, Mobilizon, Gancio).
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::activitypub {

/// A physical or virtual place. Gancio sends a name only.
struct EventPlace {
    std::string name;
    std::string street;
    std::string locality;
    std::string region;
    std::string postal_code;
    std::string country;
    std::optional<double> latitude;   ///< degrees
    std::optional<double> longitude;  ///< degrees
    std::optional<Iri> url;           ///< of a VirtualLocation
    bool is_virtual = false;

    friend bool operator==(EventPlace const&, EventPlace const&) = default;
};

/// Who may attend (Mobilizon `joinMode`).
enum class JoinMode { free, restricted, invite, external };

enum class EventStatus { scheduled, tentative, cancelled, postponed };

struct EventDetails {
    std::optional<Timestamp> start_time;
    std::optional<Timestamp> end_time;
    std::string timezone;  ///< IANA name, e.g. "Europe/Berlin"; may be empty
    bool display_end_time = true;
    std::vector<EventPlace> places;
    std::vector<Iri> organizers;
    EventStatus status = EventStatus::scheduled;
    JoinMode join_mode = JoinMode::free;
    std::optional<std::int64_t> capacity;      ///< `maximumAttendeeCapacity`
    std::optional<std::int64_t> participants;  ///< `participantCount`
    std::optional<Iri> external_url;           ///< `externalParticipationUrl`
    std::string category;                      ///< "MEETING"
    std::optional<Iri> attendees;              ///< collection

    friend bool operator==(EventDetails const&, EventDetails const&) = default;
};

}  // namespace folkmoot::activitypub
