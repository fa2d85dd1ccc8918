#include "node/pages/post_places.hpp"

#include "node/http/params.hpp"

namespace folkmoot::node {

std::string topic_segment(storage::PostRecord const& root) {
    auto segment = std::to_string(root.id);
    if (!root.slug.empty()) {
        segment += "-" + root.slug;
    }
    return segment;
}

std::string thread_path(People& people, storage::PostRecord const& root) {
    if (root.group != 0) {
        auto const* const group = people.actor(root.group);
        return group == nullptr ? short_path(root.id)
                                : actor_path(*group) + "/" + topic_segment(root);
    }
    auto const* const author = people.actor(root.author);
    return author == nullptr ? short_path(root.id)
                             : actor_path(*author) + "/" + std::to_string(root.id);
}

std::string post_location(People& people, storage::PostRecord const& root, std::uint32_t ordinal) {
    auto location = thread_path(people, root);
    if (auto const page = page_of(ordinal); page > 1) {
        location += "?p=" + std::to_string(page);
    }
    if (ordinal > 0) {
        location += "#p" + std::to_string(ordinal + 1);
    }
    return location;
}

std::string short_path(std::uint64_t post) {
    return "/p/" + std::to_string(post);
}

std::uint64_t id_of_segment(std::string_view segment) noexcept {
    return parse_id(segment.substr(0, segment.find('-'))).value_or(0);
}

}  // namespace folkmoot::node
