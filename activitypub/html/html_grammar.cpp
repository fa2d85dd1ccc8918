#include "activitypub/html/html_grammar.hpp"

namespace folkmoot::activitypub {

bool holds_phrasing(Role role) noexcept {
    switch (role) {
        case Role::paragraph:
        case Role::heading:
        case Role::preformatted:
        case Role::summary:
        case Role::term:
        case Role::table_caption:
            return true;
        default:
            return false;
    }
}

bool holds_structure(Role role) noexcept {
    switch (role) {
        case Role::list:
        case Role::definitions:
        case Role::table:
        case Role::section:
        case Role::row:
            return true;
        default:
            return false;
    }
}

bool needs_parent(Role role) noexcept {
    switch (role) {
        case Role::item:
        case Role::term:
        case Role::description:
        case Role::table_caption:
        case Role::section:
        case Role::row:
        case Role::cell:
        case Role::figure_caption:
        case Role::summary:
            return true;
        default:
            return false;
    }
}

bool is_parent_of(Role parent, Role child) noexcept {
    switch (child) {
        case Role::item:
            return parent == Role::list;
        case Role::term:
        case Role::description:
            return parent == Role::definitions;
        case Role::table_caption:
        case Role::section:
            return parent == Role::table;
        case Role::row:
            return parent == Role::table || parent == Role::section;
        case Role::cell:
            return parent == Role::table || parent == Role::section || parent == Role::row;
        case Role::figure_caption:
            return parent == Role::figure;
        case Role::summary:
            return parent == Role::details;
        default:
            return false;
    }
}

bool is_ended_by(Role role, Role child) noexcept {
    if (role == Role::paragraph) {
        return true;
    }
    switch (child) {
        case Role::item:
            return role == Role::item;
        case Role::term:
        case Role::description:
            return role == Role::term || role == Role::description;
        case Role::table_caption:
        case Role::section:
            return role == Role::section || role == Role::row || role == Role::cell ||
                   role == Role::table_caption;
        case Role::row:
            return role == Role::row || role == Role::cell || role == Role::table_caption;
        case Role::cell:
            return role == Role::cell || role == Role::table_caption;
        default:
            return false;
    }
}

std::size_t levels(Role role) noexcept {
    switch (role) {
        case Role::table:
            return 4;
        case Role::section:
            return 3;
        case Role::list:
        case Role::definitions:
        case Role::row:
            return 2;
        default:
            return 1;
    }
}

}  // namespace folkmoot::activitypub
