#include "node/publish/draft.hpp"

#include <utility>

namespace folkmoot::node {

Result<Scene> Draft::scene(std::uint64_t actor, std::uint64_t group) const {
    auto loaded = source_.actor(actor);
    if (!loaded) {
        return std::unexpected(loaded.error());
    }
    Scene scene{std::move(*loaded), std::nullopt};
    if (group != 0) {
        auto loaded_group = source_.actor(group);
        if (!loaded_group) {
            return std::unexpected(loaded_group.error());
        }
        scene.group = std::move(*loaded_group);
    }
    return scene;
}

}  // namespace folkmoot::node
