// Typed getters over every kind of value: nothing throws, nothing is inserted, null counts as
// absent.
#include "activitypub/json/getters.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

json const object = json::parse(R"({
    "text": "a", "empty": "", "yes": true, "no": false, "seven": 7, "big": 9223372036854775807, "three": 3.0,
    "half": 0.5, "huge": 1e300, "nothing": null, "list": [1, null, "b"], "empty_list": [], "inner": {"id": "i"},
    "link": {"type": "Link", "href": "h"}, "both": {"id": "i", "href": "h"}, "anonymous": {"type": "Note"},
    "one": ["x"], "two": ["x", "y"], "nested": [["x"]], "map": {"en": "e", "zh": "z", "bad": 1, "null": null}
})");

TEST(ThreatJ, J03_GettersGiveNothingForOtherKindsAndValues) {
    for (auto const& value :
         {json(), json(true), json(1), json(1.5), json("text"), json::array({1})}) {
        EXPECT_EQ(nullptr, find_member(value, "text"));
        EXPECT_FALSE(get_string(value, "text"));
        EXPECT_FALSE(get_bool(value, "yes"));
        EXPECT_FALSE(get_integer(value, "seven", 0, 10));
        EXPECT_FALSE(get_number(value, "half", 0, 1));
        EXPECT_EQ(nullptr, get_object(value, "inner"));
        EXPECT_TRUE(get_list(value, "list").empty());
        EXPECT_FALSE(get_id(value, "inner"));
        EXPECT_TRUE(get_language_map(value, "map").empty());
    }
}

TEST(Getters, ReadStringsOnlyFromStrings) {
    EXPECT_EQ("a", get_string(object, "text"));
    EXPECT_EQ("", get_string(object, "empty"));
    for (auto const* name : {"yes", "seven", "half", "nothing", "list", "inner", "absent"}) {
        EXPECT_FALSE(get_string(object, name)) << name;
    }
}

TEST(Getters, ReadBooleansOnlyFromBooleans) {
    EXPECT_EQ(true, get_bool(object, "yes"));
    EXPECT_EQ(false, get_bool(object, "no"));
    EXPECT_FALSE(get_bool(object, "seven"));
    EXPECT_FALSE(get_bool(object, "text"));
}

TEST(Getters, ReadIntegersWithinTheirRange) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(7, get_integer(object, "seven", 7, 7));
    EXPECT_EQ(3, get_integer(object, "three", 0, 10));
    EXPECT_EQ(most, get_integer(object, "big", 0, most));
    EXPECT_FALSE(get_integer(object, "seven", 8, 10));
    EXPECT_FALSE(get_integer(object, "seven", 0, 6));
    EXPECT_FALSE(get_integer(object, "big", 0, most - 1));
    EXPECT_FALSE(get_integer(object, "half", 0, 10));
    EXPECT_FALSE(get_integer(object, "huge", 0, most));
    EXPECT_FALSE(get_integer(object, "yes", 0, 10));
}

TEST(Getters, ReadListsAndSingleValuesAlike) {
    EXPECT_EQ(2U, get_list(object, "list").size());
    EXPECT_EQ(1U, get_list(object, "text").size());
    EXPECT_EQ(1U, get_list(object, "inner").size());
    EXPECT_TRUE(get_list(object, "nothing").empty());
    EXPECT_TRUE(get_list(object, "empty_list").empty());
}

TEST(Getters, ReadIdsFromStringsObjectsAndArraysOfOne) {
    EXPECT_EQ("a", get_id(object, "text"));
    EXPECT_EQ("i", get_id(object, "inner"));
    EXPECT_EQ("h", get_id(object, "link"));
    EXPECT_EQ("i", get_id(object, "both"));
    EXPECT_EQ("x", get_id(object, "one"));
    for (auto const* name :
         {"two", "nested", "anonymous", "seven", "nothing", "empty_list", "absent"}) {
        EXPECT_FALSE(get_id(object, name)) << name;
    }
}

TEST(Getters, ReadLanguageMapsWithoutWhatIsNoText) {
    auto const map = get_language_map(object, "map");
    ASSERT_EQ(2U, map.size());
    EXPECT_EQ("en", map[0].first);
    EXPECT_EQ("z", map[1].second);
}

}  // namespace
}  // namespace folkmoot::activitypub
