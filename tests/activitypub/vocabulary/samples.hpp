// Small documents that the tests of this folder build on.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "activitypub/vocabulary/object.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace folkmoot::tests {

/// An identifier known to be good.
inline activitypub::Iri iri(std::string_view text) {
    return activitypub::Iri::parse(
               text, activitypub::IriPolicy::development(), activitypub::Fragment::allowed
    )
        .value();
}

inline constexpr auto everybody = "https://www.w3.org/ns/activitystreams#Public";

/// A public note by carol.
inline nlohmann::json note() {
    return {
        {"id", "https://good.test/notes/1"},
        {"type", "Note"},
        {"attributedTo", "https://good.test/users/carol"},
        {"to", {everybody}},
        {"cc", {"https://good.test/users/carol/followers"}},
        {"content", "<p>hello</p>"},
        {"published", "2026-01-02T03:04:05Z"},
    };
}

/// An activity by carol.
inline nlohmann::json activity(std::string_view type, nlohmann::json object) {
    return {
        {"id", "https://good.test/activities/1"},
        {"type", type},
        {"actor", "https://good.test/users/carol"},
        {"object", std::move(object)},
    };
}

/// carol herself.
inline nlohmann::json person() {
    return {
        {"id", "https://good.test/users/carol"},
        {"type", "Person"},
        {"preferredUsername", "carol"},
        {"inbox", "https://good.test/users/carol/inbox"},
        {"outbox", "https://good.test/users/carol/outbox"},
        {"followers", "https://good.test/users/carol/followers"},
        {"publicKey",
         {{"id", "https://good.test/users/carol#main-key"},
          {"owner", "https://good.test/users/carol"},
          {"publicKeyPem", "-----BEGIN PUBLIC KEY-----\n"}}},
    };
}

/// `document` with one member set.
inline nlohmann::json with(nlohmann::json document, char const* name, nlohmann::json value) {
    document[name] = std::move(value);
    return document;
}

}  // namespace folkmoot::tests
