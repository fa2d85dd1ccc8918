// Typed access to members of a JSON value from outside. Nothing here throws, inserts or recurses,
// and nobody calls operator[] on such a value: a missing name there is undefined behaviour (row J03
// of the threat table).
//
// `null` and an empty array in place of anything else count as absent: PHP writes empty maps as
// `[]`, Mbin and Akkoma write `null` for what they do not have. Returned views and pointers live as
// long as the given value.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// The member `name`, or nullptr when `object` is no object, has no such member, or the member is
/// null.
nlohmann::json const* find_member(nlohmann::json const& object, std::string_view name);

/// A string member; nullopt when absent or of another kind. The view lives as long as `object`.
std::optional<std::string_view> get_string(nlohmann::json const& object, std::string_view name);

/// The value itself as a string; nullopt when it is of another kind.
std::optional<std::string_view> as_string(nlohmann::json const& value);

/// A boolean member; nullopt when absent or of another kind ("true" is a string and no boolean).
std::optional<bool> get_bool(nlohmann::json const& object, std::string_view name);

/// An integer member within [`low`, `high`]; a whole double such as 3.0 counts. nullopt when
/// absent, of another kind or out of range.
std::optional<std::int64_t> get_integer(
    nlohmann::json const& object, std::string_view name, std::int64_t low, std::int64_t high
);

/// A number member within [`low`, `high`]; nullopt when absent, of another kind or out of range.
std::optional<double> get_number(
    nlohmann::json const& object, std::string_view name, double low, double high
);

/// An object member; nullptr when absent or of another kind.
nlohmann::json const* get_object(nlohmann::json const& object, std::string_view name);

/// The values of a member that is an array or stands for an array of one. Empty when absent; nulls
/// inside are left out. The pointers live as long as `object`.
std::vector<nlohmann::json const*> get_list(nlohmann::json const& object, std::string_view name);

/// The same for a value at hand.
std::vector<nlohmann::json const*> as_list(nlohmann::json const& value);

/// The id that a value stands for: the string itself, or the `id` of an object, or the `href` of a
/// Link or Mention without id. nullopt for all else, also for arrays.
std::optional<std::string_view> as_id(nlohmann::json const& value);

/// as_id() of a member; an array of exactly one entry stands for that entry.
std::optional<std::string_view> get_id(nlohmann::json const& object, std::string_view name);

/// The values of a language map (`contentMap`, `nameMap`): pairs of tag and text, in key order,
/// entries that are not strings left out. The views live as long as `object`.
std::vector<std::pair<std::string_view, std::string_view>> get_language_map(
    nlohmann::json const& object, std::string_view name
);

}  // namespace folkmoot::activitypub
