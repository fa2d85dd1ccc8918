#include "node/community/local_names.hpp"

#include "activitypub/vocabulary/handle.hpp"
#include "node/fold_errors.hpp"
#include "storage/tables/actors.hpp"

namespace folkmoot::node {

Result<void> check_name_form(std::string_view name) {
    if (!activitypub::is_local_name(storage::fold_handle(name))) {
        return refused(
            ErrorCode::unprocessable,
            "A name has 1 to 30 characters: letters from a to z, digits and underscores."
        );
    }
    return {};
}

Result<void> check_local_name(std::string_view name) {
    if (auto const formed = check_name_form(name); !formed) {
        return formed;
    }
    if (activitypub::is_reserved_name(storage::fold_handle(name))) {
        return refused(ErrorCode::unprocessable, "This name is reserved. Please choose another.");
    }
    return {};
}

}  // namespace folkmoot::node
