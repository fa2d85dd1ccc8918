#include "node/cli/generated_password.hpp"
#include "node/cli/text_table.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

namespace folkmoot::node {
namespace {

TEST(GeneratedPassword, A14_IsNeverTheSame) {
    std::set<std::string> made;
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(made.insert(generate_password(system_random())).second);
    }
}

TEST(GeneratedPassword, HoldsNothingThatIsMistakenForSomethingElse) {
    std::regex const shape("[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){3}");
    for (int i = 0; i < 100; ++i) {
        auto const password = generate_password(system_random());
        EXPECT_TRUE(std::regex_match(password, shape)) << password;
    }
}

TEST(TextTable, KeepsColumnsInLine) {
    EXPECT_EQ(
        text_table({{"NAME", "ROLE"}, {"ana", "owner"}, {"养蜂", "member"}}),
        "NAME  ROLE\n"
        "ana   owner\n"
        "养蜂    member\n"
    );
}

TEST(TextTable, H27_MovesNoCursor) {
    EXPECT_EQ(text_table({{"a\x1B[2J\nb", "c"}}), "a [2J b  c\n");
}

}  // namespace
}  // namespace folkmoot::node
