#include "node/community/local_names.hpp"

#include "activitypub/vocabulary/handle.hpp"
#include "node/fold_errors.hpp"
#include "storage/tables/actors.hpp"

namespace folkmoot::node {

Result<void> check_local_name(std::string_view name, bool reserved_too) {
    auto const folded = storage::fold_handle(name);
    if (!activitypub::is_local_name(folded)) {
        return refused(
            ErrorCode::unprocessable,
            "A name has 1 to 30 characters: letters from a to z, digits and underscores."
        );
    }
    if (!reserved_too && activitypub::is_reserved_name(folded)) {
        return refused(ErrorCode::unprocessable, "This name is reserved. Please choose another.");
    }
    return {};
}

}  // namespace folkmoot::node
