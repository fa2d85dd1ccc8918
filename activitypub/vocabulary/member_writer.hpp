// Private to this folder: members of records as JSON, in the shapes that peers take. Absent values
// write nothing.
#pragma once

#include "activitypub/vocabulary/addressing.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/media.hpp"
#include "activitypub/vocabulary/object.hpp"
#include "activitypub/vocabulary/tag.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace folkmoot::activitypub {

/// Appends members to one JSON object, in the order of the calls.
class MemberWriter {
public:
    using Json = nlohmann::ordered_json;

    explicit MemberWriter(Json& out) : out_(out) {}

    void value(char const* name, Json value) { out_[name] = std::move(value); }

    void text(char const* name, std::string const& value);
    void flag(char const* name, bool value);
    void id(char const* name, std::optional<Iri> const& value);
    void time(char const* name, std::optional<Timestamp> const& value);

    template <class Number>
    void number(char const* name, std::optional<Number> const& value) {
        if (value) {
            out_[name] = *value;
        }
    }

    template <class Flag>
    void maybe(char const* name, std::optional<Flag> const& value) {
        number(name, value);
    }

    /// An array of ids; nothing for an empty list.
    void ids(char const* name, std::vector<Iri> const& values);
    /// One id as a string, several as an array.
    void id_or_ids(char const* name, std::vector<Iri> const& values);
    void source(std::optional<Source> const& source);
    void media(char const* name, std::optional<Media> const& media);
    void audience(Audience const& audience);
    void tags(Tags const& tags);
    void collection(char const* name, CollectionRef const& collection);
    void attributions(std::vector<Attribution> const& attributions);
    void links(char const* name, std::vector<Link> const& links);

private:
    Json& out_;
};

nlohmann::ordered_json write_media(Media const& media);
nlohmann::ordered_json write_language(Language const& language);

/// Members that a Question and an Event add.
void write_poll(Poll const& poll, MemberWriter& out);
void write_event(EventDetails const& event, MemberWriter& out);

}  // namespace folkmoot::activitypub
