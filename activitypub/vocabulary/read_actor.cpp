#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/actor.hpp"
#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/handle.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr std::size_t max_word_bytes = 128;
constexpr std::size_t max_languages = 100;
constexpr std::size_t max_domains = 100;

std::vector<ProfileField> read_fields(MemberReader& in) {
    std::vector<ProfileField> fields;
    for (auto const* entry : in.objects("attachment")) {
        if (get_string(*entry, "type") != "PropertyValue" || fields.size() == limits::keep_fields) {
            continue;
        }
        auto const name = clean_line(get_string(*entry, "name").value_or(""));
        auto const value = get_string(*entry, "value").value_or("");
        fields.push_back(
            {std::string(truncate_utf8(name, limits::keep_field_bytes)),
             std::string(truncate_utf8(value, limits::keep_field_bytes))}
        );
    }
    return fields;
}

std::vector<Language> read_languages(MemberReader& in) {
    std::vector<Language> languages;
    for (auto const* entry : in.objects("language")) {
        MemberReader words(*entry, in.policy(), "language");
        auto language = words.language();
        if (!language.identifier.empty() && languages.size() < max_languages) {
            languages.push_back(std::move(language));
        }
    }
    return languages;
}

/// Host names; entries of another kind or form are left out (GHSA-rwcw-vq68-g34p).
std::vector<std::string> read_domains(MemberReader& in) {
    std::vector<std::string> domains;
    for (auto const* entry : get_list(in.document(), "attributionDomains")) {
        auto const text = as_string(*entry);
        auto host = text ? canonical_host(*text) : std::unexpected(Error{});
        if (host && domains.size() < max_domains) {
            domains.push_back(std::move(*host));
        }
    }
    return domains;
}

/// A collection of the actor: left out when it lies elsewhere.
std::optional<Iri> own_collection(MemberReader& in, std::string_view name, Iri const& owner) {
    auto id = in.id(name);
    return id && same_origin(*id, owner) ? std::move(id) : std::nullopt;
}

void read_identity(MemberReader& in, Actor& actor) {
    if (auto id = in.own_id(Fragment::refused)) {
        actor.id = std::move(*id);
    } else {
        in.refuse(ErrorCode::missing, in.rule("id"));
    }
    actor.preferred_username = in.text("preferredUsername", limits::max_username_bytes);
    if (actor.preferred_username.empty()) {
        in.refuse(ErrorCode::missing, in.rule("preferredUsername"));
    } else if (!is_remote_name(actor.preferred_username)) {
        in.refuse(ErrorCode::malformed, in.rule("preferredUsername"));
    }
    actor.webfinger = in.token("webfinger", limits::max_name_bytes);
    actor.name = in.line("name", limits::max_name_bytes);
    actor.summary_html = in.text("summary", limits::max_summary_bytes);
    actor.source = in.source();
}

void read_addresses(MemberReader& in, Actor& actor) {
    auto const* inbox = find_member(in.document(), "inbox");
    auto const text = inbox == nullptr ? std::nullopt : as_string(*inbox);
    auto address = text ? Iri::parse(*text, in.policy()) : std::unexpected(Error{});
    if (inbox == nullptr) {
        in.refuse(ErrorCode::missing, in.rule("inbox"));
    } else if (!address) {
        in.refuse(ErrorCode::malformed, in.rule("inbox"));
    } else if (!same_origin(*address, actor.id)) {
        in.refuse(ErrorCode::origin_mismatch, in.rule("inbox"));
    } else {
        actor.inbox = std::move(*address);
    }
    if (auto const* endpoints = in.object("endpoints")) {
        MemberReader shared(*endpoints, in.policy(), "endpoints");
        actor.shared_inbox = own_collection(shared, "sharedInbox", actor.id);
    }
    actor.outbox = own_collection(in, "outbox", actor.id);
    actor.followers = own_collection(in, "followers", actor.id);
    actor.following = own_collection(in, "following", actor.id);
    actor.featured = own_collection(in, "featured", actor.id);
    actor.featured_tags = own_collection(in, "featuredTags", actor.id);
    actor.upcoming_events = own_collection(in, "upcomingEvents", actor.id);
}

/// `attributedTo` of a group is the collection of its moderators when it is one id (FEP-1b12);
/// PeerTube names the accounts behind a channel there, as typed objects.
void read_attribution(MemberReader& in, Actor& actor) {
    auto attributions = in.attributions();
    bool const collection =
        actor.type == ActorType::group && attributions.size() == 1 && !attributions.front().type;
    if (collection) {
        actor.moderators = own_collection(in, "attributedTo", actor.id);
    } else {
        actor.attributed_to = std::move(attributions);
    }
    if (!actor.moderators) {
        actor.moderators = own_collection(in, "moderators", actor.id);
    }
}

void read_flags(MemberReader& in, Actor& actor) {
    actor.manually_approves_followers = in.flag("manuallyApprovesFollowers");
    actor.posting_restricted_to_mods = in.flag("postingRestrictedToMods");
    actor.sensitive = in.flag("sensitive");
    actor.memorial = in.flag("memorial");
    actor.suspended = in.flag("suspended");
    actor.discoverable = get_bool(in.document(), "discoverable");
    actor.indexable = get_bool(in.document(), "indexable");
}

}  // namespace

Result<Actor> read_actor(json const& document, IriPolicy policy) {
    auto const type = read_type(document);
    if (!type) {
        return std::unexpected(type.error());
    }
    auto const known = actor_type(*type);
    if (!known) {
        return std::unexpected(Error{ErrorCode::unsupported, "actor.type"});
    }
    MemberReader in(document, policy, "actor");
    Actor actor;
    actor.type = *known;
    read_identity(in, actor);
    if (in.failed()) {
        return std::unexpected(in.take_error());
    }
    read_addresses(in, actor);
    read_attribution(in, actor);
    read_flags(in, actor);
    auto keys = read_actor_keys(document, actor.id, policy);
    if (!keys) {
        in.refuse(std::move(keys.error()));
    } else {
        actor.keys = std::move(*keys);
    }
    auto const urls = in.links("url");
    auto const page = std::ranges::find_if(urls, [](Link const& link) {
        return link.media_type.empty() || link.media_type.starts_with("text/html");
    });
    actor.url = page == urls.end() ? std::nullopt : std::optional(page->href);
    actor.icon = in.picture("icon");
    actor.image = in.picture("image");
    actor.fields = read_fields(in);
    actor.tags = in.tags();
    actor.also_known_as = in.ids("alsoKnownAs", limits::keep_aliases);
    actor.moved_to = in.id("movedTo");
    actor.attribution_domains = read_domains(in);
    if (auto const* generator = get_object(document, "generator")) {
        MemberReader software(*generator, policy, "generator");
        actor.implements = software.ids("implements", max_languages);
    }
    actor.languages = read_languages(in);
    actor.published = in.time("published");
    actor.updated = in.time("updated");
    actor.group_kind = in.token("groupKind", max_word_bytes);
    if (in.failed()) {
        return std::unexpected(in.take_error());
    }
    return actor;
}

}  // namespace folkmoot::activitypub
