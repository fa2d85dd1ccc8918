#include "activitypub/vocabulary/addressing.hpp"

#include "activitypub/vocabulary/context.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::activitypub {
namespace {

bool has(std::vector<Iri> const& list, Iri const& id) {
    return std::ranges::find(list, id) != list.end();
}

bool is_mentioned(Tags const& tags, Iri const& actor) {
    return std::ranges::find(tags.mentions, actor, &Mention::href) != tags.mentions.end();
}

/// 0 for Public in `to`, 1 for Public elsewhere, 2 for none: how wide an audience is without
/// looking at its members.
int narrowness(Audience const& audience) {
    if (has(audience.to, public_iri())) {
        return 0;
    }
    return has(audience.cc, public_iri()) || has(audience.groups, public_iri()) ? 1 : 2;
}

}  // namespace

std::string_view to_string(Visibility visibility) noexcept {
    switch (visibility) {
        case Visibility::public_:
            return "public";
        case Visibility::unlisted:
            return "unlisted";
        case Visibility::followers:
            return "followers";
        case Visibility::limited:
            return "limited";
        case Visibility::direct:
            return "direct";
    }
    return "direct";
}

Iri const& public_iri() {
    static Iri const iri =
        Iri::parse(public_collection, IriPolicy::production(), Fragment::allowed).value();
    return iri;
}

bool is_public_collection(std::string_view text) noexcept {
    return text == public_collection || text == public_collection_compact ||
           text == public_collection_bare;
}

Visibility visibility_of(
    Audience const& audience, Tags const& tags, Iri const& author, Iri const* followers
) {
    switch (narrowness(audience)) {
        case 0:
            return Visibility::public_;
        case 1:
            return Visibility::unlisted;
        default:
            break;
    }
    auto const everybody = addressed(audience);
    bool const to_followers = std::ranges::any_of(everybody, [&](Iri const& id) {
        return followers != nullptr ? id == *followers
                                    : same_origin(id, author) && id.path().ends_with("/followers");
    });
    if (to_followers) {
        return Visibility::followers;
    }
    bool const all_mentioned = std::ranges::all_of(everybody, [&](Iri const& id) {
        return id == author || is_mentioned(tags, id);
    });
    return all_mentioned ? Visibility::direct : Visibility::limited;
}

std::vector<Iri> addressed(Audience const& audience) {
    std::vector<Iri> everybody;
    for (auto const* list : {&audience.to, &audience.cc, &audience.groups}) {
        for (auto const& id : *list) {
            if (id != public_iri() && !has(everybody, id)) {
                everybody.push_back(id);
            }
        }
    }
    return everybody;
}

bool is_addressed(Audience const& audience, Iri const& actor) {
    return has(audience.to, actor) || has(audience.cc, actor) || has(audience.groups, actor);
}

bool notifies(Audience const& audience, Tags const& tags, Iri const& actor) {
    return is_mentioned(tags, actor) && is_addressed(audience, actor);
}

bool widens(Audience const& before, Audience const& after) {
    if (narrowness(after) < narrowness(before)) {
        return true;
    }
    // Everybody may read it already; naming one of them changes nothing.
    if (narrowness(before) < 2) {
        return false;
    }
    return std::ranges::any_of(addressed(after), [&before](Iri const& id) {
        return !is_addressed(before, id);
    });
}

}  // namespace folkmoot::activitypub
