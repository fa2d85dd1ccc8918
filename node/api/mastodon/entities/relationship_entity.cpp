#include "node/api/mastodon/entities/relationship_entity.hpp"

#include "storage/schema/groups.hpp"

namespace folkmoot::node {
namespace {

void write_languages(JsonWriter& json, std::vector<std::string> const& languages) {
    if (languages.empty()) {
        json.null();
        return;
    }
    json.begin_array();
    for (auto const& language : languages) {
        json.string(language);
    }
    json.end_array();
}

/// Membership of a local group; null for people and remote groups.
void write_membership(JsonWriter& json, Relationship const& relationship) {
    json.key("folkmoot").begin_object();
    json.key("membership");
    if (relationship.membership) {
        json.string(storage::EnumNameMembershipState(*relationship.membership));
    } else {
        json.null();
    }
    json.key("role");
    if (relationship.group_role) {
        json.string(storage::EnumNameGroupRole(*relationship.group_role));
    } else {
        json.null();
    }
    json.end_object();
}

}  // namespace

void write_relationship(JsonWriter& json, Relationship const& relationship) {
    json.begin_object();
    json.key("id").id(relationship.actor.value());
    json.key("following").boolean(relationship.following);
    json.key("showing_reblogs").boolean(relationship.showing_reblogs);
    json.key("notifying").boolean(relationship.notifying);
    json.key("languages");
    write_languages(json, relationship.languages);
    json.key("followed_by").boolean(relationship.followed_by);
    json.key("blocking").boolean(relationship.blocking);
    json.key("blocked_by").boolean(false);
    json.key("muting").boolean(relationship.muting);
    json.key("muting_notifications").boolean(relationship.muting_notifications);
    json.key("muting_expires_at").time_or_null(relationship.muting_expires.value_or(0));
    json.key("requested").boolean(relationship.requested);
    json.key("requested_by").boolean(relationship.requested_by);
    json.key("domain_blocking").boolean(false);
    json.key("endorsed").boolean(false);
    json.key("note").string("");
    write_membership(json, relationship);
    json.end_object();
}

}  // namespace folkmoot::node
