#include "activitypub/vocabulary/activity.hpp"

#include <utility>

namespace folkmoot::activitypub {

Reference Reference::to(Iri id) {
    return {std::move(id), {}};
}

Reference Reference::of(Object object) {
    auto id = object.id;
    return {std::move(id), Box<Object>(std::move(object))};
}

Reference Reference::of(Actor actor) {
    auto id = actor.id;
    return {std::move(id), Box<Actor>(std::move(actor))};
}

Reference Reference::of(Activity activity) {
    auto id = activity.id;
    return {std::move(id), Box<Activity>(std::move(activity))};
}

Object const* Reference::object() const noexcept {
    auto const* box = std::get_if<Box<Object>>(&embedded);
    return box == nullptr ? nullptr : &**box;
}

Actor const* Reference::actor() const noexcept {
    auto const* box = std::get_if<Box<Actor>>(&embedded);
    return box == nullptr ? nullptr : &**box;
}

Activity const* Reference::activity() const noexcept {
    auto const* box = std::get_if<Box<Activity>>(&embedded);
    return box == nullptr ? nullptr : &**box;
}

bool operator==(Reference const& a, Reference const& b) {
    return a.id == b.id && a.embedded == b.embedded;
}

}  // namespace folkmoot::activitypub
